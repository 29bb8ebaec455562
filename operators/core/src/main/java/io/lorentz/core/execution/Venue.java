package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.VenueEvent;
import java.util.function.Consumer;

/**
 * The port to where orders are executed. A venue takes commands and answers with events: the
 * simulated one at once, by the consumer it is given; a remote one later, through the log.
 *
 * <p>What every venue promises: an order that is submitted is accepted or rejected; an accepted one
 * ends once, by FILLED, CANCELLED, EXPIRED or REJECTED, and says nothing after it; parts that fill
 * before are told by PARTIALLY_FILLED and stay filled whatever the end is; a stop that is attached
 * to an entry comes into force with that entry's first fill, covers what is open, and ends when the
 * entry ends with nothing filled. An order that is taken back may have filled before, and then ends
 * so.
 */
public interface Venue {

  /**
   * Takes a command.
   *
   * @param command what is asked for
   * @param events takes what the venue answers at once; it may give commands in turn
   */
  void handle(OrderCommand command, Consumer<VenueEvent> events);
}
