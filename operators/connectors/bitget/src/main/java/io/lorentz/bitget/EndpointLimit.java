package io.lorentz.bitget;

/**
 * How often an account may use an endpoint.
 *
 * @param endpoint the endpoint's path
 * @param perSecond what the venue's documentation allows, requests a second, 1 or more
 */
public record EndpointLimit(String endpoint, int perSecond) {

  /** Checks the rate. */
  public EndpointLimit {
    if (perSecond < 1) {
      throw new IllegalArgumentException(
          endpoint + ": must be allowed once a second or more, was " + perSecond);
    }
  }
}
