package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/**
 * How an account is found.
 *
 * @param balance quote currency
 * @param hedgeMode two positions per symbol, which nobody here trades in
 * @param crossed one margin for all positions
 * @param leverage of every symbol, 1 or more
 */
public record FakeStart(BigDecimal balance, boolean hedgeMode, boolean crossed, int leverage) {

  /** One-way, isolated, leverage 5. */
  public static FakeStart ready(String balance) {
    return new FakeStart(new BigDecimal(balance), false, false, 5);
  }

  /** As accounts are when they are new, or after a person has used them. */
  public static FakeStart found(String balance, SplittableRandom random) {
    return new FakeStart(
        new BigDecimal(balance),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? 20 : 5);
  }
}
