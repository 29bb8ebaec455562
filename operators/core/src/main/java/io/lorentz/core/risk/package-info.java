/**
 * Risk: takes what an entry would be and how the account stands; gives {@code Approved} with size
 * and stop, or {@code Denied} with a reason and the numbers that led to it.
 *
 * <pre>
 *   signal + account ──► RiskDesk.judge ──► Verdict: Approved | Denied
 *                          │  limits, rate, cooldown, pause, positions
 *                          └► Sizing: risk, tier, position limit, bracket; the smallest binds
 *   equity at mark   ──► RiskDesk.observe ──► limits reached now
 * </pre>
 *
 * <p>State: {@link io.lorentz.schemas.RiskState}. Exposure is held when an entry is approved and
 * released when it fills, is cancelled, rejected or expires. What {@code limits: false} switches
 * off in an account are the day loss and the drawdown limit; everything else stays.
 */
package io.lorentz.core.risk;
