package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An order that was accepted, and what became of it. */
final class FakeOrder {

  private static final int AVERAGE_DECIMALS = 12;

  private final String orderId;
  private final String shownClientOid;
  private final FakeOrderTerms terms;
  private final long createdMs;
  private final long visibleFromMs;
  private String state = "live";
  private BigDecimal filled = BigDecimal.ZERO;
  private BigDecimal quote = BigDecimal.ZERO;
  private BigDecimal fee = BigDecimal.ZERO;
  private BigDecimal profit = BigDecimal.ZERO;
  private String cancelReason = "";
  private boolean stopAttached;
  private long updatedMs;

  /**
   * @param shownClientOid of the client, or what the venue made up where the client gave none
   * @param visibleFromMs before, no read shows it
   */
  FakeOrder(
      String orderId,
      String shownClientOid,
      FakeOrderTerms terms,
      long createdMs,
      long visibleFromMs) {
    this.orderId = orderId;
    this.shownClientOid = shownClientOid;
    this.terms = terms;
    this.createdMs = createdMs;
    this.updatedMs = createdMs;
    this.visibleFromMs = visibleFromMs;
  }

  void book(FakeFill fill) {
    filled = filled.add(fill.size());
    quote = quote.add(fill.price().multiply(fill.size()));
    fee = fee.add(fill.fee());
    profit = profit.add(fill.profit());
    updatedMs = fill.timeMs();
    state = remaining().signum() == 0 ? "filled" : "partially_filled";
  }

  void cancel(String reason, long nowMs) {
    state = "canceled";
    cancelReason = reason;
    updatedMs = nowMs;
  }

  /** Whether its stop is to be made now; true once. */
  boolean attachStop() {
    boolean first = !stopAttached && terms.stopLoss().isPresent() && !terms.reduceOnly();
    stopAttached = true;
    return first;
  }

  boolean isOpen() {
    return state.equals("live") || state.equals("partially_filled");
  }

  BigDecimal remaining() {
    return terms.size().subtract(filled);
  }

  /** Empty while nothing has filled. */
  String average() {
    return filled.signum() == 0
        ? ""
        : quote
            .divide(filled, AVERAGE_DECIMALS, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString();
  }

  boolean visibleAt(long nowMs) {
    return nowMs >= visibleFromMs;
  }

  String orderId() {
    return orderId;
  }

  String shownClientOid() {
    return shownClientOid;
  }

  FakeOrderTerms terms() {
    return terms;
  }

  String symbol() {
    return terms.symbol();
  }

  long createdMs() {
    return createdMs;
  }

  long updatedMs() {
    return updatedMs;
  }

  String state() {
    return state;
  }

  BigDecimal filled() {
    return filled;
  }

  BigDecimal quote() {
    return quote;
  }

  /** Paid, above 0. */
  BigDecimal fee() {
    return fee;
  }

  BigDecimal profit() {
    return profit;
  }

  String cancelReason() {
    return cancelReason;
  }
}
