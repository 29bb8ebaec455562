package io.lorentz.core.orders;

import io.lorentz.schemas.Levels;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.TradePlanState;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The orders of one trade, from the decision to enter to the fill that closes it: an entry, one
 * protective stop, at most one target that rests, and one exit at a time. An exit that was decided
 * on stays wanted until the position is closed; if its order ends with something left open, the
 * next real bar sends another attempt for that. Once the stop has fired it alone works on.
 *
 * <p>At a venue that answers later, orders may outlive the position: the trade is then over, and
 * ends for good with the last of them. A fill of its entry that comes after all opens it again, to
 * be closed at once. Not safe for threads.
 */
public final class TradePlan implements Imaged<TradePlanState> {

  private final ExitOptions options;
  private final InstrumentSpec spec;
  private final String account;
  private final int epoch;
  private final String entryId;
  private final String stopId;
  private final int direction;
  private final BigDecimal quantity;
  private final long tierMs;
  private final int leverage;
  private final BigDecimal stopDistance;
  private BigDecimal stopPrice;
  private boolean opened;
  private boolean entryWorking = true;
  private boolean stopFired;
  private boolean stopEnded;
  private boolean over;
  private long openTimeMs;
  private BigDecimal entryPrice = BigDecimal.ZERO;
  private Optional<OrderIntent> wantedExit = Optional.empty();
  private String exitId = "";
  private String targetId = "";
  private int exitAttempts;

  /** Plans a trade for an approved entry. */
  public TradePlan(ExitOptions options, InstrumentSpec spec, Bracket bracket) {
    this.options = options;
    this.spec = spec;
    this.account = bracket.account();
    this.epoch = bracket.epoch();
    this.entryId = id(bracket, OrderIntent.ENTRY);
    this.stopId = id(bracket, OrderIntent.STOP);
    this.direction = bracket.direction();
    this.quantity = bracket.quantity();
    this.tierMs = bracket.tierMs();
    this.leverage = bracket.leverage();
    this.stopDistance = bracket.stopDistance();
    this.stopPrice = bracket.stopPrice();
  }

  private TradePlan(
      ExitOptions options, InstrumentSpec spec, String account, int epoch, TradePlanState image) {
    this.options = options;
    this.spec = spec;
    this.account = account;
    this.epoch = epoch;
    this.entryId = image.getEntryId();
    this.stopId = image.getStopId();
    this.direction = image.getDirection();
    this.quantity = Money.fromBorder(image.getQuantity());
    this.tierMs = image.getTierMs();
    this.leverage = image.getLeverage();
    this.stopDistance = Money.fromBorder(image.getStopDistance());
    this.stopPrice = Money.fromBorder(image.getStopPrice());
    this.opened = image.getOpened();
    this.over = image.getOver();
    this.entryWorking = image.getEntryWorking() || !(image.getOpened() || over);
    this.stopFired = image.getStopFired();
    this.stopEnded = image.getStopEnded();
    this.targetId = image.getTargetId();
    this.openTimeMs = image.getOpenTimeMs();
    this.entryPrice =
        Optional.ofNullable(image.getEntryPrice()).map(Money::fromBorder).orElse(BigDecimal.ZERO);
    this.wantedExit = Optional.ofNullable(image.getWantedExit());
    this.exitId = image.getExitId();
    this.exitAttempts = image.getExitAttempts();
  }

  /** Goes on from an image. */
  public static TradePlan restore(
      ExitOptions options, InstrumentSpec spec, String account, int epoch, TradePlanState image) {
    return new TradePlan(options, spec, account, epoch, image);
  }

  @Override
  public TradePlanState image() {
    return TradePlanState.newBuilder()
        .setInstrument(spec.name())
        .setEntryId(entryId)
        .setStopId(stopId)
        .setDirection(direction)
        .setQuantity(Money.toBorder(quantity))
        .setTierMs(tierMs)
        .setLeverage(leverage)
        .setStopDistance(Money.toBorder(stopDistance))
        .setStopPrice(Money.toBorder(stopPrice))
        .setOpened(opened)
        .setOpenTimeMs(openTimeMs)
        .setEntryPrice(opened ? Money.toBorder(entryPrice) : null)
        .setWantedExit(wantedExit.orElse(null))
        .setExitId(exitId)
        .setExitAttempts(exitAttempts)
        .setEntryWorking(entryWorking)
        .setStopFired(stopFired)
        .setTargetId(targetId)
        .setStopEnded(stopEnded)
        .setOver(over)
        .build();
  }

