package io.lorentz.core.baselines;

import io.lorentz.core.features.AverageTrueRange;
import io.lorentz.core.features.RegisterTape;
import io.lorentz.core.features.Seeding;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Registers;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TimeframeBaselineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The sources of one instrument on one timeframe. Not safe for threads. */
final class TimeframeRules {

  private static final long NEVER = Long.MIN_VALUE;

  /** Names of rules are sources; this one is none. */
  private static final String ATR = "atr14";

  private static final int ATR_LENGTH = 14;
  private static final int MOMENTUM_BARS = 4;

  private final long timeframeMs;
  private final List<String> ruleNames;
  private final List<RandomEntries> coins;
  private final double from;
  private final double to;
  private final Map<String, Rule> rules = new TreeMap<>();
  private AverageTrueRange range = new AverageTrueRange(ATR_LENGTH, Seeding.TRADINGVIEW);
  private final RegisterTape before = new RegisterTape();
  private boolean begun;
  private long closeTimeMs = NEVER;

  /**
   * @param ruleNames sources that are rules
   * @param coins sources that are random
   * @param from start of this timeframe's part of [0, 1) for the random ones
   * @param to its end
   */
  TimeframeRules(
      long timeframeMs, List<String> ruleNames, List<RandomEntries> coins, double from, double to) {
    this.timeframeMs = timeframeMs;
    this.ruleNames = List.copyOf(ruleNames);
    this.coins = List.copyOf(coins);
    this.from = from;
    this.to = to;
    restart();
  }

  private void restart() {
    range = new AverageTrueRange(ATR_LENGTH, Seeding.TRADINGVIEW);
    rules.clear();
    ruleNames.forEach(name -> rules.put(name, rule(name)));
  }

  private static Rule rule(String name) {
    return switch (name) {
      case Baselines.BUY_AND_HOLD -> new HoldingRule();
      case Baselines.MOMENTUM -> new MomentumRule(MOMENTUM_BARS);
      case Baselines.FILTERS -> new FiltersRule();
      case Baselines.TREND -> new TrendRule();
      default -> throw new IllegalArgumentException("baselines: no rule has the name " + name);
    };
  }

  long timeframeMs() {
    return timeframeMs;
  }

  void onBar(Bar bar, long logTimeMs, int partition, Consumer<Signal> out) {
    if (bar.getCorrected()) {
      correct(bar);
      return;
    }
    if (bar.getCloseTimeMs() <= closeTimeMs) {
      throw new IllegalArgumentException(
          "closeTimeMs: a bar of "
              + bar.getInstrument()
              + " must lie after the last one ("
              + closeTimeMs
              + "), was "
              + bar.getCloseTimeMs()
              + "; give bars in the order of the log");
    }
    if (restartsAt(bar)) {
      restart();
    }
    closeTimeMs = bar.getCloseTimeMs();
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      return;
    }
    registers(before.startSaving());
    begun = true;
    next(bar, new Emitter(logTimeMs, partition, out));
  }

  /** A bar of 4h outlives a hole of minutes; the others start anew behind one, as features do. */
  private boolean restartsAt(Bar bar) {
    return timeframeMs == Baselines.TREND_TIMEFRAME_MS
        ? closeTimeMs != NEVER && bar.getCloseTimeMs() - closeTimeMs > timeframeMs
        : bar.getMissingBefore() > 0;
  }

  /** What was said of the bar stays; the rules go on from the corrected one. */
  private void correct(Bar bar) {
    if (bar.getCloseTimeMs() != closeTimeMs || bar.getQuality() == BarQuality.SYNTHETIC || !begun) {
      return;
    }
    registers(before.startLoading());
    next(bar, new Emitter(0, 0, signal -> {}));
  }

  private void next(Bar bar, Emitter out) {
    double atr = range.next(bar.getHigh(), bar.getLow(), bar.getClose());
    boolean complete = bar.getQuality() == BarQuality.COMPLETE;
    for (Map.Entry<String, Rule> rule : rules.entrySet()) {
      int direction = rule.getValue().next(bar);
      boolean holds = rule.getKey().equals(Baselines.BUY_AND_HOLD);
      if (direction != 0 && complete && (holds || !Double.isNaN(atr))) {
        // Its stop is a share of the price, so that nothing but ruin ends it.
        out.emit(rule.getKey(), bar, direction, holds ? bar.getClose() : atr);
      }
    }
    if (!complete || Double.isNaN(atr)) {
      return;
    }
    for (RandomEntries coin : coins) {
      int direction = coin.draw(bar.getCloseTimeMs(), from, to);
      if (direction != 0) {
        out.emit(coin.source(), bar, direction, atr);
      }
    }
  }

  /** Makes the signals of one bar. */
  private record Emitter(long logTimeMs, int partition, Consumer<Signal> out) {

    void emit(String source, Bar bar, int direction, double atr) {
      out.accept(
          new Signal(
              logTimeMs,
              partition,
              bar.getInstrument(),
              bar.getCloseTimeMs(),
              bar.getCloseTimeMs(),
              direction,
              Double.NaN,
              Double.NaN,
              bar.getLengthMs(),
              atr,
              bar.getClose(),
              bar.getQuality(),
              source));
    }
  }

  private void registers(RegisterTape tape) {
    range.registers(tape);
    rules.values().forEach(rule -> rule.registers(tape));
  }

  TimeframeBaselineState image() {
    RegisterTape now = new RegisterTape().startSaving();
    registers(now);
    return new TimeframeBaselineState(
        timeframeMs, closeTimeMs, parts(now), begun ? parts(before) : List.of());
  }

  /** Takes the registers of a tape apart, one record per rule. */
  private List<Registers> parts(RegisterTape tape) {
    List<Registers> parts = new ArrayList<>();
    RegisterTape sizes = new RegisterTape().startSaving();
    range.registers(sizes);
    parts.add(new Registers(ATR, tape.bytes(0, sizes.position())));
    rules.forEach(
        (name, rule) -> {
          int begin = sizes.position();
          rule.registers(sizes);
          parts.add(new Registers(name, tape.bytes(begin, sizes.position())));
        });
    return parts;
  }

  /**
   * Goes on from an image.
   *
   * @throws IllegalArgumentException if it lacks a rule that is asked for: it would start in the
   *     middle of the series, and nobody would see it
   */
  void restore(TimeframeBaselineState image) {
    closeTimeMs = image.getCloseTimeMs();
    begun = !image.getBefore().isEmpty();
    if (begun) {
      onto(before, image.getBefore());
    }
    RegisterTape now = new RegisterTape();
    onto(now, image.getNow());
    registers(now.startLoading());
  }

  private void onto(RegisterTape tape, List<Registers> parts) {
    tape.startSaving();
    append(tape, ATR, parts);
    rules.keySet().forEach(name -> append(tape, name, parts));
  }

  private static void append(RegisterTape tape, String name, List<Registers> parts) {
    for (Registers part : parts) {
      if (part.getName().equals(name)) {
        tape.append(part.getValues());
        return;
      }
    }
    throw new IllegalArgumentException(
        "baselines: the state holds no "
            + name
            + ", was without it; restore with the sources it was saved with");
  }
}
