package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A one-way venue behind an edge that keeps every promise and does the rest as it likes: it reads
 * commands late, fills in parts and without regard to prices, lets cancels lose, rejects, expires,
 * liquidates and reduces. What has happened is told in its order, later. It holds what it is asked
 * for against what must never be asked.
 */
final class WaywardVenue {

  private static final BigDecimal FEE = new BigDecimal("0.37");

  /** An order that has not ended here. */
  private static final class Live {
    private final OrderCommand command;
    private BigDecimal left;
    private boolean accepted;
    private boolean cancelAsked;
    private boolean fired;
    private boolean anyFilled;

    Live(OrderCommand command) {
      this.command = command;
      this.left = command.getQuantity();
    }

    private OrderIntent intent() {
      return command.getIntent();
    }
  }

  private final SplittableRandom random;
  private final Map<String, Live> live = new LinkedHashMap<>();
  private final Map<String, BigDecimal> open = new HashMap<>();
  private final Map<String, BigDecimal> prices = new HashMap<>();
  private final Deque<OrderCommand> unread = new ArrayDeque<>();
  private final Deque<VenueEvent> untold = new ArrayDeque<>();
  private final Set<String> cancelled = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private BigDecimal cash;
  private long nowMs;
  private long lastNumber;

  WaywardVenue(long seed, BigDecimal capital) {
    this.random = new SplittableRandom(seed);
    this.cash = capital;
  }

  void price(String instrument, double price, long timeMs) {
    prices.put(instrument, BigDecimal.valueOf(price));
    nowMs = Math.max(nowMs, timeMs);
  }

  void takes(OrderCommand command) {
    assertThat(command.getNumber()).as("no number is left out").isEqualTo(++lastNumber);
    unread.add(command);
  }

  /** Reads some commands and does some things. */
  void live() {
    while (!unread.isEmpty() && random.nextInt(3) > 0) {
      read(unread.poll());
    }
    for (Live order : List.copyOf(live.values())) {
      if (random.nextInt(4) == 0 && live.containsKey(order.command.getClientId())) {
        act(order);
      }
    }
    if (random.nextInt(200) == 0) {
      byOthers();
    }
  }

  /** Reads everything, and does what it is asked for at once. */
  void calm() {
    while (!unread.isEmpty()) {
      read(unread.poll());
    }
    for (Live order : List.copyOf(live.values())) {
      accept(order);
      BigDecimal covered = open(order.command.getInstrument()).abs();
      if (order.fired && covered.signum() > 0) {
        fill(order, covered, true);
      } else if (order.cancelAsked) {
        cancel(order);
      } else if (isExit(order) && live.containsKey(order.command.getClientId())) {
        fillExit(order, order.left);
      }
    }
  }

  /** What is told next, if anything is, with some delay. */
  Optional<VenueEvent> tells() {
    return random.nextInt(3) > 0 ? Optional.ofNullable(untold.poll()) : Optional.empty();
  }

  Optional<VenueEvent> tellsNow() {
    return Optional.ofNullable(untold.poll());
  }

  /** What the account must be worth once nothing is open. */
  BigDecimal cash() {
    return cash;
  }

  boolean atRest() {
    return live.isEmpty()
        && unread.isEmpty()
        && untold.isEmpty()
        && open.values().stream().allMatch(q -> q.signum() == 0);
  }

  @Override
  public String toString() {
    return "live " + live.keySet() + " open " + open + " unread " + unread + " untold " + untold;
  }

  Set<String> seen() {
    return seen;
  }

  private BigDecimal open(String instrument) {
    return open.getOrDefault(instrument, BigDecimal.ZERO);
  }

