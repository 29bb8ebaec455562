/**
 * Telegram's bot interface: messages to one chat, and what that chat may ask of a live edge.
 *
 * <p>Takes a token from a file and never gives it out: not in a message, a log or an exception.
 */
package io.lorentz.command.telegram;