  private static String id(Bracket bracket, OrderIntent intent) {
    return OrderIds.id(
        bracket.account(),
        bracket.instrument(),
        bracket.decisionTimeMs(),
        intent,
        bracket.attempt(),
        bracket.epoch());
  }

  /** The command that sends the entry of a bracket. */
  public OrderCommand entryCommand(Bracket bracket) {
    return command(OrderAction.SUBMIT, entryId, bracket.decisionTimeMs())
        .setIntent(OrderIntent.ENTRY)
        .setAttempt(bracket.attempt())
        .setSide(direction > 0 ? OrderSide.BUY : OrderSide.SELL)
        .setType(bracket.entryType())
        .setLimitPrice(bracket.limitPrice().map(Money::toBorder).orElse(null))
        .setPostOnly(bracket.postOnly())
        .setValidUntilMs(bracket.validUntilMs())
        .build();
  }

  /** The command that attaches the protective stop of a bracket to its entry. */
  public OrderCommand stopCommand(Bracket bracket) {
    return command(OrderAction.SUBMIT, stopId, bracket.decisionTimeMs())
        .setParentId(entryId)
        .setIntent(OrderIntent.STOP)
        .setAttempt(bracket.attempt())
        .setSide(closingSide())
        .setType(OrderType.STOP_MARKET)
        .setStopPrice(Money.toBorder(bracket.stopPrice()))
        .setReduceOnly(true)
        .setValidUntilMs(Long.MAX_VALUE)
        .build();
  }

  private OrderCommand.Builder command(OrderAction action, String clientId, long timeMs) {
    return OrderCommand.newBuilder()
        .setAction(action)
        .setAccount(account)
        .setClientId(clientId)
        .setParentId("")
        .setInstrument(spec.name())
        .setDecisionTimeMs(timeMs)
        .setAttempt(0)
        .setQuantity(Money.toBorder(quantity))
        .setCause("");
  }

  private OrderSide closingSide() {
    return direction > 0 ? OrderSide.SELL : OrderSide.BUY;
  }

  /**
   * Notes a fill of the entry.
   *
   * @param averagePrice average price of its fills so far, quote currency per unit
   * @throws IllegalStateException if it has ended
   */
  public void entryFilled(long timeMs, BigDecimal averagePrice) {
    if (!entryWorking) {
      throw new IllegalStateException("orders: entry " + entryId + " filled after its end");
    }
    if (!opened) {
      opened = true;
      openTimeMs = timeMs;
    }
    entryPrice = Money.fromBorder(averagePrice);
  }

  /** Notes the end of the entry, filled or not. */
  public void entryEnded() {
    entryWorking = false;
  }

  /** Notes that the stop has fired and works on: nothing else closes the position from now on. */
  public void stopFired() {
    stopFired = true;
  }

  /**
   * Notes the end of the stop. Where a position is open, others may close it again.
   *
   * @return whether it had fired
   */
  public boolean stopEnded() {
    boolean hadFired = stopFired;
    stopFired = false;
    stopEnded = true;
    return hadFired;
  }

  /** Notes that nothing is open any more, or never was, while orders have not ended. */
  public void over() {
    over = true;
  }

  /**
   * Notes that something is open which is to be closed at once, because its stop may be gone: a
   * fill of the entry came after the position was closed, or the stop ended before it had closed
   * all.
   *
   * @param reason an exit that something asks for now; without one, the exit that was wanted before
   *     stays wanted; without that either, it is EXIT_TIME: the trade's time was over
   */
  public void closeAtOnce(Optional<OrderIntent> reason) {
    over = false;
    stopFired = false;
    wantedExit = Optional.of(reason.or(() -> wantedExit).orElse(OrderIntent.EXIT_TIME));
  }

  /**
   * Sends the target that rests at the venue, if one is wanted and nothing else closes the
   * position: a limit that only reduces, its distance measured from the average entry, on the tick
   * away from the market.
   *
   * @param open what is open, base currency
   * @param decisionTimeMs market time of the entry's end
   * @param attempt number among those of the instrument and that time, from 0: two trades can come
   *     to it within one bar
   */
  public Optional<OrderCommand> target(BigDecimal open, long decisionTimeMs, int attempt) {
    boolean wanted = options.targetAtVenue() && options.targetR().signum() > 0;
    if (!wanted || stopFired || wantedExit.isPresent()) {
      return Optional.empty();
    }
    BigDecimal gain = options.targetR().multiply(stopDistance);
    BigDecimal price =
        direction > 0
            ? spec.priceOnTick(entryPrice.add(gain), RoundingMode.CEILING)
            : spec.priceOnTick(entryPrice.subtract(gain), RoundingMode.FLOOR);
    if (price.signum() <= 0) {
      return Optional.empty();
    }
    OrderIntent intent = OrderIntent.EXIT_TARGET;
    targetId = OrderIds.id(account, spec.name(), decisionTimeMs, intent, attempt, epoch);
    return Optional.of(
        command(OrderAction.SUBMIT, targetId, decisionTimeMs)
            .setIntent(intent)
            .setSide(closingSide())
            .setType(OrderType.LIMIT)
            .setQuantity(Money.toBorder(open))
            .setLimitPrice(Money.toBorder(price))
            .setReduceOnly(true)
            .setValidUntilMs(Long.MAX_VALUE)
            .build());
  }

