package io.lorentz.schemas.rows;

import io.lorentz.schemas.RunOutput;

/**
 * A row was written again and differs: the run does not decide the same after a restart. This is a
 * fault of the program, never of its input.
 */
public final class UnequalRowException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final RowKey key;

  /**
   * Two rows of one key.
   *
   * @param first the one that was taken
   * @param other the one that differs
   */
  public UnequalRowException(RowKey key, RunOutput first, RunOutput other) {
    super(
        key
            + " was written twice and differs: first "
            + first.getPayload()
            + ", then "
            + other.getPayload());
    this.key = key;
  }

  /** Gives the key of the row. */
  public RowKey key() {
    return key;
  }
}
