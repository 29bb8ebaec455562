package io.lorentz.bitget;

/** An API key cannot be used; the message names the part and never its value. */
public final class CredentialsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  CredentialsException(String message) {
    super(message);
  }
}
