package io.lorentz.core.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.core.baselines.BaselineOptions.RandomRate;
import io.lorentz.core.features.ChandelierExit;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BaselineState;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each baseline says, held against its definition written out. */
final class BaselineStageTest {

  private static final long START_MS = 1_746_316_800_000L;
  private static final long FIVE_MINUTES = 300_000L;
  private static final long QUARTER = 900_000L;
  private static final long FOUR_HOURS = Baselines.TREND_TIMEFRAME_MS;
  private static final BaselineOptions RATES =
      new BaselineOptions(
          FIVE_MINUTES, List.of(new RandomRate(FIVE_MINUTES, 0.01), new RandomRate(QUARTER, 0.05)));
  private static final List<String> ALL =
      List.of("buy-and-hold", "filters", "momentum-4", "random-000", "random-001", "trend");

  @Test
  void momentumIsTheSignOfTheMoveOfFourBars() {
    List<Bar> bars = bars(FIVE_MINUTES, 400, 1);
    List<Signal> signals = signals(RATES, List.of("momentum-4"), bars);
    List<String> expected = new ArrayList<>();
    // From the 14th bar on: before it the ATR, which sets the stop, is not defined.
    for (int i = 13; i < bars.size(); i++) {
      double move = bars.get(i).getClose() - bars.get(i - 4).getClose();
      if (move != 0) {
        expected.add(bars.get(i).getCloseTimeMs() + " " + (move > 0 ? 1 : -1));
      }
    }
    assertThat(signals).extracting(BaselineStageTest::line).isEqualTo(expected);
    assertThat(signals).allSatisfy(s -> assertThat(s.getTierMs()).isEqualTo(FIVE_MINUTES));
  }

