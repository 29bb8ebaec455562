package io.lorentz.exchanges.dialect;

import java.util.function.LongFunction;

/**
 * How a client shows that it lives. Protocol pings are sent in any case.
 *
 * @param everyMs how often its text is sent, ms; 0 if none is wanted
 * @param text the text, made of the time in ms since 1970 UTC
 */
public record Keepalive(long everyMs, LongFunction<String> text) {

  static Keepalive none() {
    return new Keepalive(0, nowMs -> "");
  }
}
