package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.VenueEvent;
import java.util.function.Consumer;

/**
 * A venue whose answers come later, through the log. It numbers each command and gives it out to be
 * written down: that record is the durable intent that somebody else executes. Not safe for
 * threads.
 */
public final class RemoteVenue implements Venue {

  private final int epoch;
  private final Consumer<OrderCommand> commands;
  private long number;

  /**
   * Opens the venue.
   *
   * @param epoch epoch of the run
   * @param number number of the last command that was given out in that epoch; 0 before the first
   * @param commands takes each command, stamped with epoch and number
   */
  public RemoteVenue(int epoch, long number, Consumer<OrderCommand> commands) {
    this.epoch = epoch;
    this.number = number;
    this.commands = commands;
  }

  /** Gives out a stamped copy of the command; answers nothing. */
  @Override
  public void handle(OrderCommand command, Consumer<VenueEvent> events) {
    number++;
    commands.accept(OrderCommand.newBuilder(command).setEpoch(epoch).setNumber(number).build());
  }

  /** Number of the last command that was given out in this epoch; 0 before the first. */
  public long number() {
    return number;
  }
}
