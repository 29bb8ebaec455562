package io.lorentz.exchanges.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.RestRequest;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a feed does to the world. Nothing blocks; what comes of it is told to the feed on its own
 * thread.
 */
public interface Network {

  /** Opens a connection; {@code onOpen} or {@code onClosed} of the feed follows. */
  void open(int link, URI address, Map<String, String> headers);

  /** Sends a text over an open connection. */
  void send(int link, String text);

  /** Sends a protocol ping over an open connection. */
  void ping(int link);

  /** Cuts a connection; the feed is told nothing of it any more. */
  void cut(int link);

  /** Asks the venue; the answer comes once. */
  void ask(RestRequest request, AnswerSink sink);

  /** Takes an answer. */
  @FunctionalInterface
  interface AnswerSink {

    /** It came at {@code nowMs} of the feed's clock. */
    void on(Answer answer, long nowMs);
  }

  /** What came of a request. */
  sealed interface Answer {

    /** The venue answered. */
    record Got(JsonNode body) implements Answer {}

    /**
     * It did not, or refused.
     *
     * @param told why
     * @param retryAfterMs how long it wants to be left alone, ms, if it said so
     */
    record Failed(String told, OptionalLong retryAfterMs) implements Answer {}
  }
}
