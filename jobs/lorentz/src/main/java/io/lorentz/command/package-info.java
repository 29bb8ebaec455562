/**
 * The command line: verbs, their options, exit codes.
 *
 * <p>Takes the arguments of {@code ./lorentz}; gives files, a table on standard output, messages on
 * standard error and an exit code. Keeps nothing between two calls. What runs a replay and what
 * computes feature rows comes in by constructor ({@link io.lorentz.command.Engine}), so that every
 * verb can be tested without a cluster.
 */
package io.lorentz.command;
