package io.lorentz.core.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.TradeSide;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Minutes are counted from 00:00. A bar reads: length in minutes, close, quality (C, P or S), then
 * {@code !n} where n bars are missing before it and {@code *} where it is corrected.
 */
class BarBuilderTest {

  private static final long MINUTE = 60_000L;
  private static final String SYMBOL = "BTCUSDT";

  private final BarBuilder builder = new BarBuilder(SYMBOL, BarOptions.defaults());
  private final List<Bar> bars = new ArrayList<>();

  @Test
  void theFifthMinuteClosesTheFiveMinutesAtOnceAndTheLongerComesFirst() {
    minutes(1, 15);

    assertThat(given())
        .containsExactly(
            "1 1 C", "1 2 C", "1 3 C", "1 4 C", "5 5 C", "1 5 C", "1 6 C", "1 7 C", "1 8 C",
            "1 9 C", "5 10 C", "1 10 C", "1 11 C", "1 12 C", "1 13 C", "1 14 C", "15 15 C",
            "5 15 C", "1 15 C");
  }

  @Test
  void aLongerBarHasFirstOpenHighestHighLowestLowLastCloseAndAllVolume() {
    bar(1, 10, 12, 9, 11, 1.1);
    bar(2, 11, 15, 10, 14, 2.2);
    bar(3, 14, 14, 8, 9, 3.3);
    bar(4, 9, 10, 9, 10, 0);
    bar(5, 10, 11, 10, 10.5, 4.4);

    Bar five = bars.get(4);
    assertThat(five.getOpen()).isEqualTo(10);
    assertThat(five.getHigh()).isEqualTo(15);
    assertThat(five.getLow()).isEqualTo(8);
    assertThat(five.getClose()).isEqualTo(10.5);
    assertThat(five.getVolume()).isEqualTo(11);
  }

  @Test
  void dataThatBeginWithinAWindowMakeItPartial() {
    minutes(3, 10);

    assertThat(given(5)).containsExactly("5 5 P", "5 10 C");
  }

  @Test
  void beforeTheFirstBarNothingIsMissing() {
    progress(7);
    minutes(8, 8);

    assertThat(given()).containsExactly("1 8 C");
  }

  @Test
  void aGapIsBridgedByProgress() {
    minutes(1, 2);
    progress(3);
    progress(3);
    progress(4);
    minutes(5, 5);

    assertThat(given()).containsExactly("1 1 C", "1 2 C", "1 3 S", "1 4 S", "5 5 P", "1 5 C");
    Bar synthetic = bars.get(2);
    assertThat(synthetic.getOpen()).isEqualTo(bars.get(1).getClose());
    assertThat(synthetic.getHigh()).isEqualTo(bars.get(1).getClose());
    assertThat(synthetic.getLow()).isEqualTo(bars.get(1).getClose());
    assertThat(synthetic.getVolume()).isZero();
  }

  @Test
  void aGapIsBridgedByTheNextBarAsByProgress() {
    minutes(1, 2);
    minutes(5, 5);

    assertThat(given()).containsExactly("1 1 C", "1 2 C", "1 3 S", "1 4 S", "5 5 P", "1 5 C");
  }

  @Test
  void aWindowOfBridgedMinutesOnlyIsSynthetic() {
    minutes(1, 5);
    progress(10);

    assertThat(given(5)).containsExactly("5 5 C", "5 10 S");
    Bar five = bars.get(bars.size() - 2);
    assertThat(five.getOpen()).isEqualTo(105);
    assertThat(five.getClose()).isEqualTo(105);
    assertThat(five.getVolume()).isZero();
  }

  @Test
  void beyondTheBridgeNothingIsGivenUntilABarComesWhichTellsHowManyAreMissing() {
    minutes(1, 2);
    progress(22);
    assertThat(given())
        .containsExactly(
            "1 1 C", "1 2 C", "1 3 S", "1 4 S", "5 5 P", "1 5 S", "1 6 S", "1 7 S", "5 10 S",
            "15 15 P");
    bars.clear();

    minutes(23, 31);

    assertThat(given())
        .containsExactly(
            "1 23 C !15",
            "1 24 C",
            "5 25 P !2",
            "1 25 C",
            "1 26 C",
            "1 27 C",
            "1 28 C",
            "1 29 C",
            "15 30 P !1",
            "5 30 C",
            "1 30 C",
            "1 31 C");
  }

  @Test
  void aGapNotBridgedWithinOneLongWindowIsToldByThatWindow() {
    minutes(1, 1);
    minutes(8, 30);

    assertThat(given(5)).startsWith("5 5 P", "5 10 P !1", "5 15 C");
    assertThat(given(15)).containsExactly("15 15 P !1", "15 30 C");
  }

