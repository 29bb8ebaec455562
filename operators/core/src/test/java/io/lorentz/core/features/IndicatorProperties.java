package io.lorentz.core.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every indicator on every series. */
class IndicatorProperties {

  /** Feeds bar i of a series to an indicator and gives all its values. */
  private interface Feed<I> {
    double[] values(I indicator, Bars bars, int i);
  }

  private record Subject<I extends Indicator>(String name, Supplier<I> fresh, Feed<I> feed) {

    /** Runs one object to the cut and another, used one from its registers on: equal bits. */
    void cut(Bars bars, int cut) {
      I original = fresh.get();
      I restored = fresh.get();
      for (int i = 0; i < cut; i++) {
        feed.values(original, bars, i);
        feed.values(restored, bars, bars.size() - 1 - i);
      }
      RegisterTape tape = new RegisterTape();
      original.registers(tape.startSaving());
      int saved = tape.position();
      restored.registers(tape.startLoading());
      assertThat(tape.position()).as(name).isEqualTo(saved);
      for (int i = cut; i < bars.size(); i++) {
        assertThat(feed.values(restored, bars, i))
            .as(name + " bar " + i)
            .containsExactly(feed.values(original, bars, i));
      }
    }

    void firstValue(Bars bars) {
      I indicator = fresh.get();
      for (int i = 0; i < Math.min(indicator.warmUpBars(), bars.size()); i++) {
        assertThat(feed.values(indicator, bars, i)[0]).as(name + " bar " + i).isNaN();
      }
    }
  }

