package io.lorentz.command.report;

import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The rows of a run, each order with its outcome and each trade with its end, in the order of the
 * files.
 *
 * @param orders sorted by (account, decision time, instrument, intent, attempt)
 * @param trades sorted by (account, time of opening, instrument, id of the entry)
 * @param signals sorted by (market time, instrument, direction, source)
 */
record RunRows(List<Order> orders, List<Trade> trades, List<Signal> signals) {

  private static final Comparator<Order> ORDER_OF_ORDERS =
      Comparator.<Order, String>comparing(order -> order.decision().getAccount())
          .thenComparingLong(order -> order.decision().getDecisionTimeMs())
          .thenComparing(order -> order.decision().getInstrument())
          .thenComparing(order -> order.decision().getIntent())
          .thenComparingInt(order -> order.decision().getAttempt())
          .thenComparing(order -> order.decision().getClientId());

  private static final Comparator<Trade> ORDER_OF_TRADES =
      Comparator.<Trade, String>comparing(trade -> trade.opened().getAccount())
          .thenComparingLong(trade -> trade.opened().getOpenTimeMs())
          .thenComparing(trade -> trade.opened().getInstrument())
          .thenComparing(trade -> trade.opened().getEntryId());

  private static final Comparator<Signal> ORDER_OF_SIGNALS =
      Comparator.comparingLong(Signal::getMarketTimeMs)
          .thenComparing(Signal::getInstrument)
          .thenComparingInt(Signal::getDirection)
          .thenComparing(Signal::getSource);

  /**
   * An order or a refused entry.
   *
   * @param decision what was decided
   * @param outcome how it ended; empty if the data ended first
   */
  record Order(OrderDecision decision, Optional<OrderOutcome> outcome) {}

  /**
   * A trade.
   *
   * @param opened how it began
   * @param closed how it ended; empty if the data ended first
   */
  record Trade(TradeOpened opened, Optional<TradeClosed> closed) {}

  private record Key(String account, String id) {}

  /**
   * Gathers rows that were merged by key, in any order.
   *
   * @param equity takes the points of equity as they come: they are too many to be kept
   * @throws FaultException if a row ends an order or a trade that no row began
   */
  static RunRows gather(RowSource rows, Consumer<EquityPoint> equity) {
    Gathering gathering = new Gathering(equity);
    rows.read(gathering::add);
    requireBegun("order", gathering.decisions, gathering.outcomes);
    requireBegun("trade", gathering.opened, gathering.closed);
    gathering.signals.sort(ORDER_OF_SIGNALS);
    return new RunRows(
        orders(gathering.decisions, gathering.outcomes),
        trades(gathering.opened, gathering.closed),
        gathering.signals);
  }

  /** Rows by kind and key. */
  private static final class Gathering {

    private final Consumer<EquityPoint> equity;
    private final Map<Key, OrderDecision> decisions = new HashMap<>();
    private final Map<Key, OrderOutcome> outcomes = new HashMap<>();
    private final Map<Key, TradeOpened> opened = new HashMap<>();
    private final Map<Key, TradeClosed> closed = new HashMap<>();
    private final List<Signal> signals = new ArrayList<>();

    private Gathering(Consumer<EquityPoint> equity) {
      this.equity = equity;
    }

    private void add(RunOutput row) {
      Object payload = row.getPayload();
      if (payload instanceof EquityPoint point) {
        equity.accept(point);
      } else if (payload instanceof OrderDecision decision) {
        decisions.put(new Key(decision.getAccount(), decision.getClientId()), decision);
      } else if (payload instanceof OrderOutcome outcome) {
        outcomes.put(new Key(outcome.getAccount(), outcome.getClientId()), outcome);
      } else if (payload instanceof TradeOpened open) {
        opened.put(new Key(open.getAccount(), open.getEntryId()), open);
      } else if (payload instanceof TradeClosed close) {
        closed.put(new Key(close.getAccount(), close.getEntryId()), close);
      } else if (payload instanceof Signal signal) {
        signals.add(signal);
      } else if (!(payload instanceof FeedDecision) && !(payload instanceof OrderCommand)) {
        // What is asked of a venue is an order's way there and no order of its own.
        throw new IllegalStateException("unknown row: " + payload);
      }
    }
  }

  private static List<Order> orders(
      Map<Key, OrderDecision> decisions, Map<Key, OrderOutcome> outcomes) {
    List<Order> orders = new ArrayList<>(decisions.size());
    decisions.forEach(
        (key, decision) -> orders.add(new Order(decision, Optional.ofNullable(outcomes.get(key)))));
    orders.sort(ORDER_OF_ORDERS);
    return orders;
  }

  private static List<Trade> trades(Map<Key, TradeOpened> opened, Map<Key, TradeClosed> closed) {
    List<Trade> trades = new ArrayList<>(opened.size());
    opened.forEach(
        (key, open) -> trades.add(new Trade(open, Optional.ofNullable(closed.get(key)))));
    trades.sort(ORDER_OF_TRADES);
    return trades;
  }

  private static void requireBegun(String what, Map<Key, ?> begun, Map<Key, ?> ended) {
    TreeSet<String> orphans = new TreeSet<>();
    for (Key key : ended.keySet()) {
      if (!begun.containsKey(key)) {
        orphans.add(key.account() + "/" + key.id());
      }
    }
    if (!orphans.isEmpty()) {
      throw new FaultException(
          "the run gave the end of "
              + orphans.size()
              + " "
              + what
              + "s that it never began, first "
              + orphans.first()
              + "; this is a fault of Lorentz, please report it");
    }
  }
}
