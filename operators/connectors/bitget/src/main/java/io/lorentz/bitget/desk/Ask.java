package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.Optional;

/** What is asked of the venue. Quantities in base currency, prices in quote currency per unit. */
public sealed interface Ask {

  /** What changes something at the venue. */
  sealed interface Write extends Ask {
    /** The instrument that it is about; empty if it is about the whole account. */
    String instrument();
  }

  /** What only asks, and may be asked again at any time. */
  sealed interface Read extends Ask {}

  /**
   * An order.
   *
   * @param venueId our id of it at the venue, at most 32 characters of {@code [A-Za-z0-9]}
   * @param price of a limit; empty for a market order
   * @param postOnly of a limit: it must rest
   * @param reduceOnly it never opens, grows or flips a position
   * @param stopPrice of an entry: trigger of the stop that is attached to it, so that not even its
   *     first fill is without one
   */
  record Place(
      String instrument,
      String venueId,
      OrderSide side,
      BigDecimal quantity,
      Optional<BigDecimal> price,
      boolean postOnly,
      boolean reduceOnly,
      Optional<BigDecimal> stopPrice)
      implements Write {}

  /** An order is taken back, by our id. */
  record Cancel(String instrument, String venueId) implements Write {}

  /**
   * The one stop of a position, of its whole size whatever that becomes, on the mark price, at
   * market.
   *
   * @param isLong direction of the position
   */
  record PlaceStop(String instrument, String venueId, boolean isLong, BigDecimal trigger)
      implements Write {}

  /** Another trigger for a stop that rests. */
  record MoveStop(String instrument, String orderId, BigDecimal trigger) implements Write {}

  /**
   * A stop is taken back.
   *
   * @param planType as the venue gave it with the stop
   */
  record CancelStop(String instrument, String orderId, String planType) implements Write {}

  /** One signed position per instrument, for the whole account. */
  record OneWayMode() implements Write {
    @Override
    public String instrument() {
      return "";
    }
  }

  /** Margin of its own for each position. */
  record IsolatedMargin(String instrument) implements Write {}

  /** Leverage, 1 or more. */
  record SetLeverage(String instrument, int leverage) implements Write {}

  /** One order, whatever became of it, by our id; answered by {@link Outcome.Orders}. */
  record FindOrder(String instrument, String venueId) implements Read {}

  /** All orders that are open, stops not among them; {@link Outcome.Orders}. The dialect pages. */
  record OpenOrders() implements Read {}

  /**
   * Orders of an instrument that have ended, newest first, back to a time; {@link Outcome.Orders}.
   *
   * @param fromMs ms since 1970 UTC
   */
  record EndedOrders(String instrument, long fromMs) implements Read {}

  /** All stops and targets on positions that rest; {@link Outcome.Stops}. */
  record OpenStops() implements Read {}

  /**
   * Stops of an instrument that have fired or ended, newest first; {@link Outcome.Stops}.
   *
   * @param fromMs ms since 1970 UTC
   */
  record EndedStops(String instrument, long fromMs) implements Read {}

  /**
   * Fills of an instrument, newest first, back to a time; {@link Outcome.Fills}.
   *
   * @param fromMs ms since 1970 UTC
   */
  record FillsSince(String instrument, long fromMs) implements Read {}

  /** All positions that are open; {@link Outcome.Positions}. */
  record OpenPositions() implements Read {}

  /** The money of the account; {@link Outcome.Money}. */
  record Balance() implements Read {}

  /**
   * What was booked otherwise than by fills: funding, transfers; {@link Outcome.Bills}.
   *
   * @param fromMs ms since 1970 UTC
   */
  record BillsSince(long fromMs) implements Read {}

  /** How an instrument is set up: mode, margin, leverage; {@link Outcome.Settings}. */
  record AccountSettings(String instrument) implements Read {}

  /** The venue's clock; {@link Outcome.Time}. */
  record ServerTime() implements Read {}
}
