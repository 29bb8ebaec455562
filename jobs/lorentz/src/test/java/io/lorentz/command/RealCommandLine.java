package io.lorentz.command;

import io.lorentz.command.engine.EmbeddedEngine;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The command line as the launcher starts it, in this process, over the real engine. */
final class RealCommandLine {

  private RealCommandLine() {}

  /**
   * What a command left behind besides its files.
   *
   * @param exitCode what the shell sees
   * @param out standard output
   * @param err standard error
   */
  record Result(int exitCode, String out, String err) {}

  /** Runs a verb. */
  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    int exitCode =
        CommandLineFactory.create(new EmbeddedEngine(), surroundings, "the.log").execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
