package io.lorentz.schemas.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentSpecTest {

  private static BigDecimal n(String value) {
    return new BigDecimal(value);
  }

  private static InstrumentSpec spec(String tick, String lot) {
    return new InstrumentSpec("X", n(tick), n(lot), n("0"), n("0"), ANY);
  }

  private static final List<LeverageBracket> ANY =
      List.of(new LeverageBracket(n("1000000"), 125, n("0.004")));

  private static InstrumentSpec bracketed(LeverageBracket... brackets) {
    return new InstrumentSpec("X", n("1"), n("1"), n("0"), n("0"), List.of(brackets));
  }

  private static LeverageBracket bracket(String cap, int leverage, String maintenance) {
    return new LeverageBracket(n(cap), leverage, n(maintenance));
  }

  @Test
  void eachPartOfANotionalKeepsTheMarginOfItsOwnBracket() {
    InstrumentSpec btc = InstrumentSpec.defaults().get(0);
    assertThat(btc.maintenanceMargin(n("0"))).isZero();
    assertThat(btc.maintenanceMargin(n("50000"))).isEqualByComparingTo("200");
    // Binance writes 60,000 x 0.5 % - 50.
    assertThat(btc.maintenanceMargin(n("60000"))).isEqualByComparingTo("250");
    // And 700,000 x 0.65 % - 950; 80 million lie beyond the last cap: x 2 % - 131,450.
    assertThat(btc.maintenanceMargin(n("700000"))).isEqualByComparingTo("3600");
    assertThat(btc.maintenanceMargin(n("80000000"))).isEqualByComparingTo("1468550");
  }

  @Test
  void aLeverageBoundsTheNotional() {
    InstrumentSpec btc = InstrumentSpec.defaults().get(0);
    assertThat(btc.notionalCap(125)).isEqualByComparingTo("50000");
    assertThat(btc.notionalCap(76)).isEqualByComparingTo("600000");
    assertThat(btc.notionalCap(1)).isEqualByComparingTo("70000000");
    assertThat(btc.notionalCap(126)).isZero();
  }

  @Test
  void bracketsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(InstrumentSpecTest::bracketed)
        .hasMessage("instruments.X.brackets: must have one or more, was []; add a bracket");
    LeverageBracket low = bracket("100", 20, "0.01");
    for (LeverageBracket high :
        List.of(
            bracket("100", 10, "0.02"), bracket("200", 21, "0.02"), bracket("200", 10, "0.009"))) {
      assertThatThrownBy(() -> bracketed(low, high))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("instruments.X.brackets: a later bracket must have")
          .hasMessageEndingWith("; sort and mend them");
    }
    assertThatThrownBy(() -> bracket("100", 0, "0.01"))
        .hasMessageStartingWith("brackets.maxLeverage: must be 1 to 1000, was 0");
    assertThatThrownBy(() -> bracket("100", 1, "1"))
        .hasMessageStartingWith("brackets.maintenanceFraction: must be below 1");
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
        .extracting(
            InstrumentSpec::name,
            InstrumentSpec::tick,
            InstrumentSpec::lot,
            InstrumentSpec::minQuantity,
            InstrumentSpec::minNotional)
        .containsExactly(
            tuple("BTCUSDT", n("0.1"), n("0.001"), n("0.001"), n("5")),
            tuple("ETHUSDT", n("0.01"), n("0.01"), n("0.01"), n("5")),
            tuple("SOLUSDT", n("0.001"), n("0.1"), n("0.1"), n("5")));
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
