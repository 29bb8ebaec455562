package io.lorentz.flink.market;

import io.lorentz.flink.metrics.Age;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is measured of the log: records by kind, and how long ago the last one came. */
final class MarketMeters {

  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final double MS_PER_SECOND = 1e3;

  private final MeterClock clock;
  private final Age arrival;
  private final AtomicLong delayMs = new AtomicLong(UNKNOWN);
  private final Counter bars;
  private final Counter venueBars;
  private final Counter clocks;
  private final Counter trades;
  private final Counter heartbeats;
  private final Counter fundings;
  private final Counter marks;
  private final Counter dayRolls;
  private final Counter commands;
  private final Counter others;

  MarketMeters(MetricGroup operator, MeterClock clock) {
    this.clock = clock;
    MetricGroup stage = operator.addGroup("market");
    bars = records(stage, "bar");
    venueBars = records(stage, "venue_bar");
    clocks = records(stage, "clock");
    trades = records(stage, "trade");
    heartbeats = records(stage, "heartbeat");
    fundings = records(stage, "funding");
    marks = records(stage, "mark_price");
    dayRolls = records(stage, "day_roll");
    commands = records(stage, "command");
    others = records(stage, "other");
    arrival = new Age(clock);
    stage.gauge("record_age_seconds", arrival.gauge());
    stage.<Double, Gauge<Double>>gauge("log_delay_seconds", this::delaySeconds);
  }

  private static Counter records(MetricGroup stage, String kind) {
    return stage.addGroup("kind", kind).counter("records_total");
  }

  private double delaySeconds() {
    long delay = delayMs.get();
    return delay == UNKNOWN ? Double.NaN : delay / MS_PER_SECOND;
  }

  void on(LogRecord logRecord) {
    of(logRecord.getPayload()).inc();
    long nowMs = clock.wallMs();
    arrival.since(nowMs);
    delayMs.lazySet(nowMs - logRecord.getLogTimeMs());
  }

  private Counter of(Object payload) {
    if (payload instanceof Bar) {
      return bars;
    } else if (payload instanceof VenueBar) {
      return venueBars;
    } else if (payload instanceof MarketClock) {
      return clocks;
    } else if (payload instanceof Heartbeat) {
      return heartbeats;
    } else if (payload instanceof Trade) {
      return trades;
    } else if (payload instanceof MarkPrice) {
      return marks;
    } else if (payload instanceof Funding) {
      return fundings;
    } else if (payload instanceof DayRoll) {
      return dayRolls;
    } else {
      return payload instanceof OperatorCommand ? commands : others;
    }
  }
}
