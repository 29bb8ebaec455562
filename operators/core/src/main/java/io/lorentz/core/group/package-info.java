/**
 * The account group: takes what the market and the operator say, gives the rows of a run. The only
 * room that sees risk, orders, execution and account; it joins them into one loop per account.
 *
 * <pre>
 *   GroupInput ──► AccountGroup ── Market (shared, per instrument): last close, gaps, counters
 *                       │ accounts in order of name
 *                       └► AccountDesk: Venue ─► AccountBook ─► RiskDesk ─► TradePlan ─┐
 *                              ▲                                                      │
 *                              └───────────────────── OrderCommand ◄──────────────────┘
 * </pre>
 *
 * <p>One bar of the shortest timeframe is handled in this order: orders decided at or before its
 * start fill at its open; stops, then margin, are held against it; targets that rest fill;
 * positions are marked at its close, limits are checked, target and holding time ask for exits.
 * Then, as their records come: funding, the trailing stop, signals. State: {@link
 * io.lorentz.schemas.GroupState}.
 *
 * <p>The venue of one account may be remote: its commands are rows, and what it answers, books and
 * finds comes as {@code VenueEvent}, {@code AccountBill} and {@code VenueFinding}. Then the venue
 * fills, expires, holds margin and charges funding, and nothing of that is done here; marks,
 * limits, exits, the trailing stop and signals are.
 */
package io.lorentz.core.group;
