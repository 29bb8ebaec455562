package io.lorentz.command;

import java.io.PrintWriter;

/**
 * What a verb writes to besides its files.
 *
 * @param out results
 * @param err messages and progress
 * @param terminal whether a person watches {@code err}
 * @param processors processors that a job may use
 */
record Surroundings(PrintWriter out, PrintWriter err, boolean terminal, int processors) {}
