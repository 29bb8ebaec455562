package io.lorentz.exchanges.dialect;

import java.util.List;
import java.util.Map;

/**
 * One WebSocket connection.
 *
 * @param name name of the venue's socket, e.g. public
 * @param path path behind the venue's address of it
 * @param headers headers of the handshake
 * @param subscriptions texts to send once it stands, in order
 * @param bars whether bars come over it: then silence is a fault
 */
public record Link(
    String name,
    String path,
    Map<String, String> headers,
    List<String> subscriptions,
    boolean bars) {

  /** Copies. */
  public Link {
    headers = Map.copyOf(headers);
    subscriptions = List.copyOf(subscriptions);
  }
}
