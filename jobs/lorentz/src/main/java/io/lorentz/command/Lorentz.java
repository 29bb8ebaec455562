package io.lorentz.command;

import io.lorentz.command.engine.EmbeddedEngine;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The program behind the launcher {@code lorentz}. */
public final class Lorentz {

  /** System property that names the log file; the launcher may set it. */
  private static final String LOG_FILE = "lorentz.log";

  /** System property, {@code true} if standard error is a terminal: only a shell can tell. */
  private static final String TERMINAL = "lorentz.terminal";

  /** The same of standard output. */
  private static final String OUT_TERMINAL = "lorentz.terminal.out";

  private Lorentz() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] args) {
    String logFile = System.getProperty(LOG_FILE);
    if (logFile == null) {
      String name = "lorentz-" + ProcessHandle.current().pid() + ".log";
      logFile = Path.of(System.getProperty("java.io.tmpdir"), name).toString();
      // Before the first logger is made: the logging configuration reads it.
      System.setProperty(LOG_FILE, logFile);
    }
    boolean terminal = Boolean.getBoolean(TERMINAL);
    Surroundings surroundings =
        new Surroundings(
            writer(System.out),
            writer(System.err),
            terminal,
            Runtime.getRuntime().availableProcessors(),
            Colours.of(System.getenv(), List.of(args), Boolean.getBoolean(OUT_TERMINAL), terminal));
    int exitCode =
        CommandLineFactory.create(new EmbeddedEngine(), surroundings, logFile).execute(args);
    surroundings.out().flush();
    surroundings.err().flush();
    System.exit(exitCode);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
