package io.lorentz.models;

import java.nio.file.Path;

/** A model cannot be used as it lies there; the message names the file, the fault and the mend. */
public final class BadModelException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  BadModelException(Path file, String fault, String mend) {
    super(file + ": " + fault + "; " + mend);
  }
}
