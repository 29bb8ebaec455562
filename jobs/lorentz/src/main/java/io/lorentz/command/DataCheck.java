package io.lorentz.command;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RowConflict;
import io.lorentz.archive.SeriesStatistics;
import io.lorentz.archive.StampStatistics;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.CostInR;
import io.lorentz.command.report.DataFile;
import io.lorentz.command.report.StampedData;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the data is, found by reading all of it once before the job starts: a row that cannot be a
 * bar ends the command before there is a cluster, and the report can say what was read.
 *
 * @param files the files with their checksums, in the order of instruments and paths
 * @param dataFromMs start of the first bar, ms since 1970 UTC
 * @param dataToMs close of the last bar, ms since 1970 UTC
 * @param tradingFromMs where trading starts, ms since 1970 UTC
 * @param bars bars of all series
 * @param duplicates rows dropped as equal to another
 * @param conflicts rows dropped as unequal to another of the same bar
 * @param funding what was read of funding
 * @param marks what was read of mark prices
 * @param costs cost of a round trip in units of risk, by timeframe
 * @param notices what a person should know, one line each
 */
record DataCheck(
    List<DataFile> files,
    long dataFromMs,
    long dataToMs,
    long tradingFromMs,
    long bars,
    long duplicates,
    long conflicts,
    StampedData funding,
    StampedData marks,
    List<CostInR> costs,
    List<String> notices) {

  /** More of them say nothing new. */
  private static final int SHOWN_CONFLICTS = 5;

  /**
   * Reads the data.
   *
   * @param meter sees every record, so that the data is read once
   * @param bars takes every bar as it comes
   * @throws io.lorentz.archive.BadFileException if a row cannot be a bar
   * @throws MisuseException if there is nothing to trade on in the time asked for
   */
  static DataCheck read(BarFileOptions options, CostMeter meter, Consumer<Bar> bars) {
    long tradingFromMs = Long.MAX_VALUE;
    try (BarFileLog log = new BarFileLog(options)) {
      while (log.hasNext()) {
        LogRecord logRecord = log.next();
        meter.on(logRecord);
        if (logRecord.getPayload() instanceof TradingStart start) {
          tradingFromMs = start.getStartMs();
        } else if (logRecord.getPayload() instanceof Bar bar) {
          bars.accept(bar);
        }
      }
      return of(options, log, tradingFromMs, meter.costs());
    }
  }

  /** The same where nothing is traded: without bars and costs. */
  static DataCheck read(BarFileOptions options) {
    return read(options, CostMeter.NONE);
  }

  /** The same where nobody wants the bars. */
  static DataCheck read(BarFileOptions options, CostMeter meter) {
    return read(options, meter, bar -> {});
  }

  /** The same where trading starts at another time. */
  DataCheck tradingFrom(long otherMs) {
    return new DataCheck(
        files,
        dataFromMs,
        dataToMs,
        otherMs,
        bars,
        duplicates,
        conflicts,
        funding,
        marks,
        costs,
        notices);
  }

  private static DataCheck of(
      BarFileOptions options, BarFileLog log, long tradingFromMs, List<CostInR> costs) {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    long bars = 0;
    long duplicates = 0;
    long conflicts = 0;
    for (SeriesStatistics series : log.statistics().values()) {
      from = Math.min(from, series.firstStartMs());
      to = Math.max(to, series.lastCloseMs());
      bars += series.bars();
      duplicates += series.duplicates();
      conflicts += series.conflicts();
    }
    if (bars == 0) {
      throw new MisuseException(
          "--to " + Cells.utc(options.toMs()) + ": lies before the first bar; choose a later one");
    }
    if (!log.tradingStarted()) {
      throw new MisuseException(
          "--from "
              + Cells.utc(options.fromMs())
              + ": lies after the last bar, which closes "
              + Cells.utc(to)
              + "; choose an earlier one");
    }
    StampedData funding = sum(log.fundingStatistics());
    StampedData marks = sum(log.markStatistics());
    return new DataCheck(
        files(options, log.checksums()),
        from,
        to,
        tradingFromMs,
        bars,
        duplicates,
        conflicts,
        funding,
        marks,
        costs,
        notices(log, conflicts + funding.conflicts() + marks.conflicts(), costs));
  }

  private static StampedData sum(Map<String, StampStatistics> instruments) {
    long records = 0;
    long outside = 0;
    long duplicates = 0;
    long conflicts = 0;
    for (StampStatistics instrument : instruments.values()) {
      records += instrument.given();
      outside += instrument.outside();
      duplicates += instrument.duplicates();
      conflicts += instrument.conflicts();
    }
    return new StampedData(records, outside, duplicates, conflicts);
  }

  private static List<String> notices(BarFileLog log, long conflicts, List<CostInR> costs) {
    List<String> notices = new ArrayList<>(CostGuard.warnings(costs));
    addConflicts(log.conflicts(), conflicts, notices);
    addUnused("funding", log.fundingStatistics(), notices);
    addUnused("mark prices", log.markStatistics(), notices);
    return notices;
  }

  private static void addConflicts(List<RowConflict> found, long count, List<String> notices) {
    List<RowConflict> shown = found.subList(0, Math.min(SHOWN_CONFLICTS, found.size()));
    for (RowConflict conflict : shown) {
      notices.add(
          conflict.instrument()
              + " "
              + Cells.utc(conflict.timeMs())
              + ": "
              + conflict.droppedAt()
              + " says "
              + conflict.dropped()
              + ", kept "
              + conflict.kept()
              + " of "
              + conflict.keptAt());
    }
    if (count > shown.size()) {
      notices.add((count - shown.size()) + " more conflicts");
    }
  }

  /** Files of another time are a mistake that would otherwise look like free holding. */
  private static void addUnused(
      String what, Map<String, StampStatistics> instruments, List<String> notices) {
    instruments.forEach(
        (instrument, read) -> {
          if (read.given() == 0 && read.outside() > 0) {
            notices.add(
                instrument
                    + ": none of the "
                    + read.outside()
                    + " "
                    + what
                    + " read lies within its bars; give files of the same time");
          }
        });
  }

  /**
   * The checksums are of the bytes that were checked. Those of files beyond the end asked for,
   * which nobody opened, are taken now.
   */
  private static List<DataFile> files(BarFileOptions options, Map<String, String> checksums) {
    Set<DataFile> files =
        new TreeSet<>(
            Comparator.comparing(DataFile::instrument)
                .thenComparing(DataFile::name)
                .thenComparing(DataFile::sha256));
    addFiles(options.files(), checksums, files);
    addFiles(options.funding(), checksums, files);
    addFiles(options.marks(), checksums, files);
    return List.copyOf(files);
  }

  private static void addFiles(
      Map<String, List<String>> named, Map<String, String> checksums, Set<DataFile> files) {
    for (Map.Entry<String, List<String>> series : named.entrySet()) {
      for (String path : series.getValue()) {
        try {
          for (Path file : expand(Path.of(path))) {
            String checked = checksums.get(file.toString());
            files.add(
                checked == null
                    ? DataFile.of(series.getKey(), file)
                    : DataFile.of(series.getKey(), file, checked));
          }
        } catch (IOException e) {
          throw new MisuseException(
              path + ": cannot be read: " + e.getMessage() + "; mend the path");
        }
      }
    }
  }

  private static List<Path> expand(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}
