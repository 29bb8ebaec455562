package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the golden series do not show: trend filters, and short stories told bar by bar. */
class ChartSignalsTest {

  private static final ChartFlags QUIET = flags(true, false, false);
  private static final ChartFlags RISING = flags(true, true, false);
  private static final ChartFlags FALLING = flags(true, false, true);

  private final ChartSignals signals = new ChartSignals();

  private static ChartFlags flags(boolean filtersPass, boolean bullish, boolean bearish) {
    return new ChartFlags(filtersPass, bullish, bearish, false, false, true, true);
  }

  @Test
  void aSignalOnTheFirstBarIsNoChange() {
    ChartSignal first = signals.onBar(8, RISING);
    assertThat(first.signal()).isEqualTo(1);
    assertThat(first.barsHeld()).isEqualTo(1);
    assertThat(first.startLong()).isFalse();
  }

  @Test
  void aVoteThatTheFiltersStopLeavesTheSignal() {
    signals.onBar(8, QUIET);
    assertThat(signals.onBar(-8, flags(false, false, true)).signal()).isEqualTo(1);
    assertThat(signals.onBar(0, QUIET).signal()).isEqualTo(1);
    assertThat(signals.onBar(-1, QUIET).signal()).isEqualTo(-1);
  }

  @Test
  void aTradeThatHoldsFourBarsEndsOnTheFourth() {
    signals.onBar(0, QUIET);
    assertThat(signals.onBar(3, RISING).startLong()).isTrue();
    for (int held = 1; held < 4; held++) {
      assertThat(signals.onBar(3, RISING).endLongStrict()).as("bar %d", held).isFalse();
    }
    assertThat(signals.onBar(3, RISING).endLongStrict()).isTrue();
    assertThat(signals.onBar(3, RISING).endLongStrict()).isFalse();
  }

  @Test
  void aTradeThatFlipsEarlyGetsNoExit() {
    signals.onBar(0, QUIET);
    signals.onBar(3, RISING);
    ChartSignal flip = signals.onBar(-3, FALLING);
    assertThat(flip.earlyFlip()).isTrue();
    assertThat(flip.startShort()).isTrue();
    for (int bar = 0; bar < 3; bar++) {
      assertThat(signals.onBar(-3, FALLING).endLongStrict()).isFalse();
    }
    assertThat(signals.onBar(-3, FALLING).endShortStrict()).isTrue();
  }

  @Test
  void theTrendFilterStopsABuyButNotTheSignal() {
    signals.onBar(0, QUIET);
    ChartSignal stopped =
        signals.onBar(3, new ChartFlags(true, true, false, false, false, false, true));
    assertThat(stopped.signal()).isEqualTo(1);
    assertThat(stopped.newBuy()).isFalse();
    assertThat(stopped.startLong()).isFalse();
  }

  @Test
  void aDynamicExitComesWithTheFirstTurnAfterTheStart() {
    ChartFlags turnsDown = new ChartFlags(true, false, true, false, true, true, true);
    signals.onBar(0, QUIET);
    signals.onBar(0, turnsDown);
    signals.onBar(3, RISING);
    assertThat(signals.onBar(3, turnsDown).endLongDynamic()).isTrue();
    assertThat(signals.onBar(3, turnsDown).endLongDynamic()).isFalse();
  }

  @Test
  void aDynamicExitNeedsATurnAndAStartBeforeIt() {
    ChartFlags turnsDown = new ChartFlags(true, false, true, false, true, true, true);
    signals.onBar(0, QUIET);
    signals.onBar(3, RISING);
    assertThat(signals.onBar(3, turnsDown).endLongDynamic()).isFalse();
  }
}
