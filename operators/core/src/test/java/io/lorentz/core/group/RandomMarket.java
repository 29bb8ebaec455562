package io.lorentz.core.group;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.LeverageBracket;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A market drawn from a seed, in the total order of a log: bars of three instruments with bridged
 * and unbridged gaps, partial bars, corrections, levels, signals, funding, day rolls, commands of
 * an operator, doubts about prices and a series that ends. The same seed gives the same records.
 */
final class RandomMarket {

  static final long START_MS = 1_735_689_600_000L - 100 * 60_000L;
  static final long MINUTE_MS = 60_000L;
  static final int MINUTES = 400;
  private static final int BRIDGED_AT_MOST = 5;
  private static final long[] TIMEFRAMES = {900_000L, 300_000L, 60_000L};

  private final SplittableRandom random;
  private final SplittableRandom doubts;
  private final String[] names;
  private final double[] prices;
  private final double[] steps;
  private final int[] gapLeft;
  private final int[] bridged;
  private final int[] unbridged;
  private final boolean[] ended;
  private final List<GroupInput> inputs = new ArrayList<>();
  private long nowMs;

  private RandomMarket(long seed, List<String> names) {
    this.random = new SplittableRandom(seed);
    this.doubts = new SplittableRandom(seed ^ 0xd0b7);
    this.names = names.toArray(String[]::new);
    this.prices = new double[this.names.length];
    this.steps = new double[this.names.length];
    this.gapLeft = new int[this.names.length];
    this.bridged = new int[this.names.length];
    this.unbridged = new int[this.names.length];
    this.ended = new boolean[this.names.length];
  }

