package io.lorentz.command.parity;

/**
 * What of a log is replayed.
 *
 * @param fromMs log time of the first record, ms since 1970 UTC
 * @param toMs log time of the last record, ms since 1970 UTC
 */
public record Span(long fromMs, long toMs) {

  boolean holds(long logTimeMs) {
    return logTimeMs >= fromMs && logTimeMs <= toMs;
  }
}
