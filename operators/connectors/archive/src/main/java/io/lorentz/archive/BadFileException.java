package io.lorentz.archive;

import java.nio.file.Path;

/**
 * A file that cannot be trusted: missing, unreadable, of an unknown layout, or with a row that
 * cannot be a bar.
 *
 * <p>The message reads {@code file:line: what is wrong, was VALUE; the mend}. Line 0 means the file
 * as a whole and is left out of the message. It is meant for a person and is shown without a stack
 * trace.
 */
public final class BadFileException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;

  /**
   * Names a fault.
   *
   * @param file the file
   * @param line line of the fault, from 1; 0 for the file as a whole
   * @param fault what is wrong, with the value
   * @param mend what to do about it
   */
  public BadFileException(Path file, long line, String fault, String mend) {
    super(place(file, line) + ": " + fault + "; " + mend);
    this.file = file.toString();
    this.line = line;
  }

  private static String place(Path file, long line) {
    return line > 0 ? file + ":" + line : file.toString();
  }

  /** Gives the file as it was named. */
  public String file() {
    return file;
  }

  /** Gives the line, from 1; 0 for the file as a whole. */
  public long line() {
    return line;
  }
}
