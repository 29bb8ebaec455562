package io.lorentz.core.risk;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.HoldState;
import io.lorentz.schemas.RiskState;
import io.lorentz.schemas.StopTimeState;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The risk room of one account: judges entries, keeps limits, and holds the exposure of entries
 * that are not filled yet. Instruments are addressed by their number in the list given at the
 * start. Not safe for threads.
 *
 * <p>Reasons are looked for in a fixed order, and the first that holds is given: HALTED,
 * DRAWDOWN_LIMIT, DAY_LOSS_LIMIT, UNRECONCILED, SERIES_ENDED, BAR_NOT_COMPLETE, PRICE_DOUBTED,
 * GAP_PAUSE, STOP_COOLDOWN, POSITION_OPEN, ORDER_PENDING, TOO_MANY_POSITIONS, ORDER_RATE,
 * ATR_UNDEFINED, STOP_IMPOSSIBLE, COST_TOO_HIGH, INSUFFICIENT_MARGIN (no equity, or a leverage the
 * venue does not allow), BELOW_MINIMUM, INSUFFICIENT_MARGIN. (BEFORE_TRADING_START is not among
 * them: before it an account does not see signals.)
 */
public final class RiskDesk implements Imaged<RiskState> {

  private static final long NEVER = Long.MIN_VALUE;

  /** Name under which entries of all instruments are blocked. */
  private static final String WHOLE_ACCOUNT = "";

  private final RiskOptions options;
  private final boolean accountLimits;
  private final List<InstrumentSpec> instruments;
  private final OrderRate rate;
  private final String[] heldFor;
  private final BigDecimal[] heldMargin;
  private final long[] stopTimesMs;
  private final SortedSet<String> blocked = new TreeSet<>();
  private int holds;
  private boolean halted;
  private boolean dayLossReached;
  private boolean drawdownReached;

  /**
   * Opens the desk.
   *
   * @param options limits and sizes
   * @param accountLimits whether the day loss and the drawdown limit are on
   * @param instruments instruments by name
   */
  public RiskDesk(RiskOptions options, boolean accountLimits, List<InstrumentSpec> instruments) {
    this.options = options;
    this.accountLimits = accountLimits;
    this.instruments = instruments;
    this.rate = new OrderRate(options.maxOrdersPerMinute());
    this.heldFor = new String[instruments.size()];
    this.heldMargin = new BigDecimal[instruments.size()];
    this.stopTimesMs = new long[instruments.size()];
    Arrays.fill(stopTimesMs, NEVER);
  }

  /**
   * Goes on from an image. Stop times of instruments that are not listed any more are dropped, and
   * so are reached limits where the account has none any more.
   */
  public static RiskDesk restore(
      RiskOptions options,
      boolean accountLimits,
      List<InstrumentSpec> instruments,
      RiskState image) {
    RiskDesk desk = new RiskDesk(options, accountLimits, instruments);
    desk.halted = image.getHalted();
    desk.dayLossReached = accountLimits && image.getDayLossReached();
    desk.drawdownReached = accountLimits && image.getDrawdownReached();
    desk.rate.restore(image.getOrderTimesMs());
    desk.blocked.addAll(image.getBlocked());
    for (HoldState hold : image.getHolds()) {
      desk.hold(
          desk.number(hold.getInstrument()),
          hold.getClientId(),
          Money.fromBorder(hold.getMargin()));
    }
    for (StopTimeState stop : image.getStops()) {
      for (int i = 0; i < instruments.size(); i++) {
        if (instruments.get(i).name().equals(stop.getInstrument())) {
          desk.stopTimesMs[i] = stop.getTimeMs();
        }
      }
    }
    return desk;
  }

