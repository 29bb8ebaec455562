/**
 * Execution: takes order commands, gives venue events.
 *
 * <pre>
 *   OrderCommand ──► Venue (port) ──► VenueEvent ──► OrderRegister   state machine of each order
 *                      └ SimulatedVenue: fills from the bars that follow
 *                          FillableBars   which bars fill and trigger at all
 *                          OrderValidity  until when an order may fill
 *                          MarketFill     which price a market order gets
 *                          StopTrigger    when and where a stop fires
 *                          SpreadAndSlip  how far a price is worsened
 *                          FeeSchedule    what a fill costs
 * </pre>
 *
 * <p>Each assumption of the simulation is one file. State: {@link
 * io.lorentz.schemas.TrackedOrderState} and {@link io.lorentz.schemas.VenueOrderState}.
 */
package io.lorentz.core.execution;
