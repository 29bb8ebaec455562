package io.lorentz.command;

/** What the process tells its caller. */
final class ExitCode {

  /** Everything asked for was done. */
  static final int DONE = 0;

  /** The command refused, found a fault, or failed. */
  static final int FAULT = 1;

  /** The command was not used as it can be: arguments, configuration, files. */
  static final int MISUSE = 2;

  private ExitCode() {}
}
