package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/** Writes events of orders into the log. */
final class VenueEvents {

  private static final BigDecimal NOTHING = Money.toBorder(BigDecimal.ZERO);

  private final String account;
  private final Outbox out;

  VenueEvents(String account, Outbox out) {
    this.account = account;
    this.out = out;
  }

  /** What is no fill, now. */
  void tell(OrderCommand order, VenueEventKind kind, String detail) {
    out.write(event(order, kind, out.nowMs(), detail).build());
  }

  /** A stop rests at another price. */
  void moved(OrderCommand stop, BigDecimal trigger) {
    out.write(
        event(stop, VenueEventKind.STOP_MOVED, out.nowMs(), "")
            .setStopPrice(Money.toBorder(trigger))
            .build());
  }

  /**
   * A fill of an order.
   *
   * @param reference what slippage is measured from, quote currency per unit
   */
  void filled(OrderCommand order, boolean last, Seen.Fill fill, BigDecimal reference) {
    VenueEventKind kind = last ? VenueEventKind.FILLED : VenueEventKind.PARTIALLY_FILLED;
    out.write(
        withFill(event(order, kind, fill.timeMs(), ""), fill, fill.quantity(), fill.fee())
            .setReferencePrice(Money.toBorder(reference))
            .build());
  }

  /** A part of a position was closed by no order of the job. */
  void reduced(Seen.Fill fill, BigDecimal quantity, BigDecimal fee, String detail) {
    VenueEvent.Builder event =
        VenueEvent.newBuilder()
            .setKind(VenueEventKind.REDUCED)
            .setAccount(account)
            .setClientId("")
            .setInstrument(fill.instrument())
            .setTimeMs(fill.timeMs())
            .setDetail(detail);
    out.write(
        withFill(event, fill, quantity, fee)
            .setReferencePrice(Money.toBorder(fill.price()))
            .build());
  }

  private static VenueEvent.Builder withFill(
      VenueEvent.Builder event, Seen.Fill fill, BigDecimal quantity, BigDecimal fee) {
    return event
        .setPrice(Money.toBorder(fill.price()))
        .setQuantity(Money.toBorder(quantity))
        .setFee(Money.toBorder(fee))
        .setLiquidity(fill.liquidity())
        .setTradeId(fill.tradeId())
        .setVenueOrderId(fill.orderId());
  }

  private static VenueEvent.Builder event(
      OrderCommand order, VenueEventKind kind, long timeMs, String detail) {
    return VenueEvent.newBuilder()
        .setKind(kind)
        .setAccount(order.getAccount())
        .setClientId(order.getClientId())
        .setInstrument(order.getInstrument())
        // Clocks differ, but nothing happens to an order before it was decided.
        .setTimeMs(Math.max(timeMs, order.getDecisionTimeMs()))
        .setQuantity(NOTHING)
        .setFee(NOTHING)
        .setDetail(detail);
  }
}
