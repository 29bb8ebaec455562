package io.lorentz.trading;

import io.lorentz.core.confirmation.ConfirmationOptions;
import java.io.Serializable;

/**
 * A confirmation rule beside the one of the source {@code main}; accounts trade it by naming it.
 *
 * @param name name of the source: letters, digits, '-' and '_' only, 1 to 64 of them; not {@code
 *     main} and not that of a baseline. It is part of the names of its operators' states
 * @param rule the rule; what is not set is as {@link ConfirmationOptions#defaults()} has it
 */
public record NamedConfirmation(String name, ConfirmationOptions rule) implements Serializable {

  /** Checks the name. */
  public NamedConfirmation {
    if (name == null || !name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "confirmations.name: must be 1 to 64 letters, digits, '-' or '_', was "
              + name
              + "; rename it");
    }
  }

  /** What a new rule starts from. */
  public static NamedConfirmation defaults() {
    return new NamedConfirmation("other", ConfirmationOptions.defaults());
  }
}
