package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** A contract as this account has it: prices, setup, position, and how long it was unprotected. */
final class FakeInstrument {

  private final FakeContract contract;
  private final FakePosition position = new FakePosition();
  private BigDecimal last = BigDecimal.ZERO;
  private BigDecimal mark = BigDecimal.ZERO;
  private int leverage;
  private boolean crossed;
  private OptionalLong nakedSinceMs = OptionalLong.empty();
  private long longestNakedMs;

  FakeInstrument(FakeContract contract, int leverage, boolean crossed) {
    this.contract = contract;
    this.leverage = leverage;
    this.crossed = crossed;
  }

  void price(BigDecimal newLast, BigDecimal newMark) {
    last = newLast;
    mark = newMark;
  }

  boolean isPriced() {
    return last.signum() > 0;
  }

  /** What a market order of this side gets: the last price, one tick worse. */
  BigDecimal touch(FakeSide side) {
    return last.add(side.signed(contract.tick()));
  }

  /** Notes whether the position stands without a loss stop. */
  void watch(boolean naked, long nowMs) {
    nakedSinceMs.ifPresent(since -> longestNakedMs = Math.max(longestNakedMs, nowMs - since));
    if (!naked) {
      nakedSinceMs = OptionalLong.empty();
    } else if (nakedSinceMs.isEmpty()) {
      nakedSinceMs = OptionalLong.of(nowMs);
    }
  }

  OptionalLong nakedSinceMs() {
    return nakedSinceMs;
  }

  long longestNakedMs() {
    return longestNakedMs;
  }

  void leverage(int newLeverage) {
    leverage = newLeverage;
  }

  void crossed(boolean newCrossed) {
    crossed = newCrossed;
  }

  FakeContract contract() {
    return contract;
  }

  String symbol() {
    return contract.symbol();
  }

  FakePosition position() {
    return position;
  }

  BigDecimal last() {
    return last;
  }

  BigDecimal mark() {
    return mark;
  }

  int leverage() {
    return leverage;
  }

  boolean isCrossed() {
    return crossed;
  }

  String marginMode() {
    return crossed ? "crossed" : "isolated";
  }
}