  private static final List<Subject<?>> SUBJECTS =
      List.of(
          new Subject<>("SMA", () -> new SimpleAverage(7), (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "EMA", () -> ExponentialAverage.ema(9), (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "RMA", () -> ExponentialAverage.rma(9), (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "TR",
              () -> new TrueRange(Seeding.TA_LIB),
              (x, b, i) -> values(x.next(b.high[i], b.low[i], b.close[i]))),
          new Subject<>(
              "ATR",
              () -> new AverageTrueRange(14, Seeding.TRADINGVIEW),
              (x, b, i) -> values(x.next(b.high[i], b.low[i], b.close[i]))),
          new Subject<>(
              "RSI",
              () -> new RelativeStrength(9, Seeding.TRADINGVIEW),
              (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "RSI of TA-Lib",
              () -> new RelativeStrength(9, Seeding.TA_LIB),
              (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "CCI",
              () -> new CommodityChannel(20, Seeding.TRADINGVIEW),
              (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "WaveTrend",
              () -> new WaveTrend(10, 11),
              (x, b, i) -> values(x.next(b.close[i]), x.wt1(), x.wt2())),
          new Subject<>("range", RunningRange::new, (x, b, i) -> values(x.next(b.close[i]))),
          new Subject<>(
              "ADX of the script",
              () -> new LorentzianDirectionalIndex(12),
              (x, b, i) ->
                  values(x.next(b.high[i], b.low[i], b.close[i]), x.plusDi(), x.minusDi(), x.dx())),
          new Subject<>(
              "ADX of TradingView",
              () -> new TradingViewDirectionalIndex(12),
              (x, b, i) ->
                  values(x.next(b.high[i], b.low[i], b.close[i]), x.plusDi(), x.minusDi())),
          new Subject<>(
              "ADX of TA-Lib",
              () -> new TaLibDirectionalIndex(12),
              (x, b, i) ->
                  values(x.next(b.high[i], b.low[i], b.close[i]), x.plusDi(), x.minusDi(), x.dx())),
          new Subject<>(
              "Chandelier of closes",
              () -> new ChandelierExit(22, 3.0, ChandelierExit.Extremes.CLOSES),
              IndicatorProperties::exits),
          new Subject<>(
              "Chandelier of highs and lows",
              () -> new ChandelierExit(10, 1.0, ChandelierExit.Extremes.HIGHS_AND_LOWS),
              IndicatorProperties::exits),
          new Subject<>(
              "plain Chandelier",
              () -> new PlainChandelier(22, 3.0),
              (x, b, i) ->
                  values(x.next(b.high[i], b.low[i], b.close[i]), x.longStop(), x.shortStop())),
          new Subject<>(
              "kernels",
              () -> new KernelFilter(8.0, 8.0, 25, 2.0),
              (x, b, i) ->
                  values(
                      x.next(b.close[i]),
                      x.gaussian(),
                      bit(x.rising()),
                      bit(x.falling()),
                      bit(x.turnedUp()),
                      bit(x.turnedDown()),
                      bit(x.smoothBullish()),
                      bit(x.smoothBearish()))),
          new Subject<>(
              "volatility filter",
              () -> new VolatilityFilter(1, 10),
              (x, b, i) -> {
                boolean passes = x.next(b.high[i], b.low[i], b.close[i]);
                return values(x.historicalRange(), x.recentRange(), bit(passes));
              }),
          new Subject<>(
              "regime filter",
              () -> new RegimeFilter(-0.1),
              (x, b, i) -> {
                boolean passes = x.next(b.open[i], b.high[i], b.low[i], b.close[i]);
                return values(x.meanSlope(), x.slope(), x.line(), bit(passes));
              }),
          new Subject<>(
              "ADX filter",
              () -> new AdxFilter(14, 20.0),
              (x, b, i) -> {
                boolean passes = x.next(b.high[i], b.low[i], b.close[i]);
                return values(x.adx(), bit(passes));
              }),
          new Subject<>(
              "trend filter",
              () -> new TrendFilter(20, 30),
              (x, b, i) -> {
                double ema = x.next(b.close[i]);
                return values(
                    x.sma(),
                    ema,
                    bit(x.aboveEma()),
                    bit(x.belowEma()),
                    bit(x.aboveSma()),
                    bit(x.belowSma()));
              }),
          new Subject<>(
              "closes", () -> new CloseHistory(4), (x, b, i) -> values(x.next(b.close[i]))));

  @Example
  void aWindowThatIsAllButFlatAgreesUpToTheRoundingOfItsSum() {
    double[] flat = new double[40];
    Arrays.fill(flat, 15.86);
    double[] highs = flat.clone();
    highs[0] = 15.87;
    double[] lows = flat.clone();
    lows[1] = 15.85;
    everyColumnAgreesWithItsObviousDefinition(new Bars(flat, highs, lows, flat, flat));
  }

  @Property(tries = 150)
  void everyColumnAgreesWithItsObviousDefinition(@ForAll("walks") Bars bars) {
    double[][] rows = bars.table();
    Map<String, double[]> obvious = ObviousIndicators.of(bars);
    List<IndicatorColumn> columns = new IndicatorTable().columns();
    double[] wave = difference(column(rows, "wt1_10_11"), column(rows, "wt2_10_11"));
    obvious.put("f2", ObviousIndicators.normalised(wave));
    obvious.put("f3", ObviousIndicators.normalised(column(rows, "cci20_close")));
    assertThat(obvious.keySet())
        .containsExactlyInAnyOrderElementsOf(columns.stream().map(IndicatorColumn::name).toList());
    for (int c = 0; c < columns.size(); c++) {
      double[] expected = obvious.get(columns.get(c).name());
      for (int i = 0; i < bars.size(); i++) {
        double tolerance =
            1e-9 * Math.max(1.0, Math.abs(expected[i])) + rounding(columns.get(c).name(), bars, i);
        boolean undefined = Double.isNaN(expected[i]) && Double.isNaN(rows[i][c]);
        if (!undefined && !(Math.abs(rows[i][c] - expected[i]) <= tolerance)) {
          throw new AssertionError(
              columns.get(c).name() + " bar " + i + ": " + rows[i][c] + " not " + expected[i]);
        }
      }
    }
  }

  /**
   * What the order of a sum of n values may change in a CCI: n units in the last place of a price,
   * divided by what the index divides by. That is much where a window is all but flat, and nothing
   * on any market.
   */
  private static double rounding(String column, Bars bars, int i) {
    int length = column.endsWith("cci14") ? 14 : 20;
    if (!column.contains("cci") || i < length - 1) {
      return 0.0;
    }
    boolean closes = column.contains("close");
    double[] window =
        Arrays.copyOfRange(closes ? bars.close : bars.typical(), i - length + 1, i + 1);
    double mean = Arrays.stream(window).average().orElseThrow();
    double deviation = Arrays.stream(window).map(x -> Math.abs(x - mean)).average().orElseThrow();
    return deviation > 1e-12 * mean ? length * Math.ulp(mean) / (0.015 * deviation) : 0.0;
  }

  @Property(tries = 60)
  void anotherObjectWithTheSameRegistersGivesTheSameBits(
      @ForAll("walks") Bars bars, @ForAll @IntRange(min = 0, max = 1000) int perMille) {
    for (Subject<?> subject : SUBJECTS) {
      subject.cut(bars, bars.size() * perMille / 1000);
    }
  }

  @Property(tries = 30)
  void noValueComesBeforeTheDeclaredWarmUp(@ForAll("walks") Bars bars) {
    for (Subject<?> subject : SUBJECTS) {
      subject.firstValue(bars);
    }
  }

  @Property(tries = 60)
  void aLaterStartGivesTheSameBitsOnceTheWindowIsFull(
      @ForAll("walks") Bars bars, @ForAll @IntRange(min = 0, max = 1000) int perMille) {
    int start = (bars.size() - 1) * perMille / 1000;
    double[][] early = bars.table();
    double[][] late = bars.from(start).table();
    List<IndicatorColumn> columns = new IndicatorTable().columns();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().matches(".*(cci|sma|yhat).*|label_fwd4")) {
        for (int i = columns.get(c).warmUpBars(); i < late.length; i++) {
          assertThat(Double.compare(late[i][c], early[start + i][c])).isZero();
        }
      }
    }
  }

  @Provide
  Arbitrary<Bars> walks() {
    return RandomWalks.bars(40);
  }

  private static double[] column(double[][] rows, String name) {
    List<String> names =
        new IndicatorTable().columns().stream().map(IndicatorColumn::name).toList();
    int index = names.indexOf(name);
    return Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double[] exits(ChandelierExit x, Bars b, int i) {
    double stop = x.next(b.high[i], b.low[i], b.close[i]);
    return values(
        stop,
        x.longStop(),
        x.shortStop(),
        x.direction(),
        bit(x.turnedLong()),
        bit(x.turnedShort()));
  }

  private static double[] values(double... values) {
    return values;
  }

  private static double bit(boolean flag) {
    return flag ? 1.0 : 0.0;
  }
}
