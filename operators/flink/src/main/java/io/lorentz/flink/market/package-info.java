/**
 * Market: spreads the log over the instruments' keys and picks what an account group needs of it.
 *
 * <p>Takes {@code LogRecord}, keeps nothing in state. A heartbeat goes to the key of every
 * instrument that may wait for it.
 */
package io.lorentz.flink.market;
