package io.lorentz.consolidation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Any number of files of bars into one archive: Parquet by venue, symbol, timeframe and month, one
 * row per bar, in order of start, each with the file it is of.
 *
 * <p>Rows that are equal are kept once. Of rows that differ, that of the file whose last bar is the
 * latest is kept: a bar that was stored while it was open loses to a later snapshot; of equally
 * late ones that with the greater volume, then by name. Same input, same bytes. It works beside the
 * archive and takes its place in the end, so one that is killed leaves the old archive as it was
 * and goes on where it was when it is started again.
 */
public final class Consolidation {

  /** Inputs that are written to the database at once. */
  private static final int BATCH = 500;

  private static final String KEPT_FIRST = "p.last_ms DESC, r.volume DESC, p.name, r.line";

  private final Path archive;
  private final Loader loader;
  private final String settings;
  private final long memoryMb;

  /**
   * @param archive folder to write; what was there is replaced
   * @param naming rules for paths
   * @param layouts columns that a person gave
   * @param memoryMb what the database may take of memory
   */
  public Consolidation(Path archive, Naming naming, Layouts layouts, long memoryMb) {
    this.archive = archive.toAbsolutePath().normalize();
    this.loader = new Loader(naming, layouts);
    this.settings = naming.text() + "\n" + layouts.text();
    this.memoryMb = memoryMb;
  }

  /** Told how far it is. */
  public interface Progress {

    /**
     * So many files of all are read.
     *
     * @param seconds since this run began
     */
    void on(int files, int all, double seconds);
  }

  /**
   * What was done.
   *
   * @param files files that were read
   * @param bars bars in the archive
   * @param duplicates rows that were equal to one that was kept
   * @param conflicts rows that differed from one that was kept
   * @param badRows rows that can be no bar
   * @param problems files or parts of them that gave no bars, or not all, with the reason
   * @param series venue, symbol, timeframe, number of bars
   */
  public record Result(
      int files,
      long bars,
      long duplicates,
      long conflicts,
      long badRows,
      List<String> problems,
      List<String> series) {}

  /**
   * Consolidates.
   *
   * @param inputs files and folders
   * @throws ConsolidationException if one is not there, or the disk fails
   */
  public Result run(List<Path> inputs, Progress progress) {
    try {
      putBack();
      Path work = beside(".work");
      List<Pieces.Input> files = Pieces.of(inputs);
      Result result;
      try (Workbench bench = bench(work, files)) {
        load(bench, files, progress);
        result = write(bench, files.size(), beside(".new"));
      }
      takePlace(beside(".new"));
      delete(work);
      return result;
    } catch (IOException e) {
      throw new ConsolidationException(
          archive + ": cannot be written (" + e.getMessage() + "); see whether the disk has room");
    }
  }

  private Path beside(String suffix) {
    return archive.resolveSibling(archive.getFileName() + suffix);
  }

  /** An earlier run may have been killed between its two renamings. */
  private void putBack() throws IOException {
    if (!Files.exists(archive) && Files.exists(beside(".old"))) {
      Files.move(beside(".old"), archive);
    }
    delete(beside(".old"));
    delete(beside(".new"));
  }

  /** What an earlier run left, if it read these inputs, unchanged since, by these rules. */
  private Workbench bench(Path work, List<Pieces.Input> files) throws IOException {
    Path readBy = work.resolve("settings");
    if (!Files.exists(readBy) || !Files.readString(readBy).equals(settings)) {
      delete(work);
      Files.createDirectories(work);
      Files.writeString(readBy, settings);
    }
    Workbench left = Workbench.open(work.resolve("rows.duckdb"), memoryMb);
    Map<String, List<Long>> known = left.inputs();
    if (known.size() <= files.size() && areTheFirst(known, files)) {
      return left;
    }
    left.close();
    delete(work.resolve("rows.duckdb"));
    return Workbench.open(work.resolve("rows.duckdb"), memoryMb);
  }