  private int number(String name) {
    for (int i = 0; i < instruments.size(); i++) {
      if (instruments.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "instruments: an entry of "
            + name
            + " is working in the state, was not configured; add its specification");
  }

  @Override
  public RiskState image() {
    List<HoldState> holdImages = new ArrayList<>();
    List<StopTimeState> stopImages = new ArrayList<>();
    for (int i = 0; i < instruments.size(); i++) {
      String name = instruments.get(i).name();
      if (heldFor[i] != null) {
        holdImages.add(new HoldState(name, heldFor[i], Money.toBorder(heldMargin[i])));
      }
      if (stopTimesMs[i] != NEVER) {
        stopImages.add(new StopTimeState(name, stopTimesMs[i]));
      }
    }
    return RiskState.newBuilder()
        .setHalted(halted)
        .setDayLossReached(dayLossReached)
        .setDrawdownReached(drawdownReached)
        .setOrderTimesMs(rate.oldestFirst())
        .setHolds(holdImages)
        .setStops(stopImages)
        .setBlocked(List.copyOf(blocked))
        .build();
  }

  /** Judges an entry. Changes nothing: an approval has to be held by {@link #hold}. */
  public Verdict judge(EntryQuestion question) {
    Optional<Verdict> stopped = stopped(question);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    Optional<Verdict> crowded = crowded(question);
    return crowded.isPresent() ? crowded.get() : sized(question);
  }

  private Optional<Verdict> stopped(EntryQuestion question) {
    if (halted) {
      return denied(DenialReason.HALTED, "");
    }
    if (drawdownReached) {
      return denied(DenialReason.DRAWDOWN_LIMIT, "limit=" + Money.text(options.drawdownFraction()));
    }
    if (dayLossReached) {
      return denied(DenialReason.DAY_LOSS_LIMIT, "limit=" + Money.text(options.dayLossFraction()));
    }
    if (blocked.contains(WHOLE_ACCOUNT)) {
      return denied(DenialReason.UNRECONCILED, "blocked=all");
    }
    if (blocked.contains(question.spec().name())) {
      return denied(DenialReason.UNRECONCILED, "blocked=" + question.spec().name());
    }
    return untradable(question);
  }

  private Optional<Verdict> untradable(EntryQuestion question) {
    if (question.seriesEnded()) {
      return denied(DenialReason.SERIES_ENDED, "");
    }
    if (question.quality() != BarQuality.COMPLETE) {
      return denied(DenialReason.BAR_NOT_COMPLETE, "quality=" + question.quality());
    }
    if (question.priceDoubted()) {
      return denied(DenialReason.PRICE_DOUBTED, "");
    }
    return paused(question);
  }

  private Optional<Verdict> paused(EntryQuestion question) {
    long gapEndMs = question.gapEndMs();
    if (gapEndMs != NEVER && question.timeMs() < gapEndMs + options.gapPauseMs()) {
      return denied(DenialReason.GAP_PAUSE, "until=" + (gapEndMs + options.gapPauseMs()));
    }
    long stopMs = stopTimesMs[question.instrument()];
    if (stopMs != NEVER && question.timeMs() < stopMs + options.cooldownAfterStopMs()) {
      return denied(
          DenialReason.STOP_COOLDOWN, "until=" + (stopMs + options.cooldownAfterStopMs()));
    }
    return Optional.empty();
  }

  private Optional<Verdict> crowded(EntryQuestion question) {
    if (question.positionOpen()) {
      return denied(DenialReason.POSITION_OPEN, "");
    }
    if (heldFor[question.instrument()] != null) {
      return denied(DenialReason.ORDER_PENDING, "pending=" + heldFor[question.instrument()]);
    }
    if (question.unended().isPresent()) {
      return denied(DenialReason.ORDER_PENDING, "pending=" + question.unended().get());
    }
    if (question.openPositions() + holds >= options.maxPositions()) {
      return denied(
          DenialReason.TOO_MANY_POSITIONS,
          "open=" + question.openPositions() + " pending=" + holds);
    }
    if (rate.exhausted(question.timeMs())) {
      return denied(DenialReason.ORDER_RATE, "perMinute=" + options.maxOrdersPerMinute());
    }
    return Optional.empty();
  }

  private static Optional<Verdict> denied(DenialReason reason, String numbers) {
    return Optional.of(new Verdict.Denied(reason, numbers));
  }

  private Verdict sized(EntryQuestion question) {
    if (!(question.atr() > 0.0) || question.atr() == Double.POSITIVE_INFINITY) {
      return new Verdict.Denied(DenialReason.ATR_UNDEFINED, "atr=" + question.atr());
    }
    BigDecimal stop = stopPrice(question);
    BigDecimal distance = stop.subtract(question.price()).abs();
    boolean protects = (question.direction() > 0) == (stop.compareTo(question.price()) < 0);
    if (!protects || distance.signum() == 0 || stop.signum() <= 0) {
      return new Verdict.Denied(
          DenialReason.STOP_IMPOSSIBLE,
          "price=" + Money.text(question.price()) + " stop=" + Money.text(stop));
    }
    double costR = cost(question) / distance.doubleValue();
    if (options.maxCostR().signum() > 0 && costR > options.maxCostR().doubleValue()) {
      return new Verdict.Denied(
          DenialReason.COST_TOO_HIGH,
          "costR="
              + costR
              + " max="
              + Money.text(options.maxCostR())
              + " stopDistance="
              + Money.text(distance));
    }
    if (question.equity().signum() <= 0) {
      return new Verdict.Denied(
          DenialReason.INSUFFICIENT_MARGIN, "equity=" + Money.text(question.equity()));
    }
    TierOptions tier = options.tier(question.tierMs());
    if (question.spec().notionalCap(tier.leverage()).signum() == 0) {
      return new Verdict.Denied(
          DenialReason.INSUFFICIENT_MARGIN,
          "leverage="
              + tier.leverage()
              + " venueAllows="
              + question.spec().brackets().get(0).maxLeverage());
    }
    Sizing sizing =
        Sizing.of(options, tier, question.spec(), question.equity(), distance, question.price());
    return afforded(question, tier, sizing, stop, distance);
  }

  /** The first stop, on the tick toward the entry: a trade never risks more than was sized. */
  private BigDecimal stopPrice(EntryQuestion question) {
    BigDecimal distance = BigDecimal.valueOf(question.atr()).multiply(options.stopAtrMultiple());
    return question.direction() > 0
        ? question.spec().priceOnTick(question.price().subtract(distance), RoundingMode.CEILING)
        : question.spec().priceOnTick(question.price().add(distance), RoundingMode.FLOOR);
  }

  private Verdict afforded(
      EntryQuestion question,
      TierOptions tier,
      Sizing sizing,
      BigDecimal stop,
      BigDecimal distance) {
    BigDecimal notional = sizing.quantity().multiply(question.price());
    if (sizing.quantity().signum() == 0
        || sizing.quantity().compareTo(question.spec().minQuantity()) < 0
        || notional.compareTo(question.spec().minNotional()) < 0) {
      return new Verdict.Denied(
          DenialReason.BELOW_MINIMUM,
          "quantity="
              + Money.text(sizing.quantity())
              + " notional="
              + Money.text(notional)
              + " bound="
              + sizing.bound(),
          sizing.quantity());
    }
    BigDecimal margin =
        notional.divide(BigDecimal.valueOf(tier.leverage()), Money.SCALE, RoundingMode.UP);
    BigDecimal taken = question.usedMargin().add(heldMargin());
    if (taken.add(margin).compareTo(question.equity()) > 0) {
      return new Verdict.Denied(
          DenialReason.INSUFFICIENT_MARGIN,
          "margin="
              + Money.text(margin)
              + " taken="
              + Money.text(taken)
              + " equity="
              + Money.text(question.equity()),
          sizing.quantity());
    }
    return new Verdict.Approved(
        sizing.quantity(),
        stop,
        distance,
        tier.leverage(),
        margin,
        sizing.bound(),
        distance.doubleValue() / cost(question));
  }

  /** What a round trip costs per unit, quote currency. */
  private static double cost(EntryQuestion question) {
    return question.price().doubleValue() * question.roundTripCostFraction();
  }

  private BigDecimal heldMargin() {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal margin : heldMargin) {
      if (margin != null) {
        sum = sum.add(margin);
      }
    }
    return sum;
  }

