package io.lorentz.core.group;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.LeverageBracket;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plays a table of what the market does and tells what the accounts did, both as text.
 *
 * <p>A line of the table is {@code minute instrument what numbers…}; minute k is the moment at
 * which the bar over (k-1, k] closes. Trading starts at minute 0, before the first line. A
 * heartbeat is sent whenever the minute changes and at the end.
 *
 * <pre>
 *   1 BTC bar 100 101 99 100         open high low close; volume is a million
 *   1 BTC bar 100 101 99 100 50      the same with a volume of 50
 *   2 BTC synthetic 100              bridged minute
 *   3 BTC partial 100 101 99 100     real bar of quality PARTIAL
 *   9 BTC aftergap 5 100 101 99 100  real bar with five unbridged minutes before it
 *   1 BTC corrected 100 101 99 100   correction of the last bar
 *   1 BTC long 5m 1.5                signal at the close, ATR 1.5; poor: not COMPLETE
 *   1 BTC levels 5m 98 104           Chandelier of long and of short
 *   1 BTC funding 0.0001
 *   1 BTC mark 100                   mark price of the venue
 *   1 BTC ended
 *   1 * halt | resume | flatten | day | beat
 * </pre>
 */
final class Scenario {

  static final long START_MS = 1_735_689_600_000L;
  static final long MINUTE_MS = 60_000L;
  private static final double VOLUME = 1e6;

  private final AccountGroup group;
  private final List<RunOutput> rows = new ArrayList<>();
  private final Map<String, Double> closes = new HashMap<>();
  private long minute;

  Scenario(GroupOptions options) {
    group = new AccountGroup(options);
    send(new TradingStart(START_MS));
  }

  /** BTC and ETH at a tick of 0.1 and a lot of 0.1, and one account {@code main}; no costs. */
  static GroupOptions costless() {
    return with(AccountOptions.defaults());
  }

  static GroupOptions with(AccountOptions account) {
    BigDecimal tenth = new BigDecimal("0.1");
    return new GroupOptions(
        MINUTE_MS,
        0,
        List.of(
            new InstrumentSpec("BTC", tenth, tenth, tenth, BigDecimal.ONE, ONE_BRACKET),
            new InstrumentSpec("ETH", tenth, tenth, tenth, BigDecimal.ONE, ONE_BRACKET)),
        List.of(account),
        execution(0, "1"));
  }

  static final List<LeverageBracket> ONE_BRACKET =
      List.of(new LeverageBracket(new BigDecimal("1000000"), 125, new BigDecimal("0.004")));

  /** No costs. */
  static ExecutionOptions execution(long latencyMs, String maxVolumeShare) {
    return new ExecutionOptions(
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        2,
        latencyMs,
        new BigDecimal(maxVolumeShare),
        BigDecimal.ZERO);
  }

  Scenario play(String table) {
    for (String line : table.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      play(line.split(" +"));
    }
    heartbeat();
    return this;
  }

  private void play(String[] words) {
    long at = Long.parseLong(words[0]);
    for (; minute < at; minute++) {
      heartbeat();
    }
    String name = words[1];
    switch (words[2]) {
      case "bar" -> bar(name, words, 3, BarQuality.COMPLETE, false, 0);
      case "partial" -> bar(name, words, 3, BarQuality.PARTIAL, false, 0);
      case "corrected" -> bar(name, words, 3, BarQuality.COMPLETE, true, 0);
      case "aftergap" ->
          bar(name, words, 4, BarQuality.COMPLETE, false, Integer.parseInt(words[3]));
      case "synthetic" -> {
        double p = Double.parseDouble(words[3]);
        send(new Bar(name, MINUTE_MS, now(), p, p, p, p, 0.0, BarQuality.SYNTHETIC, false, 0));
      }
      case "long", "short" -> send(signal(name, words));
      case "levels" ->
          send(
              new Levels(
                  name,
                  timeframe(words[3]),
                  now(),
                  1.0,
                  Double.parseDouble(words[4]),
                  Double.parseDouble(words[5]),
                  BarQuality.COMPLETE));
      case "funding" -> send(new Funding(name, now(), Money.toBorder(new BigDecimal(words[3]))));
      case "mark" -> send(new MarkPrice(name, now(), Double.parseDouble(words[3])));
      case "ended" -> send(new SeriesEnded(name, now()));
      case "start" -> send(new TradingStart(now()));
      case "day" -> send(new DayRoll(now()));
      case "beat" -> heartbeat();
      case "halt" -> send(new OperatorCommand(now(), "", OperatorAction.HALT, ""));
      case "resume" -> send(new OperatorCommand(now(), "", OperatorAction.RESUME, ""));
      case "flatten" -> send(new OperatorCommand(now(), "", OperatorAction.FLATTEN, ""));
      default -> throw new IllegalArgumentException(String.join(" ", words));
    }
  }

  private void bar(
      String name, String[] words, int from, BarQuality quality, boolean corrected, int missing) {
    double close = Double.parseDouble(words[from + 3]);
    closes.put(name, close);
    send(
        new Bar(
            name,
            MINUTE_MS,
            now(),
            Double.parseDouble(words[from]),
            Double.parseDouble(words[from + 1]),
            Double.parseDouble(words[from + 2]),
            close,
            words.length > from + 4 ? Double.parseDouble(words[from + 4]) : VOLUME,
            quality,
            corrected,
            missing));
  }

