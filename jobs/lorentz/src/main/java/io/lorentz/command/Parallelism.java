package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;

/** How many subtasks a person may ask for. */
final class Parallelism {

  private static final int MOST = 128;

  private Parallelism() {}

  /**
   * Checks the argument.
   *
   * @throws MisuseException if it is out of range
   */
  static void require(int parallelism) {
    if (parallelism < 1 || parallelism > MOST) {
      throw new MisuseException(
          "--parallelism " + parallelism + ": must be 1 to " + MOST + "; 1 is always right");
    }
  }
}
