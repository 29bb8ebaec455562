/**
 * Market: spreads the log over the instruments' keys and picks what an account group needs of it.
 *
 * <p>Takes {@code LogRecord}, keeps nothing. A heartbeat concerns every instrument, so it goes to
 * every instrument's key.
 */
package io.lorentz.flink.market;
