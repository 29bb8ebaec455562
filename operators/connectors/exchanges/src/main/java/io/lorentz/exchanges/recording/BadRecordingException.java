package io.lorentz.exchanges.recording;

/** A recording that cannot be played; the message names file, line and the mend. */
public final class BadRecordingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong where. */
  public BadRecordingException(String message) {
    super(message);
  }
}
