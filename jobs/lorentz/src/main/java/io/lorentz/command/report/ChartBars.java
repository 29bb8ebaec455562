package io.lorentz.command.report;

import io.lorentz.schemas.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The bars of a run for its chart, packed while they come by: five bytes a bar, so that four years
 * of minutes of three instruments take 30 MB of memory and no second reading of the files. Not
 * thread-safe.
 *
 * <p>Every bar is kept as it came, a UTC day in a chunk; and, if bars are shorter than 15 minutes,
 * once more in bars of 15 minutes, 32 days in a chunk, which is what a long run is looked at in.
 */
public final class ChartBars implements Consumer<Bar> {

  static final long OVERVIEW_MS = 15 * 60_000;

  private static final long DAY_MS = 86_400_000;
  private static final int OVERVIEW_DAYS = 32;

  private final Map<String, Series> series = new TreeMap<>();

  /**
   * What is kept of one instrument.
   *
   * @param lengthMs length of a bar as it came
   * @param days chunks of one UTC day
   * @param overview chunks of bars of 15 minutes; empty if the bars are no shorter
   */
  record Kept(long lengthMs, List<BarChunk> days, List<BarChunk> overview) {

    long bars() {
      return days.stream().mapToLong(BarChunk::count).sum();
    }
  }

  /** Takes a bar; those of one instrument come in ascending time and are of one length. */
  @Override
  public void accept(Bar bar) {
    series
        .computeIfAbsent(bar.getInstrument(), instrument -> new Series(bar.getLengthMs()))
        .add(bar);
  }

  /** Ends the packing and gives what was kept, by instrument. */
  Map<String, Kept> finish() {
    Map<String, Kept> kept = new TreeMap<>();
    series.forEach((instrument, bars) -> kept.put(instrument, bars.finish()));
    return kept;
  }

  /** One instrument. */
  private static final class Series {

    private final long lengthMs;
    private final Level days;
    private final Level overview;

    private long bucketMs = Long.MIN_VALUE;
    private double open;
    private double high;
    private double low;
    private double close;

    private Series(long lengthMs) {
      this.lengthMs = lengthMs;
      days = new Level(lengthMs, DAY_MS);
      overview = new Level(OVERVIEW_MS, OVERVIEW_DAYS * DAY_MS);
    }

    private void add(Bar bar) {
      long startMs = bar.getCloseTimeMs() - lengthMs;
      days.add(startMs, bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose());
      if (lengthMs >= OVERVIEW_MS) {
        return;
      }
      long bucket = Math.floorDiv(startMs, OVERVIEW_MS) * OVERVIEW_MS;
      if (bucket != bucketMs) {
        endBucket();
        bucketMs = bucket;
        open = bar.getOpen();
        high = bar.getHigh();
        low = bar.getLow();
      }
      high = Math.max(high, bar.getHigh());
      low = Math.min(low, bar.getLow());
      close = bar.getClose();
    }

    private void endBucket() {
      if (bucketMs != Long.MIN_VALUE) {
        overview.add(bucketMs, open, high, low, close);
      }
    }

    private Kept finish() {
      endBucket();
      bucketMs = Long.MIN_VALUE;
      return new Kept(lengthMs, days.finish(), overview.finish());
    }
  }

  /** Bars of one length, cut into spans. */
  private static final class Level {

    private final long spanMs;
    private final BarChunk.Builder builder;
    private final List<BarChunk> chunks = new ArrayList<>();
    private long spanFromMs = Long.MIN_VALUE;

    private Level(long lengthMs, long spanMs) {
      this.spanMs = spanMs;
      builder = new BarChunk.Builder(lengthMs);
    }

    private void add(long startMs, double open, double high, double low, double close) {
      long from = Math.floorDiv(startMs, spanMs) * spanMs;
      if (from != spanFromMs) {
        pack();
        spanFromMs = from;
        builder.begin(from);
      }
      builder.add(startMs, open, high, low, close);
    }

    private void pack() {
      if (!builder.isEmpty()) {
        chunks.add(builder.pack());
      }
    }

    private List<BarChunk> finish() {
      pack();
      builder.begin(Long.MIN_VALUE);
      return List.copyOf(chunks);
    }
  }
}
