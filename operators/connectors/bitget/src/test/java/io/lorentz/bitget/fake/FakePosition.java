package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** One signed position and its exact cost. */
final class FakePosition {

  private static final int COST_DECIMALS = 18;
  private static final int SHOWN_DECIMALS = 12;

  private BigDecimal size = BigDecimal.ZERO;
  private BigDecimal cost = BigDecimal.ZERO;
  private BigDecimal achieved = BigDecimal.ZERO;
  private long openedMs;
  private long updatedMs;

  /** Books a trade and returns the profit that it realised. */
  BigDecimal trade(FakeSide side, BigDecimal quantity, BigDecimal price, long nowMs) {
    updatedMs = nowMs;
    boolean reduces = size.signum() != 0 && FakeSide.closing(size) == side;
    BigDecimal closed = reduces ? quantity.min(size.abs()) : BigDecimal.ZERO;
    BigDecimal profit = close(closed, price);
    open(side, quantity.subtract(closed), price, nowMs);
    return profit;
  }

  private BigDecimal close(BigDecimal quantity, BigDecimal price) {
    if (quantity.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal part = costOf(quantity);
    BigDecimal value = price.multiply(quantity);
    BigDecimal profit = size.signum() > 0 ? value.subtract(part) : part.subtract(value);
    cost = cost.subtract(part);
    size = size.subtract(FakeSide.closing(size).opposite().signed(quantity));
    achieved = achieved.add(profit);
    return profit;
  }

  /** The last part takes what rounding has left. */
  private BigDecimal costOf(BigDecimal quantity) {
    return quantity.compareTo(size.abs()) == 0
        ? cost
        : cost.multiply(quantity).divide(size.abs(), COST_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private void open(FakeSide side, BigDecimal quantity, BigDecimal price, long nowMs) {
    if (quantity.signum() == 0) {
      return;
    }
    if (size.signum() == 0) {
      openedMs = nowMs;
      achieved = BigDecimal.ZERO;
    }
    size = size.add(side.signed(quantity));
    cost = cost.add(price.multiply(quantity));
  }

  boolean isFlat() {
    return size.signum() == 0;
  }

  /** Above 0 long, below 0 short. */
  BigDecimal size() {
    return size;
  }

  BigDecimal cost() {
    return cost;
  }

  BigDecimal achieved() {
    return achieved;
  }

  BigDecimal openProfit(BigDecimal mark) {
    BigDecimal value = mark.multiply(size.abs());
    return size.signum() >= 0 ? value.subtract(cost) : cost.subtract(value);
  }

  BigDecimal average() {
    return cost.divide(size.abs(), SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
  }

  long openedMs() {
    return openedMs;
  }

  long updatedMs() {
    return updatedMs;
  }
}
