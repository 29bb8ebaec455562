package io.lorentz.bitget.desk;

import io.lorentz.bitget.Answer;
import java.util.List;

/** What became of an {@link Ask}. */
public sealed interface Outcome {

  /** A write was taken; of an order that is not yet a fill, and it may end without one. */
  record Done(String orderId) implements Outcome {}

  /** Orders; none may also mean that one is not visible yet. */
  record Orders(List<Seen.Order> orders) implements Outcome {}

  /** Stops. */
  record Stops(List<Seen.Stop> stops) implements Outcome {}

  /** Fills. */
  record Fills(List<Seen.Fill> fills) implements Outcome {}

  /** All positions that are open. */
  record Positions(List<Seen.Position> positions) implements Outcome {}

  /** Money. */
  record Money(Seen.Money money) implements Outcome {}

  /** Bookings. */
  record Bills(List<Seen.Bill> bills) implements Outcome {}

  /** Settings of an instrument. */
  record Settings(Seen.Settings settings) implements Outcome {}

  /**
   * The venue's clock.
   *
   * @param serverMs ms since 1970 UTC
   */
  record Time(long serverMs) implements Outcome {}

  /**
   * The venue has refused: nothing was changed, unless the remedy of the answer says that it has to
   * be looked up.
   *
   * @param code as the venue gave it; empty if there was none
   * @param message in the venue's words
   */
  record Refused(Answer answer, String code, String message) implements Outcome {}

  /** Whether it arrived or was carried out is not known. */
  record Unclear(String why) implements Outcome {}

  /** It did certainly not leave: no connection could be opened. */
  record NotSent(String why) implements Outcome {}
}
