package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.Optional;

/** A question that one answer answers. */
final class ReadTalk implements Conversation {

  private final RestCall call;
  private final Reading reading;

  /** Reads the data of an answer. */
  @FunctionalInterface
  interface Reading {
    Outcome read(JsonNode data) throws UnreadableFrameException;
  }

  ReadTalk(RestCall call, Reading reading) {
    this.call = call;
    this.reading = reading;
  }

  @Override
  public RestCall call() {
    return call;
  }

  @Override
  public Optional<Outcome> take(int status, String body) {
    Reply reply = Reply.of(status, body);
    return Optional.of(reply.failure().orElseGet(() -> read(reply.data())));
  }

  private Outcome read(JsonNode data) {
    try {
      return reading.read(data);
    } catch (UnreadableFrameException e) {
      return unreadable(call, e);
    }
  }

  static Outcome unreadable(RestCall call, UnreadableFrameException e) {
    return new Outcome.Unclear(call.path() + ": cannot be read: " + e.getMessage());
  }
}
