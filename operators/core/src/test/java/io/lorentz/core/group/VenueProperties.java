package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.LeverageBracket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** How the outcome of one and the same decision moves when market, latency or capital do. */
class VenueProperties {

  private static final long MINUTE_MS = 60_000L;
  private static final long START_MS = Scenario.START_MS;
  private static final List<LeverageBracket> NO_BOUND =
      List.of(new LeverageBracket(new BigDecimal("1E15"), 125, new BigDecimal("0.004")));

  /** What a run came to. */
  private record Ending(BigDecimal equity, Optional<TradeClosed> trade) {}

  private static Ending run(GroupOptions options, List<GroupInput> inputs) {
    AccountGroup group = new AccountGroup(options);
    List<EquityPoint> points = new ArrayList<>();
    List<TradeClosed> trades = new ArrayList<>();
    for (GroupInput input : inputs) {
      group.on(
          input,
          row -> {
            if (row.getPayload() instanceof EquityPoint point) {
              points.add(point);
            } else if (row.getPayload() instanceof TradeClosed trade) {
              trades.add(trade);
            }
          });
    }
    return new Ending(points.get(points.size() - 1).getEquity(), trades.stream().findFirst());
  }

  /** One account of 10,000 without loss limits on one instrument of tick 0.01. */
  private static GroupOptions one(ExitOptions exits, long latencyMs, int validityBars) {
    RiskOptions risk =
        new RiskOptions(
            BigDecimal.ONE,
            BigDecimal.ONE,
            false,
            new BigDecimal("0.01"),
            new BigDecimal("2"),
            BigDecimal.ONE,
            3,
            1_000,
            0,
            0,
            BigDecimal.ZERO,
            List.of(new TierOptions(300_000L, 10, BigDecimal.ONE)));
    BigDecimal hundredth = new BigDecimal("0.01");
    return new GroupOptions(
        MINUTE_MS,
        0,
        List.of(
            new InstrumentSpec(
                "BTC", hundredth, hundredth, BigDecimal.ZERO, BigDecimal.ZERO, NO_BOUND)),
        List.of(
            new AccountOptions(
                "main", new BigDecimal("10000"), false, risk, exits, EntryOptions.defaults())),
        new ExecutionOptions(
            new BigDecimal("0.0002"),
            new BigDecimal("0.0006"),
            new BigDecimal("0.5"),
            new BigDecimal("0.5"),
            BigDecimal.TEN,
            validityBars,
            latencyMs,
            BigDecimal.ONE,
            new BigDecimal("0.0125")));
  }

  private static GroupInput input(long minute, Object payload) {
    return new GroupInput(START_MS + minute * MINUTE_MS, 0, Stage.MARKET, 0L, "", 0, payload);
  }

  /** Bars that go on from each other without a gap; the signal comes with the first. */
  private static List<Bar> walk(SplittableRandom random, int bars, double drift) {
    List<Bar> walk = new ArrayList<>();
    double open = 100.0;
    for (int k = 1; k <= bars; k++) {
      double close = cent(open + drift * random.nextDouble() + (random.nextDouble() - 0.5));
      double high = cent(Math.max(open, close) + 0.5 * random.nextDouble());
      double low = cent(Math.min(open, close) - 0.5 * random.nextDouble());
      walk.add(bar(k, open, high, low, close));
      open = close;
    }
    return walk;
  }

  private static double cent(double price) {
    return Math.rint(price * 100.0) / 100.0;
  }

