package io.lorentz.command.fault;

/**
 * A command that cannot be done as asked: exit code 2. The message says what is wrong, where, and
 * the mend.
 */
public final class MisuseException extends RuntimeException {

  /**
   * @param message what is wrong, where, the mend
   */
  public MisuseException(String message) {
    super(message);
  }
}
