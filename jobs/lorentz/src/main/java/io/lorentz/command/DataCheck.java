package io.lorentz.command;

import io.lorentz.archive.BarConflict;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.SeriesStatistics;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.DataFile;
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
    List<String> notices) {

  /** More of them say nothing new. */
  private static final int SHOWN_CONFLICTS = 5;

  /**
   * Reads the data.
   *
   * @param bars takes every bar as it comes
   * @throws io.lorentz.archive.BadFileException if a row cannot be a bar
   * @throws MisuseException if there is nothing to trade on in the time asked for
   */
  static DataCheck read(BarFileOptions options, Consumer<Bar> bars) {
    long tradingFromMs = Long.MAX_VALUE;
    try (BarFileLog log = new BarFileLog(options)) {
      while (log.hasNext()) {
        LogRecord logRecord = log.next();
        if (logRecord.getPayload() instanceof TradingStart start) {
          tradingFromMs = start.getStartMs();
        } else if (logRecord.getPayload() instanceof Bar bar) {
          bars.accept(bar);
        }
      }
      return of(options, log, tradingFromMs);
    }
  }

  private static DataCheck of(BarFileOptions options, BarFileLog log, long tradingFromMs) {
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
    return new DataCheck(
        files(options, log.checksums()),
        from,
        to,
        tradingFromMs,
        bars,
        duplicates,
        conflicts,
        notices(log.conflicts(), conflicts));
  }

  private static List<String> notices(List<BarConflict> found, long count) {
    List<String> notices = new ArrayList<>();
    for (BarConflict conflict : found.subList(0, Math.min(SHOWN_CONFLICTS, found.size()))) {
      notices.add(
          conflict.instrument()
              + " "
              + Cells.utc(conflict.startMs())
              + ": "
              + conflict.droppedAt()
              + " says "
              + conflict.dropped()
              + ", kept "
              + conflict.kept()
              + " of "
              + conflict.keptAt());
    }
    if (count > notices.size()) {
      notices.add((count - notices.size()) + " more conflicts");
    }
    return notices;
  }

  /**
   * The checksums are of the bytes that were checked. Those of files beyond the end asked for,
   * which nobody opened, are taken now.
   */
  private static List<DataFile> files(BarFileOptions options, Map<String, String> checksums) {
    List<DataFile> files = new ArrayList<>();
    for (Map.Entry<String, List<String>> series : options.files().entrySet()) {
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
    files.sort(Comparator.comparing(DataFile::instrument).thenComparing(DataFile::name));
    return files;
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
