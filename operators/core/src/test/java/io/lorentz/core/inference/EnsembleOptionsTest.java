package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EnsembleOptionsTest {

  @Test
  void shouldHaveTheDefaultsThatItsDocumentationNames() {
    assertThat(EnsembleOptions.defaults())
        .isEqualTo(new EnsembleOptions(0.6, 0.3, 0.1, 0, 8, 2_000, 4, 64, 0.05, 0.0001, 200));
  }

  @Test
  void shouldSayWhichValueIsWrongAndHowToMendIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsembleOptions(-0.1, 0.3, 0.1, 0, 8, 2_000, 4, 64, 0.05, 0, 200))
        .withMessage(
            "lorentzianWeight: must lie between 0 and 1, was -0.1; give a value within these"
                + " bounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsembleOptions(0.6, 0.3, 0.1, 0, 9, 8, 4, 64, 0.05, 0, 200))
        .withMessageStartingWith("neighbours: must lie between 1 and 8, was 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsembleOptions(0.6, 0.3, 0.1, 0, 8, 2_000, 4, 64, 0, 0, 200))
        .withMessageStartingWith("logisticLearningRate: must be greater than 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new EnsembleOptions(Double.NaN, 0.3, 0.1, 0, 8, 2_000, 4, 64, 0.05, 0, 200))
        .withMessageStartingWith("lorentzianWeight");
  }

  @Test
  void shouldRefuseWeightsThatAddUpToNothingOrToMoreThanOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsembleOptions(0, 0, 0, 0, 8, 2_000, 4, 64, 0.05, 0, 200))
        .withMessageStartingWith("weights: their sum must be greater than 0 and at most 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsembleOptions(1, 0.1, 0, 0, 8, 2_000, 4, 64, 0.05, 0, 200))
        .withMessageStartingWith("weights: their sum");
  }
}
