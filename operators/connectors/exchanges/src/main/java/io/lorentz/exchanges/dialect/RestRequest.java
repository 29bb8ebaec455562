package io.lorentz.exchanges.dialect;

import java.util.Map;

/**
 * A request to a venue.
 *
 * @param purpose what is asked for
 * @param symbol of which symbol, empty where it is of none
 * @param method GET or POST, without a body
 * @param path path and query
 * @param headers headers to send
 * @param weight what it costs of the venue's limit
 */
public record RestRequest(
    Purpose purpose,
    String symbol,
    String method,
    String path,
    Map<String, String> headers,
    int weight) {

  /** What a request asks for. */
  public enum Purpose {
    /** The venue's time. */
    CLOCK,
    /** Bars. */
    BARS,
    /** A specification. */
    SPEC,
    /** Funding payments. */
    FUNDINGS,
    /** A ticket to a socket. */
    TICKET
  }

  /** Copies. */
  public RestRequest {
    headers = Map.copyOf(headers);
  }

  static RestRequest get(Purpose purpose, String symbol, String path, int weight) {
    return new RestRequest(purpose, symbol, "GET", path, Map.of(), weight);
  }
}
