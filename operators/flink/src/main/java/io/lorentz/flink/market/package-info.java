/**
 * Market: spreads the log over the instruments' keys, decides whose bars are taken, and picks what
 * an account group needs of it.
 *
 * <p>The fan-out takes {@code LogRecord} and keeps nothing in state. A heartbeat goes to the key of
 * every instrument that may wait for it, the market clock to those of which a venue owes a bar. The
 * arbiter, keyed by instrument, makes the instrument's bars of the venues'.
 */
package io.lorentz.flink.market;
