package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import io.lorentz.command.report.Cells;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.LogRecord;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every fill against the bars it can have come from: those that start at or after the
 * decision and that were closed when the fill was told.
 *
 * <ul>
 *   <li>One of them must lie at the time of the fill: there is none for a fill at the bar that gave
 *       the signal.
 *   <li>An order at market gets no better price than an open of them; any other no better one than
 *       the best price in them, a stop than the best of the bar that set it off. Spread and slip
 *       only make it worse.
 *   <li>The price before spread and slip, where it is told, lies within their prices.
 * </ul>
 *
 * <p>A liquidation takes place at the close of a bar, on a price that need not be traded: it is
 * held against none.
 */
final class FillRules {

  private final Map<String, Order> orders = new HashMap<>();
  private final List<Fill> fills = new ArrayList<>();
  private long count;

  private record Order(
      String account, String id, String instrument, long decidedMs, boolean buys, String type) {

    boolean market() {
      return type.equals("MARKET");
    }

    /** A stop rests for long; only the bar that set it off tells its price. */
    boolean stop() {
      return type.equals("STOP_MARKET");
    }
  }

  /** A fill, and what the bars that can have given it show. */
  private static final class Fill {
    private final Order order;
    private final long timeMs;
    private final long toldMs;
    private final BigDecimal price;
    private final Optional<BigDecimal> reference;
    private boolean found;
    private double leastOpen = Double.POSITIVE_INFINITY;
    private double mostOpen = Double.NEGATIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    Fill(Order order, long timeMs, long toldMs, CheckedRow outcome) {
      this.order = order;
      this.timeMs = timeMs;
      this.toldMs = toldMs;
      this.price = (BigDecimal) outcome.cell("price");
      this.reference = Optional.ofNullable((BigDecimal) outcome.cell("referencePrice"));
    }

    void see(Bar bar) {
      long startMs = bar.getCloseTimeMs() - bar.getLengthMs();
      if (startMs < order.decidedMs() || startMs > timeMs || bar.getCloseTimeMs() > toldMs) {
        return;
      }
      boolean holdsTime = timeMs <= bar.getCloseTimeMs();
      if (order.stop() && !holdsTime) {
        return;
      }
      found |= holdsTime;
      leastOpen = Math.min(leastOpen, bar.getOpen());
      mostOpen = Math.max(mostOpen, bar.getOpen());
      least = Math.min(least, bar.getLow());
      most = Math.max(most, bar.getHigh());
    }

    Optional<String> fault() {
      if (!found) {
        return fault(
            "no bar of "
                + order.instrument()
                + " lies there that starts at or after the decision and had closed by "
                + Cells.utc(toldMs));
      }
      double best = order.market() ? (order.buys() ? leastOpen : mostOpen) : best();
      int comparison = price.compareTo(BigDecimal.valueOf(best));
      if (order.buys() ? comparison < 0 : comparison > 0) {
        return fault(
            "better than "
                + Cells.shortest(best)
                + (order.market() ? ", the open of its bar" : ", the best price of its bars"));
      }
      if (reference.isPresent() && !isWithin(reference.get())) {
        return fault(
            "before spread and slip at "
                + Cells.plain(reference.get())
                + ", which is not within the prices of its bars");
      }
      return Optional.empty();
    }

    private double best() {
      return order.buys() ? least : most;
    }

    private boolean isWithin(BigDecimal value) {
      double low = order.market() ? leastOpen : least;
      double high = order.market() ? mostOpen : most;
      return value.compareTo(BigDecimal.valueOf(low)) >= 0
          && value.compareTo(BigDecimal.valueOf(high)) <= 0;
    }

    private Optional<String> fault(String why) {
      return Optional.of(
          "order "
              + order.account()
              + " "
              + order.id()
              + " ("
              + (order.buys() ? "buys " : "sells ")
              + order.instrument()
              + ", decided "
              + Cells.utc(order.decidedMs())
              + ") was filled at "
              + Cells.utc(timeMs)
              + " at "
              + Cells.plain(price)
              + ": "
              + why);
    }
  }

  /**
   * Takes the rows of one step.
   *
   * @param progressMs market time that the run had seen when it gave them
   */
  void take(List<CheckedRow> rows, long progressMs) {
    for (CheckedRow row : rows) {
      if (row.table().equals(RowNames.ORDERS)) {
        decided(row);
      } else if (row.table().equals(RowNames.OUTCOMES)) {
        ended(row, progressMs);
      }
    }
  }

  private void decided(CheckedRow row) {
    if (row.cell("intent").toString().equals("LIQUIDATION")) {
      return;
    }
    orders.put(
        row.key(),
        new Order(
            row.cell("account").toString(),
            row.cell("clientId").toString(),
            row.cell("instrument").toString(),
            (long) row.cell("decisionTimeMs"),
            row.cell("side").toString().equals("BUY"),
            row.cell("type").toString()));
  }

  private void ended(CheckedRow row, long progressMs) {
    Order order = orders.remove(row.key());
    if (order != null && row.cell("outcome").toString().equals("FILLED")) {
      fills.add(new Fill(order, row.timeMs(), progressMs, row));
      count++;
    }
  }

  long count() {
    return count;
  }

  /** Reads the log and gives a line for each fill that no bar can have given. */
  List<String> faults(LogOpener opener) {
    Map<String, Deque<Fill>> waiting = new HashMap<>();
    fills.stream()
        .sorted(Comparator.comparingLong(fill -> fill.order.decidedMs()))
        .forEach(
            fill ->
                waiting
                    .computeIfAbsent(fill.order.instrument(), unused -> new ArrayDeque<>())
                    .add(fill));
    Iterator<LogRecord> log = opener.open();
    Map<String, List<Fill>> near = new HashMap<>();
    while (log.hasNext()) {
      if (log.next().getPayload() instanceof Bar bar && bar.getQuality() != BarQuality.SYNTHETIC) {
        see(
            bar,
            waiting.getOrDefault(bar.getInstrument(), new ArrayDeque<>()),
            near.computeIfAbsent(bar.getInstrument(), unused -> new ArrayList<>()));
      }
    }
    DerivedLog.closeLog(log);
    return fills.stream().map(Fill::fault).flatMap(Optional::stream).toList();
  }

  private static void see(Bar bar, Deque<Fill> waiting, List<Fill> near) {
    long startMs = bar.getCloseTimeMs() - bar.getLengthMs();
    while (!waiting.isEmpty() && waiting.getFirst().order.decidedMs() <= startMs) {
      near.add(waiting.removeFirst());
    }
    near.forEach(fill -> fill.see(bar));
    near.removeIf(fill -> fill.timeMs < startMs);
  }
}
