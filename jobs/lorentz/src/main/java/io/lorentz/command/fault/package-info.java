/**
 * Ways in which a command ends badly, each with its exit code: a person's mistake (2), or a fault
 * that the command found in its data or in itself (1).
 */
package io.lorentz.command.fault;
