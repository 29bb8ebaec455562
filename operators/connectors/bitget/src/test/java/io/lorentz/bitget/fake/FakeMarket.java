package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Accepts orders and matches them against a last price that moves. */
final class FakeMarket {

  private static final String TAKEN_BACK = "normal_cancel";
  private static final long CANCEL_AGAIN_MS = 1_000;

  private final FakeIds ids = new FakeIds();
  private final SplittableRandom random;
  private final FakeLedger ledger;
  private final FakePushes pushes;
  private final FakeStops stops;
  private final Map<String, FakeOrder> orders = new LinkedHashMap<>();
  private final List<FakeOrder> everAccepted = new ArrayList<>();
  private final Map<String, String> leaving = new LinkedHashMap<>();
  private final Map<String, Long> cancelAskedMs = new HashMap<>();
  private final Set<String> firedOrders = new LinkedHashSet<>();

  FakeMarket(FakeStart start, List<FakeContract> contracts, SplittableRandom random) {
    this.random = random;
    this.ledger = new FakeLedger(start, contracts, ids);
    this.pushes = new FakePushes(ledger);
    this.stops = new FakeStops(ledger, pushes, ids, random);
  }

  /**
   * Takes an order and matches it, at once or, by chance, at the next price.
   *
   * @param hiddenMs for so long no read shows it
   * @throws Refused if it is not taken; nothing has changed then
   */
  FakeOrder place(FakeOrderTerms terms, long hiddenMs, long nowMs) {
    FakeRules.order(terms, ledger.instrument(terms.symbol()));
    refuseDuplicate(terms.clientOid());
    if (terms.reduceOnly()) {
      refuseNothingToReduce(terms);
      makeRoom(terms, nowMs);
    } else {
      refuseTooDear(terms);
    }
    FakeOrder order = accept(terms, hiddenMs, nowMs);
    match(order, nowMs);
    watch(nowMs);
    return order;
  }

  private void refuseDuplicate(String clientOid) {
    boolean pending =
        orders.values().stream()
            .anyMatch(order -> order.isOpen() && order.terms().clientOid().equals(clientOid));
    if (pending && !clientOid.isEmpty()) {
      throw new Refused("40786", "Duplicate clientOid");
    }
  }

  private void refuseNothingToReduce(FakeOrderTerms terms) {
    if (reducible(terms).signum() == 0) {
      throw new Refused("22002", "No position to close");
    }
  }

  private void refuseTooDear(FakeOrderTerms terms) {
    if (binds(terms, terms.size()).compareTo(available()) > 0) {
      throw new Refused("40762", "The order amount exceeds the balance");
    }
  }

  /** Reduce-only orders that would sum to more than the position push older ones out. */
  private void makeRoom(FakeOrderTerms terms, long nowMs) {
    List<FakeOrder> others = new ArrayList<>(reduceOnly(terms.symbol(), terms.side()));
    BigDecimal room = reducible(terms).subtract(terms.size());
    while (!others.isEmpty() && sum(others).compareTo(room) > 0) {
      end(others.remove(0), "reduce_only_replaced", nowMs);
    }
  }

  private List<FakeOrder> reduceOnly(String symbol, FakeSide side) {
    return open(symbol).stream()
        .filter(order -> order.terms().reduceOnly() && order.terms().side() == side)
        .toList();
  }

