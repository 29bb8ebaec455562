package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.Locale;

/** Direction of a trade. */
public enum FakeSide {
  BUY,
  SELL;

  /** As the venue writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Above 0 for a purchase. */
  BigDecimal signed(BigDecimal quantity) {
    return this == BUY ? quantity : quantity.negate();
  }

  FakeSide opposite() {
    return this == BUY ? SELL : BUY;
  }

  /** The side that makes a position of this sign smaller. */
  static FakeSide closing(BigDecimal position) {
    return position.signum() > 0 ? SELL : BUY;
  }
}