  /**
   * Holds the exposure of an approved entry until {@link #release}.
   *
   * @throws IllegalStateException if an entry of the instrument is held already
   */
  public void hold(int instrument, String clientId, BigDecimal margin) {
    if (heldFor[instrument] != null) {
      throw new IllegalStateException(
          "risk: exposure of "
              + instruments.get(instrument).name()
              + " is held already for "
              + heldFor[instrument]);
    }
    heldFor[instrument] = clientId;
    heldMargin[instrument] = margin;
    holds++;
  }

  /**
   * Releases a part of the exposure of an entry that filled in part.
   *
   * @param margin margin that the position has taken over, quote currency
   * @throws IllegalStateException if none is held for it
   */
  public void releasePart(int instrument, String clientId, BigDecimal margin) {
    requireHeld(instrument, clientId);
    heldMargin[instrument] = heldMargin[instrument].subtract(margin).max(BigDecimal.ZERO);
  }

  /**
   * Releases the exposure of an entry that filled or ended.
   *
   * @throws IllegalStateException if none is held for it: it must be released once, not twice
   */
  public void release(int instrument, String clientId) {
    requireHeld(instrument, clientId);
    heldFor[instrument] = null;
    heldMargin[instrument] = null;
    holds--;
  }

  private void requireHeld(int instrument, String clientId) {
    if (!clientId.equals(heldFor[instrument])) {
      throw new IllegalStateException(
          "risk: no exposure of "
              + instruments.get(instrument).name()
              + " is held for "
              + clientId);
    }
  }

