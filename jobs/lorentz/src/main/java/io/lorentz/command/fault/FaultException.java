package io.lorentz.command.fault;

/**
 * A fault that a command found, for example two unequal rows of one key: exit code 1. The message
 * says what was found and where.
 */
public final class FaultException extends RuntimeException {

  /**
   * @param message what was found and where
   */
  public FaultException(String message) {
    super(message);
  }
}