  /** The records over three instruments named BTCUSDT, ETHUSDT and SOLUSDT. */
  static List<GroupInput> of(long seed) {
    return of(seed, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"));
  }

  static List<GroupInput> of(long seed, List<String> names) {
    RandomMarket market = new RandomMarket(seed, names);
    market.draw();
    return market.inputs;
  }

  /**
   * Three accounts with options drawn from the seed: limits on and off, every kind of order, fills
   * in part, latency, and brackets of which some liquidate early.
   */
  static GroupOptions options(long seed, List<String> names) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5eed);
    List<InstrumentSpec> specs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      InstrumentSpec spec = InstrumentSpec.defaults().get(i);
      specs.add(
          new InstrumentSpec(
              names.get(i),
              spec.tick(),
              spec.lot(),
              spec.minQuantity(),
              spec.minNotional(),
              random.nextInt(4) == 0 ? strictBrackets() : spec.brackets()));
    }
    return new GroupOptions(
        MINUTE_MS,
        random.nextInt(3),
        specs,
        List.of(
            account("main", true, random),
            account("free", false, random),
            account("other", random.nextBoolean(), random)),
        execution(random));
  }

  static GroupOptions options(long seed) {
    return options(seed, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"));
  }

  private static ExecutionOptions execution(SplittableRandom random) {
    int validityBars = 1 + random.nextInt(4);
    return new ExecutionOptions(
        new BigDecimal("0.0002"),
        BigDecimal.valueOf(random.nextInt(20), 4),
        BigDecimal.valueOf(random.nextInt(30), 1),
        BigDecimal.valueOf(random.nextInt(30), 1),
        BigDecimal.valueOf(random.nextInt(100)),
        validityBars,
        random.nextInt(3) == 0 ? random.nextInt((validityBars - 1) * 60_000 + 1) : 0,
        SHARES[random.nextInt(SHARES.length)],
        new BigDecimal("0.0125"));
  }

  private static final BigDecimal[] SHARES = {
    BigDecimal.ONE, new BigDecimal("0.5"), new BigDecimal("0.01"), new BigDecimal("0.001")
  };

  /** A position of 5x is taken over after 0.2 %, and nothing may be opened with more than 10x. */
  private static List<LeverageBracket> strictBrackets() {
    return List.of(
        new LeverageBracket(new BigDecimal("2000"), 10, new BigDecimal("0.097")),
        new LeverageBracket(new BigDecimal("500000"), 5, new BigDecimal("0.198")));
  }

  private static final List<EntryStyle> STYLES =
      List.of(EntryStyle.MARKET, EntryStyle.LIMIT, EntryStyle.POST_ONLY);

  private static EntryOptions entries(SplittableRandom random) {
    EntryStyle style = STYLES.get(random.nextInt(3));
    return new EntryOptions(
        style, BigDecimal.valueOf(random.nextInt(40) - 10L), 4 + random.nextInt(5));
  }

  private static AccountOptions account(String name, boolean limits, SplittableRandom random) {
    RiskOptions risk =
        new RiskOptions(
            BigDecimal.valueOf(2 + random.nextInt(30), 3),
            BigDecimal.valueOf(2 + random.nextInt(50), 3),
            random.nextInt(4) > 0,
            BigDecimal.valueOf(1 + random.nextInt(50), 3),
            BigDecimal.valueOf(5 + random.nextInt(40), 1),
            BigDecimal.valueOf(1 + random.nextInt(300), 3),
            1 + random.nextInt(3),
            1 + random.nextInt(6),
            random.nextInt(3) * 120_000L,
            random.nextInt(3) * 300_000L,
            random.nextInt(3) == 0 ? new BigDecimal("0.7") : BigDecimal.ZERO,
            TierOptions.defaults());
    ExitOptions exits =
        new ExitOptions(
            random.nextInt(4) > 0,
            random.nextInt(4) > 0,
            random.nextInt(6),
            BigDecimal.valueOf(random.nextInt(3) * 5L, 1),
            random.nextBoolean());
    int capital =
        random.nextInt(4) == 0 ? 50 + random.nextInt(500) : 2_000 + random.nextInt(100_000);
    return new AccountOptions(
        name, BigDecimal.valueOf(capital), limits, risk, exits, entries(random));
  }

  private void draw() {
    double[] first = {60_000.0, 3_000.0, 150.0};
    for (int i = 0; i < names.length; i++) {
      prices[i] = first[i];
      steps[i] = (0.0005 + 0.003 * random.nextDouble()) * first[i];
    }
    int startAt = random.nextInt(30);
    for (int minute = 0; minute <= MINUTES; minute++) {
      nowMs = START_MS + minute * MINUTE_MS;
      if (minute == startAt) {
        add(new TradingStart(nowMs));
      }
      if (minute > 0) {
        for (int i = 0; i < names.length; i++) {
          minute(i);
        }
      }
      settle();
    }
  }

  private void minute(int i) {
    if (ended[i]) {
      return;
    }
    if (random.nextInt(3_000) == 0) {
      ended[i] = true;
      add(new SeriesEnded(names[i], nowMs - MINUTE_MS));
      return;
    }
    if (gapLeft[i] == 0 && random.nextInt(40) == 0) {
      gapLeft[i] = 1 + random.nextInt(9);
    }
    if (gapLeft[i] > 0) {
      gap(i);
    } else {
      realBar(i);
    }
  }

  private void gap(int i) {
    gapLeft[i]--;
    if (++bridged[i] > BRIDGED_AT_MOST) {
      unbridged[i]++;
      return;
    }
    add(
        new Bar(
            names[i],
            MINUTE_MS,
            nowMs,
            prices[i],
            prices[i],
            prices[i],
            prices[i],
            0.0,
            BarQuality.SYNTHETIC,
            false,
            0));
  }

  private void realBar(int i) {
    if (i == 2 && random.nextInt(3) == 0) {
      add(new MarkPrice(names[i], nowMs, price(i, prices[i] + steps[i] * noise())));
    }
    double jump = random.nextInt(30) == 0 ? 8.0 : 0.3;
    double open = price(i, prices[i] + steps[i] * jump * noise());
    double close = price(i, open + steps[i] * noise());
    double high = price(i, Math.max(open, close) + steps[i] * random.nextDouble());
    double low = price(i, Math.min(open, close) - steps[i] * random.nextDouble());
    double volume = random.nextInt(20) == 0 ? 0.0 : 1.0 + 500.0 * random.nextDouble();
    BarQuality quality = random.nextInt(50) == 0 ? BarQuality.PARTIAL : BarQuality.COMPLETE;
    Bar bar =
        new Bar(
            names[i],
            MINUTE_MS,
            nowMs,
            open,
            high,
            low,
            close,
            volume,
            quality,
            false,
            unbridged[i]);
    unbridged[i] = 0;
    bridged[i] = 0;
    prices[i] = close;
    add(bar);
    if (random.nextInt(60) == 0) {
      add(
          Bar.newBuilder(bar)
              .setClose(price(i, close + steps[i] * noise()))
              .setCorrected(true)
              .build());
    }
    if (i == 1 && random.nextInt(3) > 0) {
      add(new MarkPrice(names[i], nowMs, price(i, close + steps[i] * noise())));
    }
    levelsAndSignals(i, close, quality);
  }

  private void levelsAndSignals(int i, double close, BarQuality quality) {
    for (long timeframe : TIMEFRAMES) {
      if (Math.floorMod(nowMs, timeframe) == 0) {
        double distance = steps[i] * (0.5 + 3.0 * random.nextDouble());
        boolean undefined = random.nextInt(20) == 0;
        add(
            new Levels(
                names[i],
                timeframe,
                nowMs,
                steps[i],
                undefined ? Double.NaN : close - distance,
                undefined ? Double.NaN : close + distance,
                quality));
      }
    }
    int count = random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0;
    for (int k = 0; k < count; k++) {
      add(signal(i, close, quality));
    }
  }

  private Signal signal(int i, double close, BarQuality quality) {
    return new Signal(
        nowMs,
        0,
        names[i],
        nowMs,
        nowMs,
        random.nextBoolean() ? 1 : -1,
        0.8,
        0.9,
        TIMEFRAMES[random.nextInt(3)],
        atr(i),
        close,
        quality,
        "main");
  }

  private double atr(int i) {
    return switch (random.nextInt(40)) {
      case 0 -> Double.NaN;
      case 1 -> 0.0001;
      default -> steps[i] * (0.2 + random.nextDouble());
    };
  }

  /** What comes after the bars of a minute: funding, an operator, progress, the day. */
  private void settle() {
    for (String name : names) {
      if (Math.floorMod(nowMs, 1_800_000L) == 0) {
        BigDecimal rate = BigDecimal.valueOf(random.nextInt(4_001) - 2_000L, 7);
        add(new Funding(name, nowMs, Money.toBorder(rate)));
      }
    }
    if (doubts.nextInt(20) == 0) {
      FeedDecisionKind[] kinds = FeedDecisionKind.values();
      add(
          new FeedDecision(
              doubts.nextInt(3) == 0 ? kinds[doubts.nextInt(3)] : FeedDecisionKind.PRICE_TRUSTED,
              names[doubts.nextInt(names.length)],
              nowMs,
              "bitget",
              "binance",
              "drawn"));
    }
    if (random.nextInt(60) == 0) {
      OperatorAction[] actions = OperatorAction.values();
      OperatorAction action =
          random.nextBoolean() ? OperatorAction.RESUME : actions[random.nextInt(3)];
      String account = random.nextBoolean() ? "" : "main";
      add(new OperatorCommand(nowMs - 7 + random.nextInt(20), account, action, "drawn"));
    }
    add(new Heartbeat(nowMs));
    if (Math.floorMod(nowMs, 86_400_000L) == 0) {
      add(new DayRoll(nowMs));
    }
  }

  private double noise() {
    return 2.0 * random.nextDouble() - 1.0;
  }

  /** A price above 0 with a few decimals, not always on the tick. */
  private double price(int i, double value) {
    double decimals = i == 0 ? 100.0 : 1_000.0;
    return Math.max(Math.rint(value * decimals) / decimals, 0.5);
  }

  private void add(Object payload) {
    inputs.add(new GroupInput(nowMs, 0, Stage.MARKET, 0L, "", inputs.size(), payload));
  }
}