  /** Inputs are read in order, so what is there is the beginning of them. */
  private static boolean areTheFirst(Map<String, List<Long>> known, List<Pieces.Input> files)
      throws IOException {
    for (Pieces.Input file : files.subList(0, known.size())) {
      if (!stamp(file.path()).equals(known.get(file.name()))) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> stamp(Path file) throws IOException {
    return List.of(Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  private void load(Workbench bench, List<Pieces.Input> files, Progress progress) {
    long begun = System.nanoTime();
    int done = bench.inputs().size();
    List<Loaded> batch = new ArrayList<>(BATCH);
    for (int i = done; i < files.size(); i++) {
      batch.add(loader.load(files.get(i)));
      if (batch.size() == BATCH || i == files.size() - 1) {
        bench.add(batch);
        batch.clear();
        progress.on(i + 1, files.size(), (System.nanoTime() - begun) / 1e9);
      }
    }
  }

  /**
   * Series by series: what has to be sorted at once is then small, however many files there are.
   */
  private Result write(Workbench bench, int files, Path target) throws IOException {
    Files.createDirectories(target.resolve("bars"));
    bench.run(
        "CREATE TEMP TABLE lost(series INTEGER, start_ms BIGINT, source VARCHAR, line BIGINT,"
            + " open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE,"
            + " lost_source VARCHAR, lost_line BIGINT, lost_open DOUBLE, lost_high DOUBLE,"
            + " lost_low DOUBLE, lost_close DOUBLE, lost_volume DOUBLE, equal BOOLEAN)");
    bench.run(
        "CREATE TEMP TABLE summary(venue VARCHAR, symbol VARCHAR, timeframe VARCHAR, bars BIGINT,"
            + " first_ms BIGINT, last_ms BIGINT)");
    // One thread writes in order, and one file per month.
    bench.run("SET threads = 1");
    for (Object[] series :
        bench.rows(
            "SELECT id, venue, symbol, timeframe FROM series ORDER BY venue, symbol, timeframe")) {
      write(bench, series, target.resolve("bars"));
    }
    copy(
        bench,
        "SELECT s.venue, s.symbol, s.timeframe,"
            + " strftime(epoch_ms(l.start_ms), '%Y-%m-%dT%H:%M:%SZ') AS start, l.source,"
            + " l.line, l.open, l.high, l.low, l.close, l.volume, l.lost_source, l.lost_line,"
            + " l.lost_open, l.lost_high, l.lost_low, l.lost_close, l.lost_volume"
            + " FROM lost l JOIN series s ON s.id = l.series WHERE NOT l.equal"
            + " ORDER BY s.venue, s.symbol, s.timeframe, l.start_ms, l.lost_source, l.lost_line",
        target.resolve("conflicts.csv"),
        "FORMAT csv, HEADER");
    copy(
        bench,
        "SELECT p.name AS source, b.line, b.why FROM bad_row b JOIN piece p ON p.id = b.piece"
            + " ORDER BY p.name, b.line",
        target.resolve("bad-rows.csv"),
        "FORMAT csv, HEADER");
    Result result = result(bench, files);
    report(result, target.resolve("report.json"));
    return result;
  }

  private static void write(Workbench bench, Object[] series, Path bars) throws IOException {
    bench.run(
        "CREATE OR REPLACE TEMP TABLE one AS SELECT r.*, row_number() OVER (PARTITION BY r.start_ms"
            + " ORDER BY "
            + KEPT_FIRST
            + ") AS place, p.name AS source FROM bar_row r JOIN piece p ON p.id = r.piece"
            + " WHERE r.series = "
            + series[0]);
    bench.run(
        "INSERT INTO lost SELECT k.series, k.start_ms, k.source, k.line, k.open, k.high, k.low,"
            + " k.close, k.volume, l.source, l.line, l.open, l.high, l.low, l.close, l.volume,"
            + " k.open = l.open AND k.high = l.high AND k.low = l.low AND k.close = l.close AND"
            + " k.volume = l.volume FROM one k JOIN one l ON k.start_ms = l.start_ms"
            + " WHERE k.place = 1 AND l.place > 1");
    bench.run(
        "INSERT INTO summary SELECT venue, symbol, timeframe, bars, first_ms, last_ms FROM"
            + " (SELECT count(*) AS bars, min(start_ms) AS first_ms, max(start_ms) AS last_ms"
            + " FROM one WHERE place = 1) JOIN series ON id = "
            + series[0]);
    Archive.Series one =
        new Archive.Series((String) series[1], (String) series[2], (String) series[3]);
    bench.run(Archive.writing(bars, one, "one WHERE place = 1"));
  }

  private static void copy(Workbench bench, String query, Path target, String options) {
    bench.run(Archive.copying(query, target, options));
  }

  private static Result result(Workbench bench, int files) {
    List<String> problems = new ArrayList<>();
    for (Object[] row :
        bench.rows("SELECT name, problem FROM piece WHERE problem IS NOT NULL ORDER BY name")) {
      problems.add(row[0] + ": " + row[1]);
    }
    List<String> series = new ArrayList<>();
    long bars = 0;
    for (Object[] row : bench.rows("SELECT * FROM summary ORDER BY venue, symbol, timeframe")) {
      bars += (Long) row[3];
      series.add(
          row[0]
              + " "
              + row[1]
              + " "
              + row[2]
              + ": "
              + row[3]
              + " bars, "
              + Instant.ofEpochMilli((Long) row[4])
              + " to "
              + Instant.ofEpochMilli((Long) row[5]));
    }
    return new Result(
        files,
        bars,
        bench.number("SELECT count(*) FROM lost WHERE equal"),
        bench.number("SELECT count(*) FROM lost WHERE NOT equal"),
        bench.number("SELECT count(*) FROM bad_row"),
        problems,
        series);
  }

  private static void report(Result result, Path file) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode report = json.createObjectNode();
    report.put("files", result.files());
    report.put("bars", result.bars());
    report.put("duplicates", result.duplicates());
    report.put("conflicts", result.conflicts());
    report.put("bad_rows", result.badRows());
    report.putPOJO("series", result.series());
    report.putPOJO("problems", result.problems());
    json.writeValue(file.toFile(), report);
  }

  private void takePlace(Path made) throws IOException {
    if (Files.exists(archive)) {
      Files.move(archive, beside(".old"));
    }
    Files.move(made, archive);
    delete(beside(".old"));
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
