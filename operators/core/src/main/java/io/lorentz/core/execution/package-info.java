/**
 * Execution: takes order commands, gives venue events.
 *
 * <pre>
 *   OrderCommand ──► Venue (port) ──► VenueEvent ──► OrderRegister   state machine of each order
 *                      ├ RemoteVenue: numbers commands and gives them out; answers come by the log
 *                      └ SimulatedVenue: fills from the bars that follow
 *                          FillableBars   which bars fill and trigger at all
 *                          Latency        from when an order may fill
 *                          OrderValidity  until when
 *                          MarketFill     which price a market order gets
 *                          LimitFill      when a limit fills, as maker or taker
 *                          StopTrigger    when and where a stop fires
 *                          ReduceOnly     how an exit is cut to what is open
 *                          VolumeShare    how much of a bar's volume may be had
 *                          SpreadAndSlip  how far a price is worsened
 *                          FeeSchedule    what a fill costs
 *                          Liquidation    when and at which price a position is taken over
 *                          FundingPayment what a position pays and receives
 *                        OpenPositions (port): what it asks of the account's book
 * </pre>
 *
 * <p>Each assumption of the simulation is one file. State: {@link
 * io.lorentz.schemas.TrackedOrderState} and {@link io.lorentz.schemas.VenueOrderState}.
 */
package io.lorentz.core.execution;
