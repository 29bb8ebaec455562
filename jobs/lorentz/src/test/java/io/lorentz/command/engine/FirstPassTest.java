package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.report.TestingRows;
import io.lorentz.core.baselines.BaselineOptions.RandomRate;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FirstPassTest {

  private static final long MINUTE_MS = 60_000;
  private static final long T0 = TestingRows.START_MS;
  private static final BigDecimal ONE = new BigDecimal("1.000000000000000000");

  private final FirstPass pass = new FirstPass(2, MINUTE_MS);

  /**
   * Two instruments over 1,000 minutes are 2,000; one position was held for 400 and one for the
   * last 100, which leaves 1,500 minutes: 300 bars of 5m and 100 of 15m.
   */
  @Test
  void theRateIsEntriesPerBarAtWhichNoPositionWasOpen() {
    for (int minute = 1; minute <= 1000; minute++) {
      pass.accept(new RunOutput(TestingRows.equity("main", T0 + minute * MINUTE_MS, "10000")));
    }
    pass.accept(opened("a", 100, 300_000L));
    pass.accept(closed("a", 500));
    pass.accept(opened("b", 600, 900_000L));
    pass.accept(closed("b", 600));
    pass.accept(opened("c", 900, 300_000L));

    assertThat(pass.rates())
        .containsExactly(new RandomRate(300_000L, 2.0 / 300), new RandomRate(900_000L, 1.0 / 100));
  }

  @Test
  void aRunThatNeverEntersHasNoRate() {
    pass.accept(new RunOutput(TestingRows.equity("main", T0 + MINUTE_MS, "10000")));
    assertThat(pass.rates()).isEmpty();
  }

  @Test
  void ratesNeverAddUpToMoreThanCertainty() {
    pass.accept(new RunOutput(TestingRows.equity("main", T0 + MINUTE_MS, "10000")));
    pass.accept(opened("a", 0, 300_000L));
    pass.accept(closed("a", 1));
    pass.accept(opened("b", 0, 900_000L));
    pass.accept(closed("b", 1));
    assertThat(pass.rates()).containsExactly(new RandomRate(300_000L, 1.0));
  }

  private static RunOutput opened(String id, int minute, long tierMs) {
    return new RunOutput(
        TradeOpened.newBuilder()
            .setAccount("main")
            .setEntryId(id)
            .setInstrument("BTCUSDT")
            .setDirection(1)
            .setOpenTimeMs(T0 + minute * MINUTE_MS)
            .setQuantity(ONE)
            .setEntryPrice(ONE)
            .setStopPrice(ONE)
            .setTierMs(tierMs)
            .setLeverage(1)
            .setFee(ONE)
            .build());
  }

  private static RunOutput closed(String id, int minute) {
    return new RunOutput(
        TradeClosed.newBuilder()
            .setAccount("main")
            .setEntryId(id)
            .setExitId(id + "-exit")
            .setCloseTimeMs(T0 + minute * MINUTE_MS)
            .setExitIntent(OrderIntent.EXIT_TIME)
            .setExitPrice(ONE)
            .setFee(ONE)
            .setFunding(ONE)
            .setRealised(ONE)
            .build());
  }
}
