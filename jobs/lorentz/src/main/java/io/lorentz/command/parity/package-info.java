/**
 * Parity: does a replay of a recorded run decide what the run decided?
 *
 * <p>Takes the rows that a run left in its row topics and those that a replay of its log gives,
 * both with the log record that caused them; gives how many of each kind are equal, and the first
 * that differ. Knows no cluster and no broker. Where venue events come from a remote venue they lie
 * in the log too, so the commands to it are rows that are compared like all others.
 */
package io.lorentz.command.parity;
