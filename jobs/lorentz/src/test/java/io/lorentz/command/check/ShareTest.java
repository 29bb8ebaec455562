package io.lorentz.command.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ShareTest {

  @Test
  void wilsonsIntervalIsTheOneOfTheTextbook() {
    Share share = share(10, i -> i < 4);

    assertThat(share.value()).isEqualTo(0.4);
    assertThat(share.binomial().low()).isCloseTo(0.1682, within(1e-4));
    assertThat(share.binomial().high()).isCloseTo(0.6873, within(1e-4));
  }

  @Test
  void observationsThatDoNotOverlapHaveTheSameIntervalEitherWay() {
    SplittableRandom random = new SplittableRandom(5);
    Share share = share(20_000, i -> random.nextBoolean());

    double binomial = width(share.binomial());
    assertThat(width(share.bootstrapped())).isBetween(0.85 * binomial, 1.15 * binomial);
  }

  @Test
  void observationsThatOverlapHaveAWiderIntervalThanABinomialOne() {
    SplittableRandom random = new SplittableRandom(5);
    boolean[] last = new boolean[1];
    Share share =
        share(
            20_000,
            i -> {
              last[0] = i % 4 == 0 ? random.nextBoolean() : last[0];
              return last[0];
            });

    // Each counts four times, so the deviation is twice as large.
    assertThat(width(share.bootstrapped()) / width(share.binomial())).isBetween(1.7, 2.3);
  }

  @Test
  void tooLittleHasNoInterval() {
    assertThat(share(0, i -> true).value()).isNaN();
    assertThat(share(0, i -> true).binomial().low()).isNaN();
    assertThat(share(100, i -> true).bootstrapped().low()).isNaN();
  }

  private static double width(Share.Interval interval) {
    return interval.high() - interval.low();
  }

  private static Share share(int count, java.util.function.IntPredicate hit) {
    Share share = new Share();
    for (int i = 0; i < count; i++) {
      share.add(hit.test(i));
    }
    return share;
  }
}
