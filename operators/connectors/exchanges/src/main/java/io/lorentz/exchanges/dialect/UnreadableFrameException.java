package io.lorentz.exchanges.dialect;

/** A frame or an answer that is not what the venue's documentation says. */
public final class UnreadableFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public UnreadableFrameException(String message) {
    super(message);
  }

  /** Says what is wrong with it, and keeps the cause. */
  public UnreadableFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
