package io.lorentz.consolidation;

/** What was asked for cannot be done; its message says what is wrong, where, and the mend. */
public final class ConsolidationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, the mend
   */
  public ConsolidationException(String message) {
    super(message);
  }
}