  @Test
  void aSecondGapNotBridgedIsToldAgain() {
    minutes(1, 1);
    minutes(8, 8);
    minutes(15, 20);

    assertThat(given(1)).contains("1 8 C !1", "1 15 C !1");
    assertThat(given(5)).containsExactly("5 5 P", "5 10 P !1", "5 15 P !1", "5 20 C");
  }

  @Test
  void withoutBridgingOneMissingMinuteIsAGap() {
    BarBuilder strict = new BarBuilder(SYMBOL, new BarOptions(List.of(MINUTE, 5 * MINUTE), 0));
    strict.onBar(bar(1), bars::add);
    strict.onBar(bar(3), bars::add);
    strict.onBar(bar(4), bars::add);
    strict.onBar(bar(5), bars::add);

    assertThat(given()).containsExactly("1 1 C", "1 3 C !1", "1 4 C", "5 5 P !1", "1 5 C");
  }

  @Test
  void afterTheEndOfTheSeriesNothingIsMissing() {
    minutes(1, 2);
    builder.onSeriesEnded(new SeriesEnded("ETHUSDT", 2 * MINUTE));
    progress(3);
    builder.onSeriesEnded(new SeriesEnded(SYMBOL, 2 * MINUTE));
    progress(30);

    assertThat(given()).containsExactly("1 1 C", "1 2 C", "1 3 S");
  }

  @Test
  void aBarAfterTheEndOfTheSeriesBeginsBehindAGap() {
    minutes(1, 2);
    builder.onSeriesEnded(new SeriesEnded(SYMBOL, 2 * MINUTE));
    minutes(14, 15);

    assertThat(given())
        .containsExactly("1 1 C", "1 2 C", "1 14 C !11", "15 15 P !1", "5 15 P !1", "1 15 C");
  }

  @Test
  void aCorrectionOfTheLastBarIsGivenWithTheLongerBarsThatClosedWithIt() {
    minutes(1, 5);
    bars.clear();

    bar(5, 104, 120, 104, 110, 7);
    bar(5, 104, 119, 104, 110, 7);

    assertThat(given()).containsExactly("5 5 C *", "1 5 C *", "5 5 C *", "1 5 C *");
    assertThat(bars.get(2).getHigh()).isEqualTo(119);
    assertThat(bars.get(2).getVolume()).isEqualTo(1 + 1 + 1 + 1 + 7);
    assertThat(builder.corrections()).isEqualTo(2);
  }

  @Test
  void aCorrectionWithinAWindowGoesIntoIt() {
    minutes(1, 4);
    bar(4, 103, 999, 103, 104, 1);
    bar(4, 103, 130, 103, 104, 1);
    minutes(5, 5);

    assertThat(given()).endsWith("1 4 C *", "1 4 C *", "5 5 C", "1 5 C");
    assertThat(bars.get(bars.size() - 2).getHigh()).isEqualTo(130);
  }

  @Test
  void aCorrectionKeepsTheGapBeforeIt() {
    minutes(1, 5);
    minutes(15, 15);
    bars.clear();

    bar(15, 115, 116, 114, 115.5, 3);

    assertThat(given()).containsExactly("15 15 P !1 *", "5 15 P !1 *", "1 15 C !4 *");
  }

  @Test
  void anEqualBarIsADuplicateAndGivesNothing() {
    minutes(1, 2);
    minutes(2, 2);

    assertThat(given()).containsExactly("1 1 C", "1 2 C");
    assertThat(builder.duplicates()).isEqualTo(1);
  }

  @Test
  void anOlderBarAndOneForABridgedMinuteAreCountedOnly() {
    minutes(1, 3);
    minutes(2, 2);
    progress(4);
    minutes(3, 3);
    minutes(4, 4);
    minutes(5, 5);

    assertThat(given()).containsExactly("1 1 C", "1 2 C", "1 3 C", "1 4 S", "5 5 P", "1 5 C");
    assertThat(builder.lateBars()).isEqualTo(3);
  }

