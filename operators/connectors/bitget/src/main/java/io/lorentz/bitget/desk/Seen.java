package io.lorentz.bitget.desk;

import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the venue shows, by an answer or a push. Quantities in base currency, prices in quote
 * currency per unit, times in ms since 1970 UTC by the venue's clock.
 */
public sealed interface Seen {

  /** Where an order stands. */
  enum OrderState {
    /** It rests, nothing has filled. */
    LIVE,
    /** It rests, a part has filled. */
    PARTIALLY_FILLED,
    /** All of it has filled. */
    FILLED,
    /** It has ended with something left; a part may have filled. */
    CANCELLED;

    /** Whether nothing more will happen to it. */
    public boolean ended() {
      return this == FILLED || this == CANCELLED;
    }
  }

  /**
   * An order.
   *
   * @param orderId the venue's id
   * @param venueId our id of it; empty if it has none
   * @param price of a limit; empty for a market order
   * @param filled how much of it has filled in all, 0 or more
   * @param reason why it was cancelled, in the venue's words; may be empty
   */
  record Order(
      String instrument,
      String orderId,
      String venueId,
      OrderSide side,
      BigDecimal quantity,
      Optional<BigDecimal> price,
      boolean reduceOnly,
      OrderState state,
      BigDecimal filled,
      long createdMs,
      long updatedMs,
      String reason)
      implements Seen {}

  /**
   * A fill.
   *
   * @param fee quote currency, above 0 if it was paid
   * @param feeElsewhere what was paid in another coin, as {@code 0.01BGB}; of the balance in quote
   *     currency nothing was taken for it
   */
  record Fill(
      String instrument,
      String orderId,
      String tradeId,
      OrderSide side,
      BigDecimal price,
      BigDecimal quantity,
      BigDecimal fee,
      Optional<String> feeElsewhere,
      Liquidity liquidity,
      long timeMs)
      implements Seen {}

  /** Where a stop stands. */
  enum StopState {
    /** It rests. */
    LIVE,
    /** It is being carried out, or was. */
    FIRED,
    /** It could not be carried out. */
    FAILED,
    /** It was taken back, by us, by a person or because the position is gone. */
    CANCELLED
  }

  /**
   * A stop on a position; targets on positions come too, by their planType.
   *
   * @param venueId our id of it; empty if it has none, as one that was attached to an order
   * @param planType as the venue names it, e.g. {@code pos_loss}, {@code loss_plan}
   * @param isLoss whether it is a protective stop
   * @param onMarkPrice whether the mark price triggers it
   * @param isLong direction of the position it closes
   * @param executedOrderId the venue's id of the order that it became; empty unless it has fired
   */
  record Stop(
      String instrument,
      String orderId,
      String venueId,
      String planType,
      boolean isLoss,
      boolean onMarkPrice,
      boolean isLong,
      BigDecimal trigger,
      StopState state,
      String executedOrderId,
      long updatedMs)
      implements Seen {}

  /**
   * A position.
   *
   * @param signedQuantity above 0 long, below 0 short
   * @param leverage 1 or more
   * @param isolated whether it has margin of its own
   */
  record Position(
      String instrument,
      BigDecimal signedQuantity,
      BigDecimal averagePrice,
      BigDecimal leverage,
      boolean isolated)
      implements Seen {}

  /**
   * The money of the account, quote currency.
   *
   * @param equity with open profit
   * @param openProfit of the open positions at mark; empty where it is not told
   * @param available what new orders may use
   */
  record Money(BigDecimal equity, Optional<BigDecimal> openProfit, BigDecimal available)
      implements Seen {}

  /**
   * A booking that is no fill.
   *
   * @param kind in the venue's words, e.g. {@code contract_settle_fee}, which is funding
   * @param amount quote currency, above 0 if it was received
   */
  record Bill(String billId, String instrument, String kind, BigDecimal amount, long timeMs)
      implements Seen {}

  /** How an instrument is set up. */
  record Settings(String instrument, boolean oneWay, boolean isolated, BigDecimal leverage)
      implements Seen {}
}
