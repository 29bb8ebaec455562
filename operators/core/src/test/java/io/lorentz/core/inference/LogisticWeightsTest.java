package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogisticWeightsTest {

  private static final double RATE = 0.05;
  private static final double L2 = 1e-4;

  @Test
  void shouldSayOneHalfBeforeItLearnedAnything() {
    assertThat(LogisticWeights.untrained().probabilityUp(new double[] {1, 0, 1, 0, 1}))
        .isEqualTo(0.5);
  }

  @Test
  void shouldLearnASeparableProblem() {
    SplittableRandom random = new SplittableRandom(5);
    LogisticWeights weights = LogisticWeights.untrained();
    for (int row = 0; row < 20_000; row++) {
      double[] features = features(random);
      weights = weights.trained(features, label(features), RATE, L2);
    }
    int right = 0;
    for (int row = 0; row < 1_000; row++) {
      double[] features = features(random);
      boolean up = weights.probabilityUp(features) > 0.5;
      right += up == label(features) > 0 ? 1 : 0;
    }
    assertThat(right).isGreaterThan(970);
    assertThat(weights.trainedRows()).isEqualTo(20_000);
    assertThat(weights.weight1()).isPositive();
    assertThat(weights.weight3()).isNegative();
    assertThat(Math.abs(weights.weight2())).isLessThan(weights.weight1() / 5);
  }

  @Test
  void shouldForgetUnderAStrongPenalty() {
    LogisticWeights weights = new LogisticWeights(0, 4, 0, 0, 0, 0, 0);
    double[] centre = {0.5, 0.5, 0.5, 0.5, 0.5};
    for (int row = 0; row < 1_000; row++) {
      weights = weights.trained(centre, row % 2 == 0 ? 1 : -1, RATE, 1);
    }
    assertThat(weights.weight1()).isBetween(0.0, 1e-9);
  }

  @Test
  void shouldStayWithinBoundsFarOut() {
    LogisticWeights weights = new LogisticWeights(0, 1e6, 0, 0, 0, 0, 0);
    assertThat(weights.probabilityUp(new double[] {1, 0, 0, 0, 0})).isEqualTo(1);
    assertThat(weights.probabilityUp(new double[] {0, 0, 0, 0, 0})).isZero();
  }

  private static double[] features(SplittableRandom random) {
    double[] features = new double[FeatureRing.FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextDouble();
    }
    return features;
  }

  /** Up if f1 is greater than f3. */
  private static int label(double[] features) {
    return features[0] > features[2] ? 1 : -1;
  }
}
