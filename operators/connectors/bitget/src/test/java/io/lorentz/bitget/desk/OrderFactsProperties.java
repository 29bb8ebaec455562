package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The state machine of one order against a model that cannot be wrong: what the venue has told is a
 * set of facts, whatever came first, twice or late, and what the log says of the order follows from
 * the set alone.
 *
 * <p>The venue plays the whole life of a limit order at once; its messages come afterwards, in any
 * order and any number of times, and nothing about orders, fills and positions can be asked
 * meanwhile. After each message the log is held against the model.
 */
class OrderFactsProperties {

  private static final BigDecimal QUANTITY = new BigDecimal("2");

  /** How the order ends at the venue. */
  enum End {
    FILLED,
    CANCELLED,
    RESTS
  }

  /**
   * A life and how it is told.
   *
   * @param parts what fills, tenths; what is more than the order is left out
   * @param isTaken whether the request was answered; else its answer was lost
   * @param deliveries which message comes next, by its number modulo how many there are
   * @param pausesMs what passes after each, in tenths of a second
   */
  record Life(
      List<Integer> parts,
      End end,
      boolean isTaken,
      List<Integer> deliveries,
      List<Integer> pausesMs) {}

  @Provide
  Arbitrary<Life> lives() {
    Arbitrary<List<Integer>> parts = Arbitraries.integers().between(1, 12).list().ofMaxSize(4);
    Arbitrary<List<Integer>> deliveries =
        Arbitraries.integers().between(0, 1_000).list().ofMaxSize(16);
    Arbitrary<List<Integer>> pauses =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 8_000))
            .list()
            .ofSize(16);
    return Combinators.combine(
            parts, Arbitraries.of(End.class), Arbitraries.of(true, false), deliveries, pauses)
        .as(Life::new);
  }

  // ---- the model: a fold over the set of facts

  /** What is known of the order, without order and without number. */
  private static final class Facts {

    private final boolean isTaken;
    private final Set<Seen.Order> shown = new HashSet<>();
    private final Map<String, BigDecimal> fills = new HashMap<>();

    Facts(boolean isTaken) {
      this.isTaken = isTaken;
    }

    void add(Push push) {
      if (push instanceof Push.Orders orders) {
        shown.addAll(orders.orders());
        orders.fills().forEach(fill -> fills.put(fill.tradeId(), fill.quantity()));
      } else if (push instanceof Push.Fills found) {
        found.fills().forEach(fill -> fills.put(fill.tradeId(), fill.quantity()));
      }
    }

    /** A fill names the venue's id of its order only, which an answer or the order itself tells. */
    private boolean isKnown() {
      return isTaken || !shown.isEmpty();
    }

    Set<String> toldFills() {
      return isKnown() ? fills.keySet() : Set.of();
    }

    private BigDecimal filled() {
      return fills.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** How it has ended, if its end was shown and all that filled by then was told. */
    Optional<VenueEventKind> end() {
      if (!isKnown()) {
        return Optional.empty();
      }
      if (filled().compareTo(QUANTITY) == 0) {
        return Optional.of(VenueEventKind.FILLED);
      }
      boolean over = shown.stream().anyMatch(order -> order.state().ended());
      boolean complete = shown.stream().allMatch(order -> order.filled().compareTo(filled()) <= 0);
      return over && complete ? Optional.of(VenueEventKind.CANCELLED) : Optional.empty();
    }

    /** What the log must say of the order, kind by kind. */
    List<VenueEventKind> told() {
      List<VenueEventKind> told = new ArrayList<>();
      if (isKnown()) {
        told.add(VenueEventKind.ACCEPTED);
      }
      toldFills().forEach(fill -> told.add(VenueEventKind.PARTIALLY_FILLED));
      if (end().equals(Optional.of(VenueEventKind.FILLED))) {
        told.remove(told.size() - 1);
      }
      end().ifPresent(told::add);
      return told;
    }
  }

  // ---- the venue

  /** Plays the life at the venue, and gives the messages it would push, in their order. */
  private static List<Push> play(DeskBench bench, Life life) {
    List<Push> messages = new ArrayList<>();
    String orderId = bench.venue.orders.keySet().iterator().next();
    messages.add(shown(bench, orderId));
    BigDecimal left = QUANTITY;
    for (int part : life.parts()) {
      BigDecimal quantity = BigDecimal.valueOf(part).movePointLeft(1);
      if (quantity.compareTo(left) < 0) {
        fill(bench, orderId, quantity, messages);
        left = left.subtract(quantity);
      }
    }
    if (life.end() == End.FILLED) {
      fill(bench, orderId, left, messages);
    } else if (life.end() == End.CANCELLED) {
      bench.venue.cancelled(id("e") + "00");
      messages.add(shown(bench, orderId));
    }
    return messages;
  }

  private static Push shown(DeskBench bench, String orderId) {
    return new Push.Orders(List.of(bench.venue.orders.get(orderId)), List.of());
  }

  private static void fill(
      DeskBench bench, String orderId, BigDecimal quantity, List<Push> messages) {
    Seen.Fill fill = bench.venue.fill(orderId, quantity);
    messages.add(new Push.Fills(List.of(fill)));
    messages.add(shown(bench, orderId));
    messages.add(new Push.Orders(List.of(bench.venue.orders.get(orderId)), List.of(fill)));
  }

  /** The first request may lose its answer; then nothing is answered but what is about stops. */
  private static Optional<Outcome> dark(DeskBench bench, Life life, Ask ask) {
    if (ask instanceof Ask.Place && !life.isTaken()) {
      bench.venue.answer(ask);
      return Optional.of(new Outcome.Unclear("answer lost"));
    }
    boolean answered =
        ask instanceof Ask.Write
            || ask instanceof Ask.OpenStops
            || ask instanceof Ask.EndedStops
            || ask instanceof Ask.AccountSettings;
    return answered ? Optional.empty() : Optional.of(new Outcome.Unclear("no answer"));
  }

  private static DeskBench entered(Life life) {
    DeskBench bench = new DeskBench();
    bench.instead = ask -> dark(bench, life, ask);
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build());
    // What it needs to know about the instrument is asked for first.
    bench.forMs(1_500);
    assertThat(bench.venue.orders).as("sent").hasSize(1);
    return bench;
  }

  // ---- and the log

  private static List<String> fills(DeskBench bench) {
    return bench.events("e").stream()
        .filter(event -> event.getQuantity().signum() > 0)
        .map(VenueEvent::getTradeId)
        .toList();
  }

  private static void agrees(DeskBench bench, Facts facts, String when) {
    assertThat(bench.kinds("e")).as(when).isEqualTo(facts.told());
    assertThat(fills(bench)).as(when).containsExactlyInAnyOrderElementsOf(facts.toldFills());
    assertThat(bench.desk.openOrders().contains(id("e")))
        .as("works, " + when)
        .isEqualTo(facts.end().isEmpty());
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatTheLogSaysFollowsFromTheSetOfFacts(@ForAll("lives") Life life) {
    DeskBench bench = entered(life);
    List<Push> messages = play(bench, life);
    Facts facts = new Facts(life.isTaken());
    agrees(bench, facts, "before the first message");
    for (int i = 0; i < life.deliveries().size(); i++) {
      Push message = messages.get(life.deliveries().get(i) % messages.size());
      facts.add(message);
      bench.push(message);
      agrees(bench, facts, "after message " + i + ": " + message);
      bench.forMs(life.pausesMs().get(i));
      agrees(bench, facts, "some time after message " + i + ": " + message);
    }
    everythingIsSeenAtLast(bench, messages, facts);
  }

  /** What was never pushed is asked for; what comes late after that changes nothing. */
  private static void everythingIsSeenAtLast(DeskBench bench, List<Push> messages, Facts facts) {
    bench.instead = ask -> Optional.empty();
    bench.forMs(100_000);
    messages.forEach(facts::add);
    agrees(bench, facts, "when all could be asked");
    messages.forEach(bench::push);
    bench.forMs(20_000);
    agrees(bench, facts, "after all came once more");
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo(bench.venue.position);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void anEdgeThatIsStartedAgainInTheMiddleTellsTheSame(
      @ForAll("lives") Life life, @ForAll boolean takesItBack) {
    DeskBench bench = entered(life);
    List<Push> messages = play(bench, life);
    Facts facts = new Facts(life.isTaken());
    for (int i = 0; i < life.deliveries().size(); i++) {
      bench.push(messages.get(life.deliveries().get(i) % messages.size()));
      bench.forMs(life.pausesMs().get(i));
      if (i % 5 == 2) {
        bench.start();
      }
    }
    if (takesItBack) {
      bench.give(bench.cancel("e", OrderIntent.ENTRY, "LIMIT"));
    }
    bench.instead = ask -> Optional.empty();
    bench.forMs(100_000);
    messages.forEach(facts::add);
    bench
        .venue
        .orders
        .values()
        .forEach(order -> facts.add(new Push.Orders(List.of(order), List.of())));
    assertThat(bench.commands)
        .filteredOn(command -> command.getAction() == OrderAction.CANCEL)
        .hasSize(takesItBack ? 1 : 0);
    agrees(bench, facts, "at the end");
    assertThat(facts.end().isPresent()).isEqualTo(takesItBack || life.end() != End.RESTS);
  }
}
