/**
 * The account group: risk, orders, execution and account in one operator, because they share one
 * state and the loop from account to risk must not leave it.
 *
 * <p>Input 1: the market side (bars, levels, signals, progress, funding, day roll). Input 2: the
 * venue side (operator commands, venue events). State: an {@code AccountGroup}, and the inputs
 * whose watermark has not come. No timers: the watermark itself releases what is waiting.
 */
package io.lorentz.flink.group;