  private static BigDecimal sum(List<FakeOrder> of) {
    return of.stream().map(FakeOrder::remaining).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private BigDecimal reducible(FakeOrderTerms terms) {
    BigDecimal position = ledger.instrument(terms.symbol()).position().size();
    boolean reduces = position.signum() != 0 && FakeSide.closing(position) == terms.side();
    return reduces ? position.abs() : BigDecimal.ZERO;
  }

  /** Margin that a part of an order needs for what it would open. */
  private BigDecimal binds(FakeOrderTerms terms, BigDecimal part) {
    FakeInstrument instrument = ledger.instrument(terms.symbol());
    BigDecimal opens = part.subtract(reducible(terms)).max(BigDecimal.ZERO);
    BigDecimal price = terms.price().orElse(instrument.last());
    return FakeRules.margin(price.multiply(opens), instrument.leverage());
  }

  /** Margin that open orders bind. */
  BigDecimal frozen() {
    return orders.values().stream()
        .filter(order -> order.isOpen() && !order.terms().reduceOnly())
        .map(order -> binds(order.terms(), order.remaining()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What new orders may bind. */
  BigDecimal available() {
    return ledger.balance().subtract(ledger.positionMargins()).subtract(frozen());
  }

  private FakeOrder accept(FakeOrderTerms terms, long hiddenMs, long nowMs) {
    String orderId = ids.next();
    // Where a client gives no id the venue makes one up, or shows none.
    String invented = random.nextBoolean() ? ids.next() : "";
    String shown = terms.clientOid().isEmpty() ? invented : terms.clientOid();
    FakeOrder order = new FakeOrder(orderId, shown, terms, nowMs, nowMs + hiddenMs);
    orders.put(orderId, order);
    everAccepted.add(order);
    pushes.order(order, Optional.empty(), nowMs);
    return order;
  }

  private void match(FakeOrder order, long nowMs) {
    FakeOrderTerms terms = order.terms();
    if (terms.isMarket()) {
      if (random.nextBoolean()) {
        take(order, nowMs);
      }
      return;
    }
    boolean takes = takes(terms);
    switch (terms.force()) {
      case "post_only" -> {
        if (takes) {
          leave(order, "post_only_would_take", nowMs);
        }
      }
      case "ioc", "fok" -> {
        if (takes) {
          take(order, nowMs);
        }
        if (order.isOpen()) {
          leave(order, terms.force() + "_rest", nowMs);
        }
      }
      default -> {
        if (takes) {
          take(order, nowMs);
        }
      }
    }
    pushes.account(frozen(), nowMs);
  }

  private boolean takes(FakeOrderTerms terms) {
    BigDecimal touch = ledger.instrument(terms.symbol()).touch(terms.side());
    return beyond(terms.side(), terms.price().orElse(touch), touch) >= 0;
  }

  /** Above 0 if a price is better for the other side than another. */
  private static int beyond(FakeSide side, BigDecimal price, BigDecimal other) {
    return side == FakeSide.BUY ? price.compareTo(other) : other.compareTo(price);
  }

  private void take(FakeOrder order, long nowMs) {
    FakeInstrument instrument = ledger.instrument(order.symbol());
    fillInParts(order, instrument.touch(order.terms().side()), false, nowMs);
  }

  /** In 1 to 3 parts; now and then the rest waits for another price. */
  private void fillInParts(FakeOrder order, BigDecimal price, boolean maker, long nowMs) {
    boolean mayPause = !order.terms().force().equals("fok");
    for (BigDecimal part : parts(order)) {
      fill(order, part, price, maker, nowMs);
      if (!order.isOpen() || (mayPause && random.nextInt(4) == 0)) {
        return;
      }
    }
  }

  private List<BigDecimal> parts(FakeOrder order) {
    BigDecimal step = ledger.instrument(order.symbol()).contract().step();
    long steps = order.remaining().divideToIntegralValue(step).longValueExact();
    long count = Math.min(steps, 1 + random.nextInt(3));
    List<BigDecimal> parts = new ArrayList<>();
    for (long later = count - 1; later > 0; later--) {
      long part = 1 + random.nextLong(steps - later);
      parts.add(step.multiply(BigDecimal.valueOf(part)));
      steps -= part;
    }
    parts.add(step.multiply(BigDecimal.valueOf(steps)));
    return parts;
  }

  private void fill(FakeOrder order, BigDecimal part, BigDecimal price, boolean maker, long nowMs) {
    FakeOrderTerms terms = order.terms();
    BigDecimal size = terms.reduceOnly() ? part.min(reducible(terms)) : part;
    if (size.signum() == 0) {
      end(order, "no_position", nowMs);
      return;
    }
    FakePosition position = ledger.instrument(order.symbol()).position();
    int before = position.size().signum();
    FakeFill fill = ledger.trade(order, size, price, maker, nowMs);
    order.book(fill);
    pushes.order(order, Optional.of(fill), nowMs);
    if (before != 0 && position.size().signum() != before) {
      dropWhatWasOn(order.symbol(), before > 0, nowMs);
    }
    attachStop(order, position, nowMs);
    pushes.positions(nowMs);
    pushes.account(frozen(), nowMs);
  }

  private void attachStop(FakeOrder order, FakePosition position, long nowMs) {
    boolean opened =
        position.size().signum() == order.terms().side().signed(BigDecimal.ONE).signum();
    if (opened && order.attachStop()) {
      order.terms().stopLoss().ifPresent(trigger -> stops.attach(order, trigger, nowMs));
    }
  }

  /** A position that is gone takes its stops and its reduce-only orders with it. */
  private void dropWhatWasOn(String symbol, boolean wasLong, long nowMs) {
    stops.drop(symbol, wasLong, nowMs);
    reduceOnly(symbol, wasLong ? FakeSide.SELL : FakeSide.BUY)
        .forEach(order -> end(order, "no_position", nowMs));
  }

  private void end(FakeOrder order, String reason, long nowMs) {
    order.cancel(reason, nowMs);
    pushes.order(order, Optional.empty(), nowMs);
  }

  /** It ends at once or, by chance, a moment later. */
  private void leave(FakeOrder order, String reason, long nowMs) {
    if (random.nextBoolean()) {
      end(order, reason, nowMs);
    } else {
      leaving.put(order.orderId(), reason);
    }
  }

  /** The moment later has come. */
  void settle(long nowMs) {
    Map<String, String> due = new LinkedHashMap<>(leaving);
    leaving.clear();
    due.forEach(
        (orderId, reason) ->
            find(orderId, "")
                .filter(FakeOrder::isOpen)
                .ifPresent(order -> end(order, reason, nowMs)));
    if (!due.isEmpty()) {
      pushes.account(frozen(), nowMs);
    }
  }

  /**
   * Takes an order back. It may fill all the same before it is gone.
   *
   * @throws Refused if it has ended, or was to be taken back less than a second ago
   */
  void cancel(FakeOrder order, long nowMs) {
    long before = cancelAskedMs.getOrDefault(order.orderId(), nowMs - CANCEL_AGAIN_MS);
    if (nowMs - before < CANCEL_AGAIN_MS) {
      throw new Refused("45129", "The same order cannot be cancelled twice within a second");
    }
    cancelAskedMs.put(order.orderId(), nowMs);
    if (!order.isOpen()) {
      throw new Refused("22001", "No order to cancel");
    }
    leave(order, TAKEN_BACK, nowMs);
  }

  /** Takes an order back that is open; what a client may ask how often does not bind a person. */
  void cancelByHand(FakeOrder order, long nowMs) {
    leave(order, TAKEN_BACK, nowMs);
  }

  /**
   * Takes an order back and puts another in its place.
   *
   * @throws Refused if the other is not taken; for want of money the first is gone all the same
   */
  FakeOrder replace(FakeOrder order, FakeOrderTerms terms, long hiddenMs, long nowMs) {
    FakeRules.order(terms, ledger.instrument(terms.symbol()));
    refuseDuplicate(terms.clientOid());
    end(order, "modified", nowMs);
    return place(terms, hiddenMs, nowMs);
  }

  /** A new last and mark price: stops fire, orders fill, margin may be gone. */
  void price(String symbol, BigDecimal last, BigDecimal mark, long nowMs) {
    FakeInstrument instrument = ledger.instrument(symbol);
    instrument.price(last, mark);
    List<FakeOrder> resting = open(symbol);
    stops.live(symbol).stream()
        .filter(stop -> stop.triggeredBy(last, mark))
        .forEach(stop -> fire(stop, nowMs));
    resting.forEach(order -> matchResting(order, instrument, nowMs));
    liquidate(instrument, nowMs);
    settle(nowMs);
    watch(nowMs);
  }

  /** A stop becomes an order, which fills at once or, by chance, at the next price. */
  void fire(FakeStop stop, long nowMs) {
    // Another stop of the position may have ended it a line ago.
    if (!stop.isLive()) {
      return;
    }
    BigDecimal size = stops.sizeOf(stop);
    FakeOrderTerms terms = FakeOrderTerms.market(stop.symbol(), stop.side(), size, true, "SYS");
    FakeOrder order = accept(terms, 0, nowMs);
    firedOrders.add(order.orderId());
    stops.fired(stop, order.orderId(), nowMs);
    if (random.nextBoolean()) {
      take(order, nowMs);
    }
  }

  private void matchResting(FakeOrder order, FakeInstrument instrument, long nowMs) {
    String reason = leaving.getOrDefault(order.orderId(), TAKEN_BACK);
    if (!order.isOpen() || !reason.equals(TAKEN_BACK)) {
      return;
    }
    FakeOrderTerms terms = order.terms();
    if (terms.isMarket()) {
      take(order, nowMs);
    } else if (beyond(terms.side(), terms.price().orElseThrow(), instrument.last()) > 0) {
      fillInParts(order, terms.price().orElseThrow(), true, nowMs);
    }
  }

  private void liquidate(FakeInstrument instrument, long nowMs) {
    if (instrument.isCrossed() || !isRuined(instrument)) {
      return;
    }
    open(instrument.symbol()).forEach(order -> end(order, "liquidation", nowMs));
    BigDecimal position = instrument.position().size();
    BigDecimal ruin = FakeShapes.ruinPrice(instrument);
    // Isolated margin is all that can be lost: beyond its end the venue bears the loss.
    BigDecimal price =
        position.signum() > 0 ? instrument.mark().max(ruin) : instrument.mark().min(ruin);
    FakeOrder order = accept(FakeOrderTerms.liquidation(instrument.symbol(), position), 0, nowMs);
    fill(order, position.abs(), price, false, nowMs);
  }

  private static boolean isRuined(FakeInstrument instrument) {
    FakePosition position = instrument.position();
    BigDecimal left = FakeLedger.margin(instrument).add(position.openProfit(instrument.mark()));
    BigDecimal value = position.size().abs().multiply(instrument.mark());
    return !position.isFlat() && left.compareTo(value.multiply(FakeShapes.KEEP_MARGIN)) <= 0;
  }

  /** A person trades at market, whatever the margin. */
  void tradeByHand(String symbol, FakeSide side, BigDecimal size, long nowMs) {
    FakeOrder order = accept(FakeOrderTerms.market(symbol, side, size, false, "web"), 0, nowMs);
    BigDecimal price = ledger.instrument(symbol).touch(side);
    parts(order).forEach(part -> fill(order, part, price, false, nowMs));
    watch(nowMs);
  }

  /** Notes which positions are without a loss stop. One that is being carried out counts. */
  void watch(long nowMs) {
    ledger.instruments().forEach(instrument -> instrument.watch(isNaked(instrument), nowMs));
  }

  private boolean isNaked(FakeInstrument instrument) {
    return !instrument.position().isFlat()
        && !stops.cover(instrument)
        && open(instrument.symbol()).stream()
            .noneMatch(order -> firedOrders.contains(order.orderId()));
  }

  /** What a new subscriber of a channel is told. */
  void snapshot(FakeStream stream, String channel, long nowMs) {
    switch (channel) {
      case "positions" -> stream.push(channel, pushes.positionRows(), nowMs);
      case "account" -> stream.push(channel, List.of(pushes.accountRow(frozen())), nowMs);
      default -> {
        // The others begin with the next change.
      }
    }
  }

  List<FakeOrder> open(String symbol) {
    return orders.values().stream()
        .filter(order -> order.isOpen() && order.symbol().equals(symbol))
        .toList();
  }

  boolean hasPositionOrOrder(FakeInstrument instrument) {
    return !instrument.position().isFlat() || !open(instrument.symbol()).isEmpty();
  }

  /** By the venue's id or, where that is empty, the newest by the client's. */
  Optional<FakeOrder> find(String orderId, String clientOid) {
    if (!orderId.isEmpty()) {
      return Optional.ofNullable(orders.get(orderId));
    }
    return orders.values().stream()
        .filter(order -> !clientOid.isEmpty() && order.shownClientOid().equals(clientOid))
        .reduce((older, newer) -> newer);
  }

  /** What has ended is not found any more. */
  void forgetEnded() {
    orders.values().removeIf(order -> !order.isOpen());
    stops.forgetEnded();
  }

  List<FakeOrder> orders() {
    return List.copyOf(orders.values());
  }

  List<FakeOrder> everAccepted() {
    return List.copyOf(everAccepted);
  }

  FakeLedger ledger() {
    return ledger;
  }

  FakeStops stops() {
    return stops;
  }

  FakePushes pushes() {
    return pushes;
  }
}