  @Test
  void theTrendIsTheSignOfFiveSigns() {
    List<Bar> bars = bars(FOUR_HOURS, 900, 2);
    List<String> expected = new ArrayList<>();
    ChandelierExit chandelier = new ChandelierExit(22, 3.0, ChandelierExit.Extremes.CLOSES);
    int channel = 0;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double close = bar.getClose();
      chandelier.next(bar.getHigh(), bar.getLow(), close);
      if (i >= 55) {
        List<Bar> before = bars.subList(i - 55, i);
        if (close > before.stream().mapToDouble(Bar::getHigh).max().orElseThrow()) {
          channel = 1;
        } else if (close < before.stream().mapToDouble(Bar::getLow).min().orElseThrow()) {
          channel = -1;
        }
      }
      if (i >= 168 && channel != 0) {
        double sum =
            chandelier.direction()
                + Math.signum(average(bars, i, 20) - average(bars, i, 50))
                + channel
                + Math.signum(close - bars.get(i - 84).getClose())
                + Math.signum(close - bars.get(i - 168).getClose());
        expected.add(bar.getCloseTimeMs() + " " + (int) Math.signum(sum));
      }
    }
    List<Signal> signals = signals(RATES, List.of("trend"), bars);
    assertThat(signals).extracting(BaselineStageTest::line).isEqualTo(expected);
    assertThat(signals).extracting(Signal::getDirection).contains(1, -1);
    assertThat(signals).hasSizeGreaterThan(500);
  }

  /** An EMA as its definition says: the mean of the first n, then from there. */
  private static double average(List<Bar> bars, int last, int length) {
    double average = 0;
    for (int i = 0; i < length; i++) {
      average += bars.get(i).getClose();
    }
    average /= length;
    double alpha = 2.0 / (length + 1);
    for (int i = length; i <= last; i++) {
      average = alpha * bars.get(i).getClose() + (1 - alpha) * average;
    }
    return average;
  }

  @Test
  void randomEntriesComeAtTheirRateOnBothSidesAndNeverOnTwoTimeframesAtOnce() {
    List<Bar> bars = interleaved(40_000);
    List<Signal> signals = signals(RATES, List.of("random-000"), bars);
    long fives = bars.stream().filter(bar -> bar.getLengthMs() == FIVE_MINUTES).count();
    long quarters = bars.size() - fives;

    assertThat(share(signals, FIVE_MINUTES, fives)).isCloseTo(0.01, within(0.0015));
    assertThat(share(signals, QUARTER, quarters)).isCloseTo(0.05, within(0.005));
    double longs = signals.stream().filter(signal -> signal.getDirection() == 1).count();
    assertThat(longs / signals.size()).isCloseTo(0.5, within(0.05));
    assertThat(signals).extracting(Signal::getMarketTimeMs).doesNotHaveDuplicates();
  }

  private static double share(List<Signal> signals, long tierMs, long bars) {
    return (double) signals.stream().filter(s -> s.getTierMs() == tierMs).count() / bars;
  }

  @Test
  void seedsAndInstrumentsShareNothingAndARepeatIsTheSame() {
    List<Bar> bars = interleaved(20_000);
    List<String> seeds = IntStream.range(0, 20).mapToObj(Baselines::random).toList();
    List<List<String>> entries = new ArrayList<>();
    for (String seed : seeds) {
      entries.add(lines(signals(RATES, List.of(seed), bars)));
    }
    for (int a = 0; a < entries.size(); a++) {
      for (int b = 0; b < a; b++) {
        List<String> both = new ArrayList<>(entries.get(a));
        both.retainAll(entries.get(b));
        // Two independent ones agree in time and side on about one entry in a hundred.
        assertThat(both.size()).isLessThan(entries.get(a).size() / 10);
      }
    }
    assertThat(lines(signals(RATES, List.of("random-003"), bars))).isEqualTo(entries.get(3));
    assertThat(lines(signals("ETHUSDT", RATES, List.of("random-003"), bars)))
        .doesNotContainAnyElementsOf(entries.get(3).subList(0, 5));
    assertThat(lines(signals(RATES, seeds, bars))).containsAll(entries.get(7));
  }

  @Test
  void buyAndHoldAsksForALongOncePerHourWithAStopThatIsAShareOfThePrice() {
    List<Bar> bars = bars(FIVE_MINUTES, 30, 3);
    assertThat(signals(RATES, List.of("buy-and-hold"), bars))
        .extracting(BaselineStageTest::line)
        .containsExactly(START_MS + 3_600_000 + " 1", START_MS + 7_200_000 + " 1");
    assertThat(signals(RATES, List.of("buy-and-hold"), bars))
        .allSatisfy(s -> assertThat(s.getAtr14()).isEqualTo(s.getClose()));
  }

  @Test
  void aBarWithAHoleGivesNoSignalAndMovesTheRules() {
    List<Bar> bars = bars(FIVE_MINUTES, 100, 4);
    List<Bar> holed = new ArrayList<>(bars);
    holed.set(50, Bar.newBuilder(bars.get(50)).setQuality(BarQuality.PARTIAL).build());
    List<String> whole = lines(signals(RATES, ALL, bars));
    whole.removeIf(line -> line.startsWith(bars.get(50).getCloseTimeMs() + " "));
    assertThat(lines(signals(RATES, ALL, holed))).isEqualTo(whole);
  }

  @Test
  void behindAGapTheRulesStartAnewButTheTrendOutlivesMinutes() {
    List<Bar> bars = bars(FIVE_MINUTES, 100, 4);
    bars.set(50, Bar.newBuilder(bars.get(50)).setMissingBefore(3).build());
    List<Signal> signals = signals(RATES, List.of("filters", "momentum-4"), bars);
    assertThat(lines(signals.stream().filter(s -> s.getMarketTimeMs() > time(bars, 49)).toList()))
        .isEqualTo(lines(signals(RATES, List.of("filters", "momentum-4"), bars.subList(50, 100))));

    List<Bar> slow = bars(FOUR_HOURS, 300, 5);
    List<String> whole = lines(signals(RATES, List.of("trend"), slow));
    slow.set(200, Bar.newBuilder(slow.get(200)).setMissingBefore(1).build());
    assertThat(lines(signals(RATES, List.of("trend"), slow))).isEqualTo(whole);
    slow.remove(200);
    assertThat(signals(RATES, List.of("trend"), slow))
        .allSatisfy(s -> assertThat(s.getMarketTimeMs()).isLessThan(time(slow, 200)));
  }

  private static long time(List<Bar> bars, int i) {
    return bars.get(i).getCloseTimeMs();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void restoredAtAnyBarsItGoesOnAsIfNothingHadBeen(long seed) throws IOException {
    List<Bar> bars = withCorrections(interleaved(1_000));
    bars.addAll(bars(FOUR_HOURS, 400, seed));
    SplittableRandom random = new SplittableRandom(seed);
    List<Signal> unbroken = new ArrayList<>();
    BaselineStage whole = new BaselineStage("BTCUSDT", RATES, ALL);
    List<Signal> restored = new ArrayList<>();
    BaselineStage broken = new BaselineStage("BTCUSDT", RATES, ALL);
    for (Bar bar : bars) {
      whole.onBar(bar, bar.getCloseTimeMs(), 0, unbroken::add);
      if (random.nextInt(20) == 0) {
        broken = BaselineStage.restore(RATES, ALL, throughBytes(broken.image()));
      }
      broken.onBar(bar, bar.getCloseTimeMs(), 0, restored::add);
    }
    assertThat(restored).isEqualTo(unbroken);
    assertThat(broken.image()).isEqualTo(whole.image());
    assertThat(unbroken).extracting(Signal::getSource).contains("filters", "trend", "random-001");
  }

  @Test
  void aStateWithoutARuleThatIsAskedForIsRefused() {
    BaselineState image = new BaselineStage("BTCUSDT", RATES, List.of("momentum-4")).image();
    assertThatThrownBy(() -> BaselineStage.restore(RATES, List.of("filters"), image))
        .hasMessageContaining("the state holds no filters");
    assertThatThrownBy(() -> BaselineStage.restore(RATES, List.of("trend"), image))
        .hasMessageContaining("the state holds no timeframe of 14400000 ms");
  }

  @Test
  void aCorrectedBarCountsAsIfItHadComeSo() {
    List<Bar> bars = bars(FIVE_MINUTES, 60, 6);
    Bar wrong = Bar.newBuilder(bars.get(40)).setClose(bars.get(40).getClose() * 1.1).build();
    List<Bar> corrected = new ArrayList<>(bars);
    corrected.set(40, wrong);
    corrected.add(41, Bar.newBuilder(bars.get(40)).setCorrected(true).build());
    List<String> expected = lines(signals(RATES, ALL, bars));
    List<String> given = lines(signals(RATES, ALL, corrected));
    String time = bars.get(40).getCloseTimeMs() + " ";
    expected.removeIf(line -> line.startsWith(time));
    given.removeIf(line -> line.startsWith(time));
    assertThat(given).isEqualTo(expected);
  }

  @Test
  void ratesOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> new RandomRate(FIVE_MINUTES, 0))
        .hasMessage(
            "baselines.randomRates.rate: must be above 0 and at most 1, was 0.0; it is a"
                + " probability per closed bar, 0.001 is usual");
    assertThatThrownBy(
            () ->
                new BaselineOptions(
                    FIVE_MINUTES,
                    List.of(new RandomRate(FIVE_MINUTES, 0.6), new RandomRate(QUARTER, 0.6))))
        .hasMessageContaining("must add up to at most 1, was 1.2; lower them");
  }

  private static List<Signal> signals(
      BaselineOptions options, List<String> sources, List<Bar> bars) {
    return signals("BTCUSDT", options, sources, bars);
  }

  private static List<Signal> signals(
      String instrument, BaselineOptions options, List<String> sources, List<Bar> bars) {
    BaselineStage stage = new BaselineStage(instrument, options, sources);
    List<Signal> signals = new ArrayList<>();
    bars.forEach(bar -> stage.onBar(bar, bar.getCloseTimeMs(), 0, signals::add));
    return signals;
  }

  private static List<String> lines(List<Signal> signals) {
    return new ArrayList<>(signals.stream().map(BaselineStageTest::line).toList());
  }

  private static String line(Signal signal) {
    return signal.getMarketTimeMs() + " " + signal.getDirection();
  }

  private static BaselineState throughBytes(BaselineState state) throws IOException {
    WireCodec<BaselineState> codec = WireCodec.of(BaselineState.class);
    return codec.decode(codec.encode(state));
  }

  /** 5m bars, and behind each third, but in front of it, the 15m bar that closes with it. */
  private static List<Bar> interleaved(int count) {
    List<Bar> all = new ArrayList<>();
    for (Bar bar : bars(FIVE_MINUTES, count, 7)) {
      if (bar.getCloseTimeMs() % QUARTER == 0) {
        all.add(Bar.newBuilder(bar).setLengthMs(QUARTER).build());
      }
      all.add(bar);
    }
    return all;
  }

  private static List<Bar> withCorrections(List<Bar> bars) {
    List<Bar> all = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      all.add(bars.get(i));
      if (i % 50 == 17) {
        double close = (bars.get(i).getHigh() + bars.get(i).getLow()) / 2;
        all.add(Bar.newBuilder(bars.get(i)).setClose(close).setCorrected(true).build());
      }
    }
    return all;
  }

  /** A walk whose steps are of whole cents. */
  private static List<Bar> bars(long lengthMs, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Bar> bars = new ArrayList<>();
    double price = 100_000;
    for (int i = 1; i <= count; i++) {
      double open = price;
      price += random.nextInt(-300, 301);
      double high = Math.max(open, price) + random.nextInt(0, 100);
      double low = Math.min(open, price) - random.nextInt(0, 100);
      bars.add(
          new Bar(
              "BTCUSDT",
              lengthMs,
              START_MS + i * lengthMs,
              open,
              high,
              low,
              price,
              1.0,
              BarQuality.COMPLETE,
              false,
              0));
    }
    return bars;
  }
}
