/**
 * The account: takes fills, fees, funding and marks; gives balance, equity and what limits are
 * measured from.
 *
 * <pre>
 *   fill, fee, funding ──► AccountLedger   deposits + realised + funding - fees = balance, exact
 *   fill, mark ──────────► Position        one per instrument, entered and closed in one part or many
 *   day roll, mark ──────► AccountBook     equity, equity at the start of the day, peak, drawdown
 * </pre>
 *
 * <p>State: {@link io.lorentz.schemas.AccountBookState}. All amounts are exact; nothing here knows
 * an order or a limit.
 */
package io.lorentz.core.account;
