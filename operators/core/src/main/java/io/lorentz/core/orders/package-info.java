/**
 * Orders: takes an approved entry, levels and marks; gives order commands.
 *
 * <pre>
 *   approved entry ──► TradePlan ──► ENTRY with its STOP attached: both decided at once
 *   levels of tier ──► TradePlan ──► MOVE_STOP, only ever tighter
 *   end of entry   ──► TradePlan ──► a target that rests, if one is wanted
 *   mark, signal   ──► TradePlan ──► one exit at a time, repeated until nothing is open
 *   OrderIds, EntryNumbers           ids as a function of the decision
 * </pre>
 *
 * <p>A trade has one STOP order from its first moment to its last. Trailing moves that order's
 * price; a move is no new order and has no row, the last price stands in the order's outcome.
 * State: {@link io.lorentz.schemas.TradePlanState}, {@link io.lorentz.schemas.EntryNumberState}.
 */
package io.lorentz.core.orders;
