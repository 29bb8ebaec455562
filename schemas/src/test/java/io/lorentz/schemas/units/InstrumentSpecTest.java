package io.lorentz.schemas.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class InstrumentSpecTest {

  private static BigDecimal n(String value) {
    return new BigDecimal(value);
  }

  private static InstrumentSpec spec(String tick, String lot) {
    return new InstrumentSpec("X", n(tick), n(lot), n("0"), n("0"));
  }

  @Test
  void pricesGoOntoTheTickAndQuantitiesDownOntoTheLot() {
    InstrumentSpec spec = spec("0.25", "10");
    assertThat(spec.priceOnTick(n("1.26"), RoundingMode.CEILING)).isEqualByComparingTo("1.5");
    assertThat(spec.priceOnTick(n("1.26"), RoundingMode.FLOOR)).isEqualByComparingTo("1.25");
    assertThat(spec.priceOnTick(n("1.25"), RoundingMode.CEILING)).isEqualByComparingTo("1.25");
    assertThat(spec.markOnTick(1.375)).isEqualByComparingTo("1.5");
    assertThat(spec.markOnTick(0.1 + 0.2)).isEqualByComparingTo("0.25");
    assertThat(spec.quantityOnLot(n("29.99"))).isEqualByComparingTo("20");
    assertThat(spec.quantityOnLot(n("9.99"))).isZero();
  }

  @Test
  void stepsThatCannotBeMultipliedExactlyAreRefused() {
    assertThat(spec("0.000000001", "0.000000001").tick().scale()).isEqualTo(9);
    assertThatThrownBy(() -> spec("0.0000000001", "0.000000001"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use coarser steps");
    assertThatThrownBy(() -> spec("0", "1"))
        .hasMessage("instruments.X.tick: must be greater than 0, was 0; give a positive number");
  }

  @Test
  void theShippedInstrumentsHaveBitgetsSteps() {
    assertThat(InstrumentSpec.defaults())
        .containsExactly(
            new InstrumentSpec("BTCUSDT", n("0.1"), n("0.001"), n("0.001"), n("5")),
            new InstrumentSpec("ETHUSDT", n("0.01"), n("0.01"), n("0.01"), n("5")),
            new InstrumentSpec("SOLUSDT", n("0.001"), n("0.1"), n("0.1"), n("5")));
  }

  @Test
  void amountsHaveEighteenDecimalsAtTheBorderAndAreRoundedOnlyWhereTheyAreBooked() {
    assertThat(Money.toBorder(n("1.5")).scale()).isEqualTo(18);
    assertThat(Money.fromBorder(n("1.500000000000000000"))).isEqualTo(n("1.5"));
    assertThat(Money.booked(n("0.0000000000000000005"))).isZero();
    assertThat(Money.booked(n("0.0000000000000000015"))).isEqualByComparingTo("2E-18");
    assertThat(Money.text(n("1000.00"))).isEqualTo("1000");
    assertThatThrownBy(() -> Money.toBorder(n("1E-19"))).isInstanceOf(ArithmeticException.class);
  }
}
