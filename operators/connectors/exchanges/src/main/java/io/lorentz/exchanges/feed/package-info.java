/**
 * The feed of one venue: when a bar is closed, what was missed and has to be asked for, when a
 * connection is dead. Clock, network and chance are given, so that all of it can be played.
 *
 * <pre>
 *   frames, answers, time --> VenueFeed --> records, progress
 *                                \--> Network: open, send, ask
 * </pre>
 */
package io.lorentz.exchanges.feed;
