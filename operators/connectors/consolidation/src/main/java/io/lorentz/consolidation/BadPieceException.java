package io.lorentz.consolidation;

/** A file, or what is in it, cannot be read as bars; its message is for the report. */
final class BadPieceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadPieceException(String message) {
    super(message);
  }
}
