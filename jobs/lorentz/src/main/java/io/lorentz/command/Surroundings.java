package io.lorentz.command;

import java.io.PrintWriter;

/**
 * What a verb writes to besides its files.
 *
 * @param out results
 * @param err messages and progress
 * @param terminal whether a person watches {@code err}
 * @param processors processors that a job may use
 * @param colours which of the streams may have colours
 */
record Surroundings(
    PrintWriter out, PrintWriter err, boolean terminal, int processors, Colours colours) {

  /** Without colours. */
  Surroundings(PrintWriter out, PrintWriter err, boolean terminal, int processors) {
    this(out, err, terminal, processors, Colours.NONE);
  }

  /** The same with results elsewhere. */
  Surroundings printingTo(PrintWriter other) {
    return new Surroundings(other, err, terminal, processors, colours);
  }
}