  @Test
  void aBarThatIsNotItsOwnIsRefused() {
    assertThatThrownBy(() -> builder.onBar(bar("ETHUSDT", MINUTE, MINUTE), bars::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("instrument must be BTCUSDT, was ETHUSDT");
    assertThatThrownBy(() -> builder.onBar(bar(SYMBOL, 5 * MINUTE, 5 * MINUTE), bars::add))
        .hasMessageContaining("length must be 60000 ms, was 300000");
    assertThatThrownBy(() -> builder.onBar(bar(SYMBOL, MINUTE, MINUTE + 14_789), bars::add))
        .hasMessageContaining("close must be a multiple of 60000 ms, was 74789");
  }

  @Test
  void tradesOfAMinuteBecomeItsBarWhenTheNextMinuteOrProgressComes() {
    trade(10_000, 100, 1);
    trade(59_999, 103, 2);
    trade(60_000, 102, 0.1);
    trade(60_001, 99, 0.2);
    trade(119_999, 101, 0.3);
    progress(2);

    assertThat(given()).containsExactly("1 1 P", "1 2 C");
    Bar second = bars.get(1);
    assertThat(second.getOpen()).isEqualTo(102);
    assertThat(second.getHigh()).isEqualTo(102);
    assertThat(second.getLow()).isEqualTo(99);
    assertThat(second.getClose()).isEqualTo(101);
    assertThat(second.getVolume()).isEqualTo(0.6);
  }

  @Test
  void minutesWithoutATradeAreMissing() {
    trade(0, 100, 1);
    trade(3 * MINUTE, 103, 2);
    trade(59_000, 1, 1);
    progress(5);

    assertThat(given()).containsExactly("1 1 P", "1 2 S", "1 3 S", "1 4 P", "5 5 P", "1 5 S");
    assertThat(builder.lateTrades()).isEqualTo(1);
  }

  @Test
  void aMinuteOfTradesIsWholeOnlyIfProgressHadReachedItsStart() {
    trade(0, 100, 1);
    progress(3);
    trade(3 * MINUTE, 103, 2);
    trade(7 * MINUTE + 40_000, 104, 1);
    progress(8);

    // Between 3 and 7:40 the feed may have been dead at any time, in the last minute too.
    assertThat(given())
        .containsExactly(
            "1 1 P", "1 2 S", "1 3 S", "1 4 C", "5 5 P", "1 5 S", "1 6 S", "1 7 S", "1 8 P");
  }

  @Test
  void barsAndTradesOfOneInstrumentAreNotMixed() {
    trade(0, 100, 1);

    assertThatThrownBy(() -> minutes(1, 1)).hasMessageContaining("feed either trades or bars");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new BarOptions(List.of(), 5)).hasMessageStartingWith("timeframesMs:");
    assertThatThrownBy(() -> new BarOptions(List.of(MINUTE, MINUTE), 5))
        .hasMessageContaining("ascending, was [60000, 60000]; sort it");
    assertThatThrownBy(() -> new BarOptions(List.of(2 * MINUTE, 5 * MINUTE), 5))
        .hasMessageContaining("multiple of the first, was [120000, 300000]; drop 300000");
    assertThatThrownBy(() -> new BarOptions(List.of(MINUTE), -1))
        .hasMessageStartingWith("maxBridgedBars: must be 0 or more, was -1");
  }

  @Test
  void aStateOfOtherShortestBarsIsRefused() {
    minutes(1, 2);

    assertThatThrownBy(
            () -> BarBuilder.restore(new BarOptions(List.of(5 * MINUTE), 5), builder.image()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("timeframesMs: the state holds shortest bars of 60000 ms");
  }

  private void minutes(int first, int last) {
    for (int i = first; i <= last; i++) {
      builder.onBar(bar(i), bars::add);
    }
  }

  private static Bar bar(int minute) {
    return bar(SYMBOL, MINUTE, minute * MINUTE);
  }

  private static Bar bar(String instrument, long lengthMs, long closeMs) {
    double close = 100 + closeMs / 60_000.0;
    return new Bar(
        instrument,
        lengthMs,
        closeMs,
        close - 1,
        close + 0.5,
        close - 1.5,
        close,
        1.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  private void bar(int minute, double open, double high, double low, double close, double volume) {
    builder.onBar(
        new Bar(
            SYMBOL,
            MINUTE,
            minute * MINUTE,
            open,
            high,
            low,
            close,
            volume,
            BarQuality.COMPLETE,
            false,
            0),
        bars::add);
  }

  private void trade(long timeMs, double price, double size) {
    builder.onTrade(new Trade(SYMBOL, timeMs, "", price, size, TradeSide.UNKNOWN), bars::add);
  }

  private void progress(int minute) {
    builder.onHeartbeat(new Heartbeat(minute * MINUTE), bars::add);
  }

  private List<String> given() {
    return bars.stream().map(BarBuilderTest::describe).toList();
  }

  private List<String> given(int minutes) {
    return given().stream().filter(bar -> bar.startsWith(minutes + " ")).toList();
  }

  private static String describe(Bar bar) {
    return bar.getLengthMs() / MINUTE
        + " "
        + bar.getCloseTimeMs() / MINUTE
        + " "
        + bar.getQuality().name().charAt(0)
        + (bar.getMissingBefore() > 0 ? " !" + bar.getMissingBefore() : "")
        + (bar.getCorrected() ? " *" : "");
  }
}
