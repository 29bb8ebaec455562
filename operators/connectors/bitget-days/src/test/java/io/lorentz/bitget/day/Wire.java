package io.lorentz.bitget.day;

import io.lorentz.bitget.RestCall;
import java.util.List;

/** What carries requests and frames between the edge and the fake exchange, in virtual time. */
interface Wire {

  /** What has come of a request. */
  sealed interface Arrival {
    long id();
  }

  /** An answer. */
  record Answered(long id, int status, String body) implements Arrival {}

  /** No answer within the time that the client waits. */
  record TimedOut(long id) implements Arrival {}

  /** No connection could be opened. */
  record NotConnected(long id) implements Arrival {}

  /** Lets arrive what arrives until now, whether anybody listens or not. */
  void carry(long nowMs);

  /** From now on nothing new goes wrong. */
  void behave(long nowMs);

  void send(long nowMs, long id, RestCall call);

  List<Arrival> arrivals(long nowMs);

  /** A new connection to the private stream. */
  void connect(long nowMs);

  void say(long nowMs, String frame);

  List<String> frames(long nowMs);

  /** Whether the client sees that the stream is gone. */
  boolean streamLost(long nowMs);

  /** Whether the venue is closed to everybody now, or turns everything away. */
  boolean isVenueClosed(long nowMs);

  boolean isIdle();
}
