package io.lorentz.exchanges.history;

/** A download that cannot be done; the message names what, where and the mend. */
public final class DownloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public DownloadException(String message) {
    super(message);
  }
}