  private static Bar bar(int minute, double open, double high, double low, double close) {
    return new Bar(
        "BTC",
        MINUTE_MS,
        START_MS + minute * MINUTE_MS,
        open,
        high,
        low,
        close,
        5_000.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static List<GroupInput> records(List<Bar> bars, int direction, double atr) {
    List<GroupInput> inputs = new ArrayList<>();
    inputs.add(input(0, new TradingStart(START_MS)));
    for (int k = 0; k < bars.size(); k++) {
      Bar bar = bars.get(k);
      long timeMs = bar.getCloseTimeMs();
      inputs.add(input(k + 1, bar));
      if (k == 0) {
        inputs.add(
            input(
                1,
                new Signal(
                    timeMs,
                    0,
                    "BTC",
                    timeMs,
                    timeMs,
                    direction,
                    0.8,
                    0.9,
                    300_000L,
                    atr,
                    bar.getClose(),
                    BarQuality.COMPLETE,
                    "main")));
      }
      inputs.add(input(k + 1, new Heartbeat(timeMs)));
    }
    return inputs;
  }

  /**
   * A late order may be lucky, so no law says that latency costs on every market. What is true:
   * where the price runs the way of the signal, bar by bar, the same order that comes later enters
   * worse and, held to the same end, is worth no more.
   */
  @Property(tries = 200)
  void latencyNeverHelpsWhereThePriceRunsTheWayOfTheSignal(
      @ForAll long seed,
      @ForAll boolean isLong,
      @ForAll @IntRange(max = 240_000) int latencyMs,
      @ForAll @IntRange(max = 240_000) int more) {
    int sign = isLong ? 1 : -1;
    SplittableRandom random = new SplittableRandom(seed);
    List<Bar> bars = new ArrayList<>();
    double open = 100.0;
    for (int k = 1; k <= 20; k++) {
      double close = cent(open + sign * 0.4 * random.nextDouble());
      bars.add(bar(k, open, Math.max(open, close), Math.min(open, close), close));
      open = close;
    }
    ExitOptions held = new ExitOptions(false, false, 0, BigDecimal.ZERO);
    List<GroupInput> inputs = records(bars, sign, 5.0);
    BigDecimal early = run(one(held, latencyMs, 10), inputs).equity();
    BigDecimal late = run(one(held, latencyMs + more, 10), inputs).equity();
    assertThat(late).isLessThanOrEqualTo(early);
  }

  /**
   * A trade with a stop and a target that rests, on a market without gaps. The bar that closes it
   * gets another open, anywhere: a gap. It closes then too, and never for more.
   */
  @Property(tries = 300)
  void aGapNeverCreatesProfit(
      @ForAll long seed,
      @ForAll boolean isLong,
      @ForAll @DoubleRange(min = 0.7, max = 1.4) double jump) {
    ExitOptions stopAndTarget = new ExitOptions(false, false, 0, BigDecimal.ONE, true);
    int sign = isLong ? 1 : -1;
    List<Bar> bars = walk(new SplittableRandom(seed), 60, 0.0);
    Ending smooth = run(one(stopAndTarget, 0, 2), records(bars, sign, 0.6));
    if (smooth.trade().isEmpty()) {
      return;
    }
    int last = (int) ((smooth.trade().get().getCloseTimeMs() - START_MS) / MINUTE_MS) - 1;
    if (last < 2) {
      // The bar that closes it also opens it: another open would be another entry.
      return;
    }
    Bar closing = bars.get(last);
    double open = cent(closing.getOpen() * jump);
    bars.set(
        last,
        bar(
            last + 1,
            open,
            Math.max(open, closing.getHigh()),
            Math.min(open, closing.getLow()),
            closing.getClose()));
    Ending gapped = run(one(stopAndTarget, 0, 2), records(bars, sign, 0.6));
    assertThat(gapped.trade()).isPresent();
    assertThat(gapped.equity()).isLessThanOrEqualTo(smooth.equity());
  }

  /** Sizes are multiples of a ten-billionth here, and no slip grows with size. */
  @Property(tries = 60)
  void doublingTheCapitalDoublesProfitAndLossWhereLotsDoNotBind(@ForAll long seed) {
    List<GroupInput> inputs = RandomMarket.of(seed);
    double once = profit(seed, 1, inputs);
    assertThat(profit(seed, 2, inputs)).isCloseTo(2.0 * once, within(0.001));
  }

  private static double profit(long seed, int times, List<GroupInput> inputs) {
    GroupOptions drawn = RandomMarket.options(seed);
    List<InstrumentSpec> specs = new ArrayList<>();
    for (InstrumentSpec spec : drawn.instruments()) {
      specs.add(
          new InstrumentSpec(
              spec.name(),
              spec.tick(),
              new BigDecimal("0.0000000001"),
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              NO_BOUND));
    }
    AccountOptions free = drawn.accounts().get(0);
    BigDecimal capital = free.capital().multiply(BigDecimal.valueOf(times));
    ExecutionOptions costs = drawn.execution();
    GroupOptions options =
        new GroupOptions(
            drawn.shortestTimeframeMs(),
            drawn.epoch(),
            specs,
            List.of(
                new AccountOptions(
                    free.name(), capital, false, free.risk(), free.exits(), free.entries())),
            new ExecutionOptions(
                costs.makerFeeFraction(),
                costs.takerFeeFraction(),
                costs.halfSpreadBps(),
                costs.slipBps(),
                BigDecimal.ZERO,
                costs.orderValidityBars(),
                costs.latencyMs(),
                BigDecimal.ONE,
                costs.liquidationFeeFraction()));
    return run(options, inputs).equity().subtract(capital).doubleValue();
  }
}
