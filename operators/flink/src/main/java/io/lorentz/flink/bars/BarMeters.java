package io.lorentz.flink.bars;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.flink.metrics.Age;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.TimeframeCounters;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is measured of one instrument's bars. */
final class BarMeters {

  private final MeterClock clock;
  private final long shortestMs;
  private final TimeframeCounters.OfInstrument closed;
  private final Counter corrections;
  private final Counter synthetic;
  private final Counter partial;
  private final Counter missing;
  private final Counter gaps;
  private final Age data;
  private final Age arrival;
  private long lastCloseMs;
  private boolean lastWasSynthetic;
  private volatile boolean gapOpen;

  /** Registers them; what the builder already knows is not counted again. */
  BarMeters(
      MetricGroup stage,
      TimeframeCounters closed,
      BarBuilder builder,
      long shortestMs,
      MeterClock clock) {
    this.clock = clock;
    String instrument = builder.instrument();
    this.shortestMs = shortestMs;
    this.closed = closed.of(instrument);
    MetricGroup group = stage.addGroup("instrument", instrument);
    corrections = group.counter("corrections_total");
    synthetic = group.counter("synthetic_total");
    partial = group.counter("partial_total");
    missing = group.counter("missing_total");
    gaps = group.counter("gaps_total");
    data = new Age(clock);
    arrival = new Age(clock);
    group.<Integer, Gauge<Integer>>gauge("gap_open", () -> gapOpen ? 1 : 0);
    group.gauge("data_age_seconds", data.gauge());
    group.gauge("arrival_age_seconds", arrival.gauge());
    lastCloseMs = builder.lastCloseMs();
    lastWasSynthetic = builder.misses();
    gapOpen = builder.misses();
    if (lastCloseMs != BarBuilder.NEVER) {
      data.since(lastCloseMs);
    }
  }

  /** A bar that the builder gave. */
  void given(Bar bar) {
    boolean shortest = bar.getLengthMs() == shortestMs;
    if (bar.getCorrected()) {
      if (shortest) {
        corrections.inc();
      }
      return;
    }
    closed.of(bar.getLengthMs()).inc();
    if (bar.getQuality() == BarQuality.PARTIAL) {
      partial.inc();
    }
    if (shortest) {
      countMissing(bar);
    }
  }

  private void countMissing(Bar bar) {
    boolean isSynthetic = bar.getQuality() == BarQuality.SYNTHETIC;
    if (!lastWasSynthetic && (isSynthetic || bar.getMissingBefore() > 0)) {
      gaps.inc();
    }
    if (isSynthetic) {
      synthetic.inc();
      missing.inc();
    } else {
      missing.inc(bar.getMissingBefore());
    }
    lastWasSynthetic = isSynthetic;
  }

  /** The builder has worked off a record. */
  void after(BarBuilder builder) {
    if (builder.lastCloseMs() != lastCloseMs) {
      lastCloseMs = builder.lastCloseMs();
      data.since(lastCloseMs);
      arrival.since(clock.wallMs());
    }
    if (builder.misses() != gapOpen) {
      gapOpen = builder.misses();
    }
  }
}
