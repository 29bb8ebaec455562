package io.lorentz.command.live;

import java.util.List;

/**
 * Whose key is used.
 *
 * @param accountId the venue's id of the account
 * @param permissions what the key may do, in the venue's words; empty where it does not say
 */
public record VenueIdentity(String accountId, List<String> permissions) {

  /** Copies. */
  public VenueIdentity {
    permissions = List.copyOf(permissions);
  }
}
