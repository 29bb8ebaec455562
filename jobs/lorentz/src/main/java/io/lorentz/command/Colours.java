package io.lorentz.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Which of the two streams may have colours: only a terminal, and only if nobody minds.
 *
 * @param out standard output
 * @param err standard error
 */
record Colours(boolean out, boolean err) {

  /** The option that forbids them. */
  static final String NO_COLOR = "--no-color";

  /** Plain text. */
  static final Colours NONE = new Colours(false, false);

  /**
   * What is allowed.
   *
   * @param environment variables: NO_COLOR (not empty) forbids colours, so does TERM=dumb
   * @param arguments of the command line
   * @param outTerminal whether standard output is a terminal
   * @param errTerminal whether standard error is one
   */
  static Colours of(
      Map<String, String> environment,
      List<String> arguments,
      boolean outTerminal,
      boolean errTerminal) {
    boolean forbidden =
        arguments.contains(NO_COLOR)
            || !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return forbidden ? NONE : new Colours(outTerminal, errTerminal);
  }

  /** Of help and version, which go to standard output. */
  ColorScheme help() {
    return Help.defaultColorScheme(out ? Ansi.ON : Ansi.OFF);
  }

  /** A message about what went wrong, for standard error. */
  String error(String message) {
    // Not by the markup of the library: a message may hold what looks like it.
    return err ? "\u001b[31m" + message + "\u001b[0m" : message;
  }
}
