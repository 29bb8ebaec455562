/**
 * Checks against self-deception: does anything known before a moment depend on what comes after it,
 * how long does anything depend on where history began, and what is the published classifier.
 *
 * <p>Takes a system that turns a log into rows ({@link io.lorentz.command.check.CheckedSystem}) and
 * logs that are cut off, changed or begun later; gives what differs. Knows neither a stage nor a
 * cluster, so a test can plant a lie in the system and run the very check that a person runs.
 */
package io.lorentz.command.check;
