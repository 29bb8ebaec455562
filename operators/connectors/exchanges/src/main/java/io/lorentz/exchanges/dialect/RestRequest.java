package io.lorentz.exchanges.dialect;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
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

  /**
   * The request as the client sends it.
   *
   * @param venue where the venue's REST interface is
   * @param within how long an answer may take
   */
  public HttpRequest http(URI venue, Duration within) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(venue.resolve(path))
            .timeout(within)
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(builder::header);
    return builder.build();
  }

  static RestRequest get(Purpose purpose, String symbol, String path, int weight) {
    return new RestRequest(purpose, symbol, "GET", path, Map.of(), weight);
  }
}
