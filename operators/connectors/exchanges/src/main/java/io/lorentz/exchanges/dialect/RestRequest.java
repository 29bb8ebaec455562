package io.lorentz.exchanges.dialect;

import java.util.Map;

/**
 * A request to a venue.
 *
 * @param method GET or POST, without a body
 * @param path path and query
 * @param headers headers to send
 * @param weight what it costs of the venue's limit
 */
public record RestRequest(String method, String path, Map<String, String> headers, int weight) {

  /** Copies. */
  public RestRequest {
    headers = Map.copyOf(headers);
  }

  static RestRequest get(String path, int weight) {
    return new RestRequest("GET", path, Map.of(), weight);
  }
}
