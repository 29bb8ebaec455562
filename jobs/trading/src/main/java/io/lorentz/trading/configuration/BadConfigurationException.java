package io.lorentz.trading.configuration;

/**
 * A configuration that cannot be used. The message is for the person who wrote it: where (file:line
 * or the setting), which key, what is wrong, and the mend. There is nothing to see in the stack.
 */
public final class BadConfigurationException extends IllegalArgumentException {

  /**
   * @param message where, which key, what is wrong, the mend
   */
  public BadConfigurationException(String message) {
    super(message);
  }
}
