package io.lorentz.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FillAssumptionsTest {

  private static final InstrumentSpec BTC = InstrumentSpec.defaults().get(0);
  private static final ExecutionOptions DEFAULTS = ExecutionOptions.defaults();

  /** Half spread 0.5 bp; slip 0.5 bp × (1 + 10 × share of the volume); away from us to 0.1. */
  @ParameterizedTest
  @CsvSource({
    "BUY,  50000, 1,    1000000, 50005.1", // 1.000005 bp = 5.000025
    "SELL, 50000, 1,    1000000, 49994.9",
    "BUY,  50000, 1,    10,      50007.5", // a tenth of the volume doubles the slip: 1.5 bp
    "SELL, 50000, 1,    10,      49992.5",
    "BUY,  50000, 1,    1,       50030", // all of it: 0.5 + 5.5 bp
    "BUY,  50000, 1,    0.5,     50030", // more than all counts as all
    "BUY,  50000, 1,    0,       50030", // no volume counts as all
    "BUY,  50000.04, 1, 1,       50030.1"
  })
  void aTakerIsWorsenedBySpreadAndSlip(
      OrderSide side, BigDecimal price, BigDecimal quantity, double volume, BigDecimal expected) {
    assertThat(new SpreadAndSlip(DEFAULTS).worsen(BTC, side, price, quantity, volume))
        .isEqualByComparingTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // side, stop, open, high, low, fires at, at the start
    "SELL, 98, 100, 101, 98.1, NaN, false",
    "SELL, 98, 100, 101, 98,   98,  false",
    "SELL, 98, 100, 101, 90,   98,  false",
    "SELL, 98, 98,  101, 90,   98,  true",
    "SELL, 98, 95,  101, 90,   95,  true",
    "BUY,  98, 95,  97.9, 90,  NaN, false",
    "BUY,  98, 95,  98,  90,   98,  false",
    "BUY,  98, 99,  101, 90,   99,  true"
  })
  void aStopFiresAtItsPriceOrAtAnOpenBeyondIt(
      OrderSide side,
      BigDecimal stop,
      double open,
      double high,
      double low,
      double firesAt,
      boolean atStart) {
    Bar bar =
        new Bar(
            "BTCUSDT", 60_000L, 120_000L, open, high, low, low, 1.0, BarQuality.COMPLETE, false, 0);
    Optional<Moment> fired = StopTrigger.fires(side, stop, bar);
    assertThat(fired.map(f -> f.price().doubleValue()))
        .isEqualTo(Double.isNaN(firesAt) ? Optional.empty() : Optional.of(firesAt));
    assertThat(fired.map(Moment::timeMs).orElse(0L))
        .isEqualTo(Double.isNaN(firesAt) ? 0L : atStart ? 60_000L : 120_000L);
  }

  @Test
  void aFeeIsAFractionOfTheNotionalByMakerAndTaker() {
    BigDecimal price = new BigDecimal("50005.1");
    BigDecimal quantity = new BigDecimal("0.003");
    FeeSchedule fees = new FeeSchedule(DEFAULTS);
    assertThat(fees.of(Liquidity.TAKER, price, quantity)).isEqualByComparingTo("0.09000918");
    assertThat(fees.of(Liquidity.MAKER, price, quantity)).isEqualByComparingTo("0.03000306");
  }

  @Test
  void longsPayAPositiveFundingRateToShorts() {
    BigDecimal price = new BigDecimal("50000.1");
    assertThat(FundingPayment.amount(new BigDecimal("0.3"), price, new BigDecimal("0.0001")))
        .isEqualByComparingTo("-1.500003");
    // 150.0003 x 0.000000000000000333 has 22 decimals: booked with 18, half to even.
    assertThat(
            FundingPayment.amount(
                new BigDecimal("-0.003"), price, new BigDecimal("0.000000000000000333")))
        .isEqualByComparingTo("0.000000000000049950");
  }

  @Test
  void theDefaultsAreThoseOfTheSpecification() {
    assertThat(DEFAULTS.makerFeeFraction()).isEqualByComparingTo("0.0002");
    assertThat(DEFAULTS.takerFeeFraction()).isEqualByComparingTo("0.0006");
    assertThat(DEFAULTS.halfSpreadBps()).isEqualByComparingTo("0.5");
    assertThat(DEFAULTS.slipBps()).isEqualByComparingTo("0.5");
    assertThat(DEFAULTS.orderValidityBars()).isEqualTo(2);
    assertThat(DEFAULTS.roundTripCostFraction()).isEqualTo(0.0014, within(1e-15));
  }

  @Test
  void costsThatLeaveNoPriceAreRefused() {
    assertThatThrownBy(
            () ->
                new ExecutionOptions(
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.TEN,
                    BigDecimal.valueOf(1_000),
                    2,
                    0,
                    BigDecimal.ONE,
                    BigDecimal.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lower slipBps or slipGrowth");
    assertThatThrownBy(
            () ->
                new ExecutionOptions(
                    BigDecimal.ZERO,
                    new BigDecimal("-0.1"),
                    BigDecimal.ZERO,
                    BigDecimal.TEN,
                    BigDecimal.ZERO,
                    2,
                    0,
                    BigDecimal.ONE,
                    BigDecimal.ZERO))
        .hasMessage(
            "execution.takerFeeFraction: must be 0 or more, was -0.1; give 0 or a positive number");
  }
}