  private Signal signal(String name, String[] words) {
    return new Signal(
        now(),
        0,
        name,
        now(),
        now(),
        words[2].equals("long") ? 1 : -1,
        0.8,
        0.9,
        timeframe(words[3]),
        Double.parseDouble(words[4]),
        closes.get(name),
        words.length > 5 ? BarQuality.PARTIAL : BarQuality.COMPLETE,
        "main");
  }

  private static long timeframe(String word) {
    return Long.parseLong(word.replace("m", "")) * MINUTE_MS;
  }

  private long now() {
    return START_MS + minute * MINUTE_MS;
  }

  private void heartbeat() {
    send(new Heartbeat(now()));
  }

  private void send(Object payload) {
    group.on(new GroupInput(now(), 0, Stage.MARKET, 0L, "", 0, payload), rows::add);
  }

  AccountGroup group() {
    return group;
  }

  /** The equity points, as {@code minute balance equity}. */
  List<String> equity() {
    List<String> lines = new ArrayList<>();
    for (EquityPoint p : of(EquityPoint.class)) {
      lines.add(
          minute(p.getTimeMs())
              + " "
              + Money.text(p.getBalance())
              + " "
              + Money.text(p.getEquity()));
    }
    return lines;
  }

  <T> List<T> of(Class<T> type) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(type::isInstance)
        .map(type::cast)
        .collect(Collectors.toList());
  }

  /**
   * What the accounts did, one line each, without equity points:
   *
   * <pre>
   *   1 BTC ENTRY BUY 30 stop 98 TIER      decided at minute 1
   *   1 BTC ENTRY filled 100               ended at minute 1
   *   1 BTC opened long 30 at 100
   *   3 BTC closed by STOP at 98 for -60
   * </pre>
   */
  String told() {
    Map<String, OrderDecision> orders = new HashMap<>();
    Map<String, TradeOpened> trades = new HashMap<>();
    StringBuilder told = new StringBuilder();
    for (RunOutput row : rows) {
      if (row.getPayload() instanceof OrderDecision decision) {
        orders.put(decision.getClientId(), decision);
        told.append(line(decision));
      } else if (row.getPayload() instanceof OrderOutcome outcome) {
        told.append(line(orders.get(outcome.getClientId()), outcome));
      } else if (row.getPayload() instanceof TradeOpened opened) {
        trades.put(opened.getEntryId(), opened);
        told.append(line(opened));
      } else if (row.getPayload() instanceof TradeClosed closed) {
        told.append(line(trades.get(closed.getEntryId()), closed));
      }
    }
    return told.toString();
  }

  private static String line(OrderDecision d) {
    String line =
        minute(d.getDecisionTimeMs())
            + " "
            + d.getInstrument()
            + " "
            + d.getIntent()
            + (d.getAttempt() > 0 ? "#" + d.getAttempt() : "")
            + " "
            + d.getSide()
            + " "
            + Money.text(d.getQuantity());
    if (d.getLimitPrice() != null) {
      line += " limit " + Money.text(d.getLimitPrice());
    }
    if (d.getStopPrice() != null) {
      line += " stop " + Money.text(d.getStopPrice());
    }
    return line + (d.getSizeBound() == null ? "" : " " + d.getSizeBound()) + "\n";
  }

  private static final Set<OrderOutcomeKind> WITH_DETAIL =
      Set.of(OrderOutcomeKind.CANCELLED, OrderOutcomeKind.EXPIRED);

  private static String line(OrderDecision d, OrderOutcome o) {
    String line =
        minute(o.getOutcomeTimeMs())
            + " "
            + d.getInstrument()
            + " "
            + d.getIntent()
            + " "
            + o.getOutcome().name().toLowerCase(java.util.Locale.ROOT);
    if (o.getOutcome() == OrderOutcomeKind.FILLED) {
      line += " " + Money.text(o.getPrice());
      if (d.getType() == OrderType.LIMIT) {
        line += " as " + o.getLiquidity().name().toLowerCase(java.util.Locale.ROOT);
      }
    } else if (o.getDenial() != null) {
      line += " " + o.getDenial();
    }
    if (o.getOutcome() != OrderOutcomeKind.FILLED && o.getQuantity().signum() > 0) {
      line += " after " + Money.text(o.getQuantity()) + " at " + Money.text(o.getPrice());
    }
    boolean told = d.getIntent() == OrderIntent.STOP || WITH_DETAIL.contains(o.getOutcome());
    return line + (told && !o.getDetail().isEmpty() ? " " + o.getDetail() : "") + "\n";
  }

  private static String line(TradeOpened t) {
    return minute(t.getOpenTimeMs())
        + " "
        + t.getInstrument()
        + " opened "
        + (t.getDirection() > 0 ? "long " : "short ")
        + Money.text(t.getQuantity())
        + " at "
        + Money.text(t.getEntryPrice())
        + "\n";
  }

  private static String line(TradeOpened opened, TradeClosed t) {
    return minute(t.getCloseTimeMs())
        + " "
        + opened.getInstrument()
        + " closed by "
        + t.getExitIntent()
        + " at "
        + Money.text(t.getExitPrice())
        + " for "
        + Money.text(t.getRealised())
        + "\n";
  }

  private static long minute(long timeMs) {
    return (timeMs - START_MS) / MINUTE_MS;
  }
}
