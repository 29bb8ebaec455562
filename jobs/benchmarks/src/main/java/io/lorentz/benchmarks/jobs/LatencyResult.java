package io.lorentz.benchmarks.jobs;

import io.lorentz.benchmarks.jobs.ArrivalReader.Arrival;
import io.lorentz.benchmarks.jobs.LatencyRun.Sent;
import io.lorentz.schemas.Heartbeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a measurement of latency found. */
final class LatencyResult {

  private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(5);
  private static final double SLOWEST = 0.99;

  private final LatencyPlan plan;
  private final Histogram fromMoment = new Histogram(LONGEST_US, 3);
  private final Histogram fromHanding = new Histogram(LONGEST_US, 3);
  private final Histogram fromAck = new Histogram(LONGEST_US, 3);
  private final Histogram minutes = new Histogram(LONGEST_US, 3);
  private final Histogram lateness = new Histogram(LONGEST_US, 3);
  private final Histogram acks = new Histogram(LONGEST_US, 3);
  private final List<Way> ways = new ArrayList<>();

  /**
   * The way of one order, µs each.
   *
   * @param appender from the minute's moment until the cause could be read from the log
   * @param job from there until the job's sink had the order
   * @param sink from there until the order could be read
   */
  private record Way(double appender, double job, double sink) {
    double all() {
      return appender + job + sink;
    }
  }

  LatencyResult(
      LatencyPlan plan,
      List<Sent> sent,
      List<Arrival> log,
      List<Arrival> orders,
      List<Arrival> equity) {
    this.plan = plan;
    Map<Long, Sent> byLogTime = LatencyRun.byLogTime(sent);
    Map<Long, Long> readable = new HashMap<>();
    log.forEach(arrival -> readable.put(arrival.causeMs(), arrival.nanos()));
    // Log times have whole ms: the mean of what is cut off is half of one.
    long wallNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + 500_000;
    long wallToNano = System.nanoTime() - wallNanos;
    for (Arrival order : orders) {
      Sent cause = byLogTime.get(order.causeMs());
      if (cause == null || !cause.measured()) {
        continue;
      }
      record(fromMoment, order.nanos() - cause.scheduledNanos());
      record(fromHanding, order.nanos() - cause.handedNanos());
      record(fromAck, order.nanos() - cause.ackedNanos());
      long inLog = readable.get(order.causeMs());
      long written = TimeUnit.MILLISECONDS.toNanos(order.writtenMs()) + 500_000 + wallToNano;
      ways.add(
          new Way(
              (inLog - cause.scheduledNanos()) / 1e3,
              (written - inLog) / 1e3,
              (order.nanos() - written) / 1e3));
    }
    for (Sent one : sent) {
      if (one.measured()) {
        record(lateness, one.handedNanos() - one.scheduledNanos());
        record(acks, one.ackedNanos() - one.handedNanos());
      }
    }
    for (Arrival row : equity) {
      Sent cause = byLogTime.get(row.causeMs());
      if (cause != null && cause.measured() && isMinute(cause)) {
        record(minutes, row.nanos() - cause.scheduledNanos());
      }
    }
    ways.sort(Comparator.comparingDouble(Way::all));
  }

  private static boolean isMinute(Sent sent) {
    return sent.records().stream().anyMatch(one -> !(one.getPayload() instanceof Heartbeat));
  }

  private static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.max(0, Math.min(LONGEST_US, TimeUnit.NANOSECONDS.toMicros(nanos))));
  }

  /** Number of orders and refused entries that count. */
  long orders() {
    return fromMoment.getTotalCount();
  }

  /** Latency from a bar's moment to its order, at a quantile in percent, ms. */
  double orderMs(double percent) {
    return fromMoment.getValueAtPercentile(percent) / 1e3;
  }

  /** The table, one line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d symbols, a market minute every %d ms, %d minutes measured after %d and %d of history",
            plan.symbols(),
            plan.cadenceMs(),
            plan.minutes(),
            plan.warmUpMinutes(),
            plan.historyMinutes()));
    lines.add(String.format("%-52s %8s %8s %8s %8s", "ms", "p50", "p99", "max", "samples"));
    lines.add(line("minute's moment -> order in the topic", fromMoment));
    lines.add(line("  bars handed to the appender -> order", fromHanding));
    lines.add(line("  bars acknowledged -> order (0: before)", fromAck));
    lines.add(line("minute's moment -> its equity rows: all worked off", minutes));
    lines.add(line("moment -> handed to the appender", lateness));
    lines.add(line("handed -> acknowledged", acks));
    int slow = (int) (ways.size() * SLOWEST);
    lines.add(shares("mean way of an order", ways));
    lines.add(shares("mean way of the slowest 1 %", ways.subList(slow, ways.size())));
    return lines;
  }

  private static String line(String name, Histogram histogram) {
    return String.format(
        Locale.ROOT,
        "%-52s %8.2f %8.2f %8.2f %8d",
        name,
        histogram.getValueAtPercentile(50) / 1e3,
        histogram.getValueAtPercentile(99) / 1e3,
        histogram.getMaxValue() / 1e3,
        histogram.getTotalCount());
  }

  private static String shares(String name, List<Way> ways) {
    double appender = ways.stream().mapToDouble(Way::appender).average().orElse(0);
    double job = ways.stream().mapToDouble(Way::job).average().orElse(0);
    double sink = ways.stream().mapToDouble(Way::sink).average().orElse(0);
    double all = appender + job + sink;
    return String.format(
        Locale.ROOT,
        "%s: %.2f ms = into the log %.2f (%.0f %%) + in the job %.2f (%.0f %%)"
            + " + into the topic %.2f (%.0f %%)",
        name,
        all / 1e3,
        appender / 1e3,
        100 * appender / all,
        job / 1e3,
        100 * job / all,
        sink / 1e3,
        100 * sink / all);
  }
}