  private void read(OrderCommand command) {
    Live order = live.get(command.getClientId());
    switch (command.getAction()) {
      case SUBMIT -> submit(command);
      case MOVE_STOP -> {
        if (order != null) {
          accept(order);
          boolean kept = random.nextInt(4) == 0;
          VenueEventKind kind = kept ? VenueEventKind.STOP_KEPT : VenueEventKind.STOP_MOVED;
          tell(event(command, kind).setStopPrice(kept ? null : command.getStopPrice()));
        }
      }
      case CANCEL -> {
        assertThat(cancelled.add(command.getClientId())).as("asked once").isTrue();
        if (order == null) {
          seen.add("cancel lost");
        } else {
          order.cancelAsked = true;
        }
      }
    }
  }

  private void submit(OrderCommand command) {
    for (Live other : live.values()) {
      if (other.command.getInstrument().equals(command.getInstrument())) {
        assertThat(other.intent() == command.getIntent())
            .as("two of a kind work: %s and %s", other.command, command)
            .isFalse();
        assertThat(isExit(command.getIntent()) && isExit(other.intent())).as("two exits").isFalse();
        assertThat(isExit(command.getIntent()) && other.intent() == OrderIntent.ENTRY)
            .as("an exit beside its entry")
            .isFalse();
        assertThat(command.getIntent() == OrderIntent.ENTRY)
            .as("an entry beside orders of another trade")
            .isFalse();
      }
    }
    live.put(command.getClientId(), new Live(command));
  }

  private static boolean isExit(Live order) {
    return isExit(order.intent());
  }

  private static boolean isExit(OrderIntent intent) {
    return intent != OrderIntent.ENTRY && intent != OrderIntent.STOP;
  }

  private void accept(Live order) {
    if (!order.accepted) {
      order.accepted = true;
      tell(event(order.command, VenueEventKind.ACCEPTED));
    }
  }

  private void act(Live order) {
    if (!order.accepted && random.nextInt(8) > 0) {
      boolean rejects = order.intent() != OrderIntent.STOP && random.nextInt(8) == 0;
      if (rejects) {
        end(order, VenueEventKind.REJECTED);
      } else {
        accept(order);
      }
    } else if (order.cancelAsked && random.nextBoolean()) {
      cancel(order);
    } else {
      switch (order.intent()) {
        case ENTRY -> actOnEntry(order);
        case STOP -> actOnStop(order);
        default -> actOnExit(order);
      }
    }
  }

  /** A stop is never taken from what it protects. */
  private void cancel(Live order) {
    boolean protects =
        order.intent() == OrderIntent.STOP && open(order.command.getInstrument()).signum() != 0;
    if (!protects) {
      end(order, VenueEventKind.CANCELLED);
    }
  }

  private void actOnEntry(Live order) {
    int lot = random.nextInt(6);
    if (lot == 0) {
      end(order, VenueEventKind.EXPIRED);
    } else if (lot < 4) {
      BigDecimal quantity = part(order.left);
      order.left = order.left.subtract(quantity);
      order.anyFilled = true;
      if (cancelled.contains(order.command.getClientId())) {
        seen.add("cancel lost");
      }
      fill(order, quantity, order.left.signum() == 0);
    }
  }

  private void actOnStop(Live order) {
    BigDecimal covered = open(order.command.getInstrument()).abs();
    if (covered.signum() == 0 || (!order.fired && random.nextInt(4) > 0)) {
      return;
    }
    if (!order.accepted) {
      accept(order);
    }
    if (!order.fired && random.nextInt(4) == 0) {
      order.fired = true;
      tell(event(order.command, VenueEventKind.TRIGGERED));
      return;
    }
    order.fired = true;
    BigDecimal quantity = part(covered);
    fill(order, quantity, quantity.compareTo(covered) == 0);
  }

  private void actOnExit(Live order) {
    if (random.nextInt(5) == 0) {
      end(order, VenueEventKind.EXPIRED);
    } else {
      fillExit(order, part(order.left));
    }
  }

