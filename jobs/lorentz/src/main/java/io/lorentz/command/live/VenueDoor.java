package io.lorentz.command.live;

import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import java.util.function.Supplier;

/** How an account is reached; another than the venue's where a test has one. */
@FunctionalInterface
public interface VenueDoor {

  /**
   * Opens a link, once the venue's clock is known.
   *
   * @param credentials the key, read when it is needed
   * @throws io.lorentz.command.fault.FaultException if the venue cannot be reached
   * @throws io.lorentz.bitget.CredentialsException if there is no usable key
   */
  VenueLink open(Hosts hosts, Supplier<Credentials> credentials);

  /** Bitget itself. */
  static VenueDoor bitget() {
    return (hosts, credentials) -> BitgetLink.open(hosts, credentials.get());
  }
}
