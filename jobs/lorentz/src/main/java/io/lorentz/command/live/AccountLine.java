package io.lorentz.command.live;

/**
 * One thing that was looked at before an account is traded.
 *
 * @param what what it is, e.g. {@code position mode}
 * @param found how it stands
 * @param mend what to do about it; empty if it is as it should be
 */
public record AccountLine(String what, String found, String mend) {

  static AccountLine ok(String what, String found) {
    return new AccountLine(what, found, "");
  }

  static AccountLine problem(String what, String found, String mend) {
    return new AccountLine(what, found, mend);
  }

  /** Whether it keeps from trading. */
  public boolean isProblem() {
    return !mend.isEmpty();
  }

  /** For a person. */
  public String text() {
    return isProblem()
        ? "problem  " + what + ": " + found + "; " + mend
        : "ok       " + what + ": " + found;
  }
}
