package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The stops and targets on positions. */
final class FakeStops {

  private final FakeLedger ledger;
  private final FakePushes pushes;
  private final FakeIds ids;
  private final SplittableRandom random;
  private final Map<String, FakeStop> stops = new LinkedHashMap<>();

  FakeStops(FakeLedger ledger, FakePushes pushes, FakeIds ids, SplittableRandom random) {
    this.ledger = ledger;
    this.pushes = pushes;
    this.ids = ids;
    this.random = random;
  }

  /**
   * What is asked for a stop.
   *
   * @param clientOid empty if there is none
   * @param size empty for the whole position
   */
  record Wish(
      String symbol,
      String clientOid,
      String planType,
      boolean isLong,
      Optional<BigDecimal> size,
      BigDecimal trigger,
      String triggerType) {

    boolean isLoss() {
      return planType.contains("loss");
    }
  }

  /**
   * @throws Refused if there is no such position, it has one already or it would go off at once
   */
  FakeStop place(Wish wish, long nowMs) {
    FakeInstrument instrument = ledger.instrument(wish.symbol());
    BigDecimal position = instrument.position().size();
    if (position.signum() != (wish.isLong() ? 1 : -1)) {
      throw new Refused("40757", "Not enough position is available");
    }
    FakeRules.clientOid(wish.clientOid());
    refuseDuplicate(wish.clientOid());
    FakeRules.stop(wish.isLong(), wish.isLoss(), wish.trigger(), instrument);
    refuseSecond(wish);
    return accept(wish, nowMs);
  }

  private void refuseDuplicate(String clientOid) {
    boolean there =
        stops.values().stream()
            .anyMatch(stop -> stop.isLive() && stop.clientOid().equals(clientOid));
    if (there && !clientOid.isEmpty()) {
      throw new Refused("40786", "Duplicate clientOid");
    }
  }

  private void refuseSecond(Wish wish) {
    if (wish.planType().startsWith("pos_") && hasLive(wish.symbol(), wish.planType())) {
      throw new Refused("40890", "The position has its stop already");
    }
  }

  private boolean hasLive(String symbol, String planType) {
    return live(symbol).stream().anyMatch(stop -> stop.planType().equals(planType));
  }

  private FakeStop accept(Wish wish, long nowMs) {
    FakeStop stop =
        new FakeStop(
            ids.next(),
            wish.clientOid(),
            wish.symbol(),
            wish.planType(),
            wish.isLong(),
            wish.size(),
            wish.trigger(),
            wish.triggerType(),
            nowMs);
    stops.put(stop.orderId(), stop);
    push(stop, nowMs);
    return stop;
  }

  /** The stop that an entry has brought along; none is made beside another of the position. */
  void attach(FakeOrder entry, BigDecimal trigger, long nowMs) {
    String planType = random.nextBoolean() ? "pos_loss" : "loss_plan";
    String triggerType = random.nextBoolean() ? "fill_price" : "mark_price";
    boolean whole = planType.equals("pos_loss");
    if (whole && hasLive(entry.symbol(), planType)) {
      return;
    }
    Optional<BigDecimal> size = whole ? Optional.empty() : Optional.of(entry.terms().size());
    boolean isLong = entry.terms().side() == FakeSide.BUY;
    accept(new Wish(entry.symbol(), "", planType, isLong, size, trigger, triggerType), nowMs);
  }

  /**
   * @throws Refused if it has ended or would go off at once
   */
  void move(
      FakeStop stop,
      BigDecimal trigger,
      String triggerType,
      Optional<BigDecimal> size,
      long nowMs) {
    if (!stop.isLive()) {
      throw new Refused("43020", "The plan order does not exist");
    }
    FakeInstrument instrument = ledger.instrument(stop.symbol());
    FakeRules.stop(stop.isLong(), stop.isLoss(), trigger, instrument);
    stop.move(trigger, triggerType, size, nowMs);
    push(stop, nowMs);
  }

  void cancel(FakeStop stop, long nowMs) {
    stop.cancel(nowMs);
    push(stop, nowMs);
  }

  /** A position is gone, and takes with it what was on it. */
  void drop(String symbol, boolean isLong, long nowMs) {
    live(symbol).stream()
        .filter(stop -> stop.isLong() == isLong)
        .forEach(stop -> cancel(stop, nowMs));
  }

  void fired(FakeStop stop, String executeOrderId, long nowMs) {
    stop.fire(executeOrderId, nowMs);
    push(stop, nowMs);
  }

  private void push(FakeStop stop, long nowMs) {
    pushes.stop(stop, sizeOf(stop), nowMs);
  }

  /** What it would close now. */
  BigDecimal sizeOf(FakeStop stop) {
    BigDecimal position = ledger.instrument(stop.symbol()).position().size().abs();
    return stop.size().map(position::min).orElse(position);
  }

  /** Whether loss stops close all of the position. */
  boolean cover(FakeInstrument instrument) {
    BigDecimal position = instrument.position().size().abs();
    BigDecimal covered =
        live(instrument.symbol()).stream()
            .filter(FakeStop::isLoss)
            .map(this::sizeOf)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return covered.compareTo(position) >= 0;
  }

  List<FakeStop> live(String symbol) {
    return stops.values().stream()
        .filter(stop -> stop.isLive() && stop.symbol().equals(symbol))
        .toList();
  }

  List<FakeStop> all() {
    return List.copyOf(stops.values());
  }

  /** By the venue's id or, where that is empty, the newest by the client's. */
  Optional<FakeStop> find(String orderId, String clientOid) {
    if (!orderId.isEmpty()) {
      return Optional.ofNullable(stops.get(orderId));
    }
    return stops.values().stream()
        .filter(stop -> !clientOid.isEmpty() && stop.clientOid().equals(clientOid))
        .reduce((older, newer) -> newer);
  }

  void forgetEnded() {
    stops.values().removeIf(stop -> !stop.isLive());
  }
}