  private void fillExit(Live order, BigDecimal wanted) {
    BigDecimal covered = open(order.command.getInstrument()).abs();
    BigDecimal quantity = wanted.min(covered);
    if (quantity.signum() == 0) {
      end(order, VenueEventKind.CANCELLED);
      return;
    }
    order.left = order.left.subtract(quantity);
    fill(order, quantity, order.left.signum() == 0 || quantity.compareTo(covered) == 0);
  }

  private BigDecimal part(BigDecimal whole) {
    BigDecimal third = Money.toBorder(whole.divide(BigDecimal.valueOf(3), 3, RoundingMode.DOWN));
    return random.nextBoolean() || third.signum() == 0 ? whole : third;
  }

  private void fill(Live order, BigDecimal quantity, boolean last) {
    if (last) {
      live.remove(order.command.getClientId());
    }
    order.accepted = true;
    VenueEventKind kind = last ? VenueEventKind.FILLED : VenueEventKind.PARTIALLY_FILLED;
    seen.add(order.intent() + " " + kind);
    book(event(order.command, kind), order.command.getSide(), quantity);
  }

  private void book(VenueEvent.Builder event, OrderSide side, BigDecimal quantity) {
    BigDecimal price = prices.get(event.getInstrument());
    BigDecimal signed = side == OrderSide.BUY ? quantity : quantity.negate();
    open.merge(event.getInstrument(), signed, BigDecimal::add);
    cash = cash.subtract(signed.multiply(price)).subtract(FEE);
    tell(
        event
            .setQuantity(Money.toBorder(quantity))
            .setPrice(Money.toBorder(price))
            .setFee(Money.toBorder(FEE))
            .setLiquidity(Liquidity.TAKER));
  }

  private void end(Live order, VenueEventKind kind) {
    live.remove(order.command.getClientId());
    seen.add(order.intent() + " " + kind);
    tell(event(order.command, kind));
    if (order.intent() == OrderIntent.ENTRY && !order.anyFilled) {
      for (Live child : List.copyOf(live.values())) {
        if (child.command.getParentId().equals(order.command.getClientId())) {
          live.remove(child.command.getClientId());
          tell(event(child.command, VenueEventKind.CANCELLED));
        }
      }
      unreadStopEndsToo(order.command.getClientId());
    }
  }

  /** The edge reads on: a stop whose entry has ended unfilled ends without being sent. */
  private void unreadStopEndsToo(String entryId) {
    for (OrderCommand command : new ArrayList<>(unread)) {
      if (command.getAction() == OrderAction.SUBMIT && command.getParentId().equals(entryId)) {
        unread.remove(command);
        tell(event(command, VenueEventKind.CANCELLED));
      }
    }
  }

  private void byOthers() {
    for (Map.Entry<String, BigDecimal> each : Map.copyOf(open).entrySet()) {
      if (each.getValue().signum() != 0) {
        boolean whole = random.nextBoolean();
        BigDecimal quantity = whole ? each.getValue().abs() : part(each.getValue().abs());
        VenueEventKind kind = whole ? VenueEventKind.LIQUIDATED : VenueEventKind.REDUCED;
        seen.add(kind.name());
        book(
            event("", each.getKey(), kind),
            each.getValue().signum() > 0 ? OrderSide.SELL : OrderSide.BUY,
            quantity);
        return;
      }
    }
  }

  private VenueEvent.Builder event(OrderCommand order, VenueEventKind kind) {
    return event(order.getClientId(), order.getInstrument(), kind);
  }

  private VenueEvent.Builder event(String id, String instrument, VenueEventKind kind) {
    nowMs += 1 + random.nextInt(1_000);
    BigDecimal nothing = Money.toBorder(BigDecimal.ZERO);
    return VenueEvent.newBuilder()
        .setKind(kind)
        .setAccount("main")
        .setClientId(id)
        .setInstrument(instrument)
        .setTimeMs(nowMs)
        .setQuantity(nothing)
        .setFee(nothing)
        .setDetail("");
  }

  private void tell(VenueEvent.Builder event) {
    untold.add(event.build());
  }
}
