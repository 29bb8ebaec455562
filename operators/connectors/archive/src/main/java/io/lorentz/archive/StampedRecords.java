package io.lorentz.archive;

import io.lorentz.schemas.Funding;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.units.Money;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the log holds beside bars, of all instruments: mark prices and funding. Of one time the
 * marks come first, so that a payment is reckoned with the mark of its time, each kind in order of
 * instrument.
 */
final class StampedRecords implements Closeable {

  private final List<StampedSeries> marks = new ArrayList<>();
  private final List<StampedSeries> fundings = new ArrayList<>();
  private final List<StampedSeries> all = new ArrayList<>();
  private long nextMs = StampedSeries.ENDED;

  /**
   * Opens the files.
   *
   * @throws BadFileException if one is missing, empty or of an unknown layout
   */
  StampedRecords(
      BarFileOptions options, Consumer<RowConflict> conflicts, Map<String, String> checksums) {
    try {
      for (String instrument : options.files().keySet()) {
        List<String> funding = options.funding().getOrDefault(instrument, List.of());
        List<String> mark = options.marks().getOrDefault(instrument, List.of());
        add(marks, instrument, StampKind.MARK, mark, funding, conflicts, checksums);
        add(fundings, instrument, StampKind.FUNDING, funding, List.of(), conflicts, checksums);
      }
    } catch (BadFileException e) {
      close();
      throw e;
    }
  }

  private void add(
      List<StampedSeries> kind,
      String instrument,
      StampKind what,
      List<String> paths,
      List<String> perhaps,
      Consumer<RowConflict> conflicts,
      Map<String, String> checksums) {
    if (!paths.isEmpty() || !perhaps.isEmpty()) {
      StampedSeries series =
          new StampedSeries(instrument, what, paths, perhaps, conflicts, checksums);
      kind.add(series);
      all.add(series);
    }
  }

  /**
   * Drops what is stamped before the close of an instrument's first bar.
   *
   * @param closeMs that close; {@link StampedSeries#ENDED} drops everything
   */
  void begin(String instrument, long closeMs) {
    for (StampedSeries series : all) {
      if (series.instrument().equals(instrument)) {
        series.dropBefore(closeMs);
      }
    }
    findNext();
  }

  /** Drops what is left of an instrument. */
  void end(String instrument) {
    begin(instrument, StampedSeries.ENDED);
  }

  /** Drops all that is left. */
  void endAll() {
    all.forEach(StampedSeries::dropRest);
    findNext();
  }

  /** Time of the next record, ms since 1970 UTC; {@link StampedSeries#ENDED} if there is none. */
  long nextMs() {
    return nextMs;
  }

  /** Gives all payloads of the time {@link #nextMs}. */
  void give(Consumer<Object> payloads) {
    long timeMs = nextMs;
    for (StampedSeries series : marks) {
      if (series.nextMs() == timeMs) {
        Stamped mark = series.take();
        payloads.accept(new MarkPrice(series.instrument(), mark.ms(), mark.value().doubleValue()));
      }
    }
    for (StampedSeries series : fundings) {
      if (series.nextMs() == timeMs) {
        Stamped rate = series.take();
        payloads.accept(new Funding(series.instrument(), rate.ms(), Money.toBorder(rate.value())));
      }
    }
    findNext();
  }

  private void findNext() {
    nextMs = StampedSeries.ENDED;
    for (StampedSeries series : all) {
      nextMs = Math.min(nextMs, series.nextMs());
    }
  }

  Map<String, StampStatistics> fundingStatistics() {
    return statistics(fundings);
  }

  Map<String, StampStatistics> markStatistics() {
    return statistics(marks);
  }

  private static Map<String, StampStatistics> statistics(List<StampedSeries> kind) {
    Map<String, StampStatistics> statistics = new TreeMap<>();
    kind.forEach(series -> statistics.put(series.instrument(), series.statistics()));
    return statistics;
  }

  @Override
  public void close() {
    all.forEach(StampedSeries::close);
  }
}
