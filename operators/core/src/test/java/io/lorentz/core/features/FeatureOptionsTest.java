package io.lorentz.core.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FeatureOptionsTest {

  @Test
  void shouldKeepTheDefaultsOfTheScript() {
    assertThat(FeatureOptions.defaults())
        .isEqualTo(new FeatureOptions(14, 10, 11, 20, 20, 9, 14, 22, 3.0, 4));
  }

  @Test
  void shouldNameWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureOptions(14, 10, 11, 1, 20, 9, 14, 22, 3.0, 4))
        .withMessageStartingWith("cciLength: must be 2 to 1000 bars, was 1;");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureOptions(14, 10, 11, 20, 20, 9, 14, 22, 0.0, 4))
        .withMessageStartingWith("chandelierMultiple: must be more than 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureOptions(14, 10, 11, 20, 20, 9, 14, 22, Double.NaN, 4))
        .withMessageStartingWith("chandelierMultiple");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureOptions(14, 10, 11, 20, 20, 9, 14, 22, 3.0, 0))
        .withMessageStartingWith("labelHorizonBars");
  }
}