  /**
   * The order that a closing by others is written down as: the venue took the position over, or it
   * was closed at the venue by no order of the account.
   *
   * @param intent LIQUIDATION or EXIT_OUTSIDE
   * @param closed how much they closed, base currency
   * @param attempt number among those of the instrument and that time, from 0
   */
  public OrderCommand closedByOthers(
      OrderIntent intent, BigDecimal closed, long timeMs, int attempt) {
    String id = OrderIds.id(account, spec.name(), timeMs, intent, attempt, epoch);
    return command(OrderAction.SUBMIT, id, timeMs)
        .setIntent(intent)
        .setAttempt(attempt)
        .setSide(closingSide())
        .setType(OrderType.MARKET)
        .setQuantity(Money.toBorder(closed))
        .setReduceOnly(true)
        .setValidUntilMs(timeMs)
        .build();
  }

  /**
   * Moves the stop by the Chandelier Exit of the tier's timeframe, if that tightens it. A level
   * that the close has passed is not taken: a venue refuses a stop on the wrong side of the market,
   * and the stop that rests is then the nearer one anyway. The price goes onto the tick toward the
   * market, as the first stop does.
   *
   * @param levels levels of a closed bar of the trade's instrument
   * @param close last close of the shortest timeframe, on the tick
   * @return the command that moves it, or empty
   */
  public Optional<OrderCommand> trail(Levels levels, BigDecimal close) {
    double level = direction > 0 ? levels.getChandelierLong() : levels.getChandelierShort();
    if (!isOpen()
        || stopFired
        || stopEnded
        || !options.trailing()
        || levels.getTimeframeMs() != tierMs
        || !(level > 0.0)) {
      return Optional.empty();
    }
    BigDecimal price =
        spec.priceOnTick(
            BigDecimal.valueOf(level), direction > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
    boolean tighter = direction * price.compareTo(stopPrice) > 0;
    boolean protects = direction * price.compareTo(close) < 0;
    if (!tighter || !protects) {
      return Optional.empty();
    }
    stopPrice = price;
    return Optional.of(
        command(OrderAction.MOVE_STOP, stopId, levels.getCloseTimeMs())
            .setIntent(OrderIntent.STOP)
            .setSide(closingSide())
            .setType(OrderType.STOP_MARKET)
            .setStopPrice(Money.toBorder(price))
            .setValidUntilMs(Long.MAX_VALUE)
            .build());
  }

  /** Whether a signal of the direction closes the position. */
  public boolean closesOn(int signalDirection) {
    return isOpen()
        && options.oppositeSignal()
        && !stopFired
        && signalDirection == -direction
        && wantedExit.isEmpty();
  }

  /**
   * Makes an exit wanted, unless one is or the stop works. Before the entry fills it is one of what
   * fills yet: an entry that is taken back may have filled.
   */
  public void want(OrderIntent intent) {
    if (!stopFired && wantedExit.isEmpty()) {
      wantedExit = Optional.of(intent);
    }
  }

  /** Makes an exit wanted where target or holding time ask for it at a close; target first. */
  public void wantAtClose(long closeTimeMs, BigDecimal close) {
    if (!isOpen() || stopFired || wantedExit.isPresent()) {
      return;
    }
    if (options.targetR().signum() > 0 && !options.targetAtVenue() && targetReached(close)) {
      wantedExit = Optional.of(OrderIntent.EXIT_TARGET);
    } else if (options.maxHoldingBars() > 0
        && closeTimeMs - openTimeMs >= options.maxHoldingBars() * tierMs) {
      wantedExit = Optional.of(OrderIntent.EXIT_TIME);
    }
  }

  private boolean targetReached(BigDecimal close) {
    BigDecimal gained = direction > 0 ? close.subtract(entryPrice) : entryPrice.subtract(close);
    return gained.compareTo(options.targetR().multiply(stopDistance)) >= 0;
  }

  /** The exit to send now, if one is wanted and none is working. */
  public Optional<OrderIntent> dueExit() {
    return isOpen() && exitId.isEmpty() && !stopFired ? wantedExit : Optional.empty();
  }

  /**
   * Sends the wanted exit, if there is one and none is working.
   *
   * @param open what is open, base currency
   * @param decisionTimeMs market time of the record decided on
   * @param validUntilMs market time from which on it must not fill any more
   */
  public Optional<OrderCommand> exit(BigDecimal open, long decisionTimeMs, long validUntilMs) {
    Optional<OrderIntent> due = dueExit();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    OrderIntent intent = due.get();
    int attempt = exitAttempts++;
    exitId = OrderIds.id(account, spec.name(), decisionTimeMs, intent, attempt, epoch);
    return Optional.of(
        command(OrderAction.SUBMIT, exitId, decisionTimeMs)
            .setIntent(intent)
            .setAttempt(attempt)
            .setSide(closingSide())
            .setType(OrderType.MARKET)
            .setQuantity(Money.toBorder(open))
            .setReduceOnly(true)
            .setValidUntilMs(validUntilMs)
            .build());
  }

  /**
   * Notes that the exit or the target that was working ended.
   *
   * @throws IllegalStateException if neither was working
   */
  public void exitEnded(String clientId) {
    if (targetId.equals(clientId)) {
      targetId = "";
      return;
    }
    if (!exitId.equals(clientId)) {
      throw new IllegalStateException(
          "orders: exit " + clientId + " ended, working was '" + exitId + "'");
    }
    exitId = "";
  }

  /**
   * The command that takes one of this trade's orders back.
   *
   * @param clientId id of its entry, its stop, its target or its exit
   * @param timeMs market time of that decision
   * @param cause why, in capitals
   */
  public OrderCommand cancel(String clientId, long timeMs, String cause) {
    OrderIntent intent =
        clientId.equals(entryId)
            ? OrderIntent.ENTRY
            : clientId.equals(stopId)
                ? OrderIntent.STOP
                : clientId.equals(targetId) ? OrderIntent.EXIT_TARGET : wantedExit.orElseThrow();
    return command(OrderAction.CANCEL, clientId, timeMs)
        .setIntent(intent)
        .setSide((intent == OrderIntent.ENTRY) == (direction > 0) ? OrderSide.BUY : OrderSide.SELL)
        .setType(intent == OrderIntent.STOP ? OrderType.STOP_MARKET : OrderType.MARKET)
        .setValidUntilMs(timeMs)
        .setCause(cause)
        .build();
  }

  /** Client id of the entry. */
  public String entryId() {
    return entryId;
  }

  /** Client id of the protective stop. */
  public String stopId() {
    return stopId;
  }

  /** Client id of the exit that is working; empty if none. */
  public String exitId() {
    return exitId;
  }

  /** Client id of the target that rests; empty if none. */
  public String targetId() {
    return targetId;
  }

  /** Whether the entry has not ended. */
  public boolean entryWorking() {
    return entryWorking;
  }

  /** Whether the entry has filled, wholly or in part. */
  public boolean opened() {
    return opened;
  }

  /** Whether something of the trade is open: the entry has filled, and it is not over. */
  public boolean isOpen() {
    return opened && !over;
  }

  /** Whether the trade is over, but for orders that have not ended. */
  public boolean isOver() {
    return over;
  }

  /** Whether the protective stop has ended. */
  public boolean hasStopEnded() {
    return stopEnded;
  }

  /** Client id of an order that has not ended; empty if all have. */
  public Optional<String> unended() {
    if (entryWorking) {
      return Optional.of(entryId);
    }
    if (!exitId.isEmpty()) {
      return Optional.of(exitId);
    }
    if (!targetId.isEmpty()) {
      return Optional.of(targetId);
    }
    return stopEnded ? Optional.empty() : Optional.of(stopId);
  }

  /** Market time of the entry's first fill, ms since 1970 UTC; 0 before it. */
  public long openTimeMs() {
    return openTimeMs;
  }

  /** 1 long, -1 short. */
  public int direction() {
    return direction;
  }

  /** Timeframe of the tier, ms. */
  public long tierMs() {
    return tierMs;
  }

  /** Leverage of the tier. */
  public int leverage() {
    return leverage;
  }

  /** Protective stop as asked for last, quote currency per unit. */
  public BigDecimal stopPrice() {
    return stopPrice;
  }
}
