package io.lorentz.bitget;

import java.net.URI;

/**
 * Where the venue is.
 *
 * @param rest scheme and host, without a path
 * @param privateStream address of the private WebSocket
 * @param demo whether it is play money; the key must be one of a demo account then
 */
public record Hosts(URI rest, URI privateStream, boolean demo) {

  private static final URI REST = URI.create("https://api.bitget.com");

  /** The real venue, classic account. */
  public static final Hosts LIVE =
      new Hosts(REST, URI.create("wss://ws.bitget.com/v2/ws/private"), false);

  /** Paper trading at the venue, classic account. */
  public static final Hosts DEMO =
      new Hosts(REST, URI.create("wss://wspap.bitget.com/v2/ws/private"), true);
}
