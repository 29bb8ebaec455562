package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.VenueEvent;
import java.util.function.Consumer;

/**
 * The port to where orders are executed. A venue takes commands and answers with events: the
 * simulated one at once, by the consumer it is given; a remote one later, through the log.
 *
 * <p>What every venue promises: an order that is submitted is accepted or rejected; an accepted one
 * ends once, by FILLED, CANCELLED, EXPIRED or REJECTED, and says nothing after it; a stop that is
 * attached to an entry comes into force with that entry's fill and ends when the entry ends
 * unfilled.
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
