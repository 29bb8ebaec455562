package io.lorentz.trading;

import java.io.Serializable;

/**
 * Where trained models lie.
 *
 * @param store folder that holds a folder per version, named by its id; every task manager reads it
 *     at the same path. Empty, the default: members learn from the log as they go, and versions
 *     that the log names change nothing
 */
public record ModelOptions(String store) implements Serializable {

  /** Members that learn from the log as they go. */
  public static ModelOptions defaults() {
    return new ModelOptions("");
  }
}
