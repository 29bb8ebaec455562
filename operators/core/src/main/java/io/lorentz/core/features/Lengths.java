package io.lorentz.core.features;

/** Checks the lengths that indicators are made with. */
final class Lengths {

  private Lengths() {}

  /**
   * Gives the length back.
   *
   * @throws IllegalArgumentException if it is less than the least
   */
  static int atLeast(int least, int length, String name) {
    if (length < least) {
      throw new IllegalArgumentException(
          name + ": must be at least " + least + ", was " + length + "; give a longer one");
    }
    return length;
  }
}
