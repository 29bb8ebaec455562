package io.lorentz.flink.market;

import io.lorentz.core.market.Arbiter;
import io.lorentz.core.market.MarketOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is measured of the venues of one instrument. */
final class ArbiterMeters {

  private final MarketOptions options;
  private volatile int sourceRank;
  private volatile boolean doubted;
  private volatile long lateBars;
  private volatile long unknownBars;

  ArbiterMeters(MetricGroup stage, String instrument, MarketOptions options) {
    this.options = options;
    MetricGroup group = stage.addGroup("instrument", instrument);
    group.<Integer, Gauge<Integer>>gauge("source_rank", () -> sourceRank);
    group.<Integer, Gauge<Integer>>gauge("price_doubted", () -> doubted ? 1 : 0);
    group.<Long, Gauge<Long>>gauge("late_venue_bars", () -> lateBars);
    group.<Long, Gauge<Long>>gauge("unknown_venue_bars", () -> unknownBars);
  }

  void after(Arbiter arbiter) {
    int rank = options.venues().indexOf(arbiter.source());
    if (rank != sourceRank) {
      sourceRank = rank;
    }
    if (arbiter.doubted() != doubted) {
      doubted = arbiter.doubted();
    }
    if (arbiter.lateBars() != lateBars) {
      lateBars = arbiter.lateBars();
    }
    if (arbiter.unknownBars() != unknownBars) {
      unknownBars = arbiter.unknownBars();
    }
  }
}