  /** Counts an order that goes out, for the order rate. */
  public void countOrder(long timeMs) {
    rate.add(timeMs);
  }

  /** Notes that the protective stop of an instrument filled, for its cooldown. */
  public void stopFilled(int instrument, long timeMs) {
    stopTimesMs[instrument] = timeMs;
  }

  /**
   * Holds the equity of now against the account limits. A limit is reached when the loss is at
   * least its fraction; it then stays until its end.
   *
   * @return whether a limit was reached that was not reached before
   */
  public boolean observe(BigDecimal equity, BigDecimal dayStartEquity, BigDecimal peakEquity) {
    if (!accountLimits) {
      return false;
    }
    boolean newDayLoss =
        !dayLossReached && fallen(equity, dayStartEquity, options.dayLossFraction());
    boolean newDrawdown =
        !drawdownReached && fallen(equity, peakEquity, options.drawdownFraction());
    dayLossReached |= newDayLoss;
    drawdownReached |= newDrawdown;
    return newDayLoss || newDrawdown;
  }

  private static boolean fallen(BigDecimal equity, BigDecimal level, BigDecimal fraction) {
    return level.subtract(equity).compareTo(level.multiply(fraction)) >= 0;
  }

  /** A new day: the day loss limit ends. */
  public void dayRolled() {
    dayLossReached = false;
  }

  /**
   * Notes whether reconciliation blocks entries.
   *
   * @param instrument name; empty for all
   */
  public void block(String instrument, boolean isBlocked) {
    if (isBlocked) {
      blocked.add(instrument);
    } else {
      blocked.remove(instrument);
    }
  }

  /** An operator's halt: entries stop until {@link #resume}. */
  public void halt() {
    halted = true;
  }

  /** An operator's resume: a halt and a reached drawdown limit end; a day loss limit does not. */
  public void resume() {
    halted = false;
    drawdownReached = false;
  }

  /** Whether positions have to be closed because a limit is reached. */
  public boolean mustFlatten() {
    return options.flattenAtLimit() && (dayLossReached || drawdownReached);
  }

  /** Whether neither a halt nor a limit stops entries. */
  public boolean open() {
    return !halted && !dayLossReached && !drawdownReached;
  }
}
