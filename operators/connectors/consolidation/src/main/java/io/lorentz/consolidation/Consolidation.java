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

  private Result write(Workbench bench, int files, Path target) throws IOException {
    Files.createDirectories(target);
    bench.run(
        "CREATE TEMP TABLE twice AS SELECT series, start_ms FROM bar_row GROUP BY ALL HAVING count(*) > 1");
    bench.run(
        "CREATE TEMP TABLE ranked AS SELECT r.*, p.name AS source,"
            + " row_number() OVER (PARTITION BY r.series, r.start_ms ORDER BY "
            + KEPT_FIRST
            + ") AS place FROM bar_row r JOIN piece p ON p.id = r.piece"
            + " SEMI JOIN twice t ON t.series = r.series AND t.start_ms = r.start_ms");
    bench.run(
        "CREATE TEMP TABLE lost AS SELECT k.*, l.source AS lost_source, l.line AS lost_line,"
            + " l.open AS lost_open, l.high AS lost_high, l.low AS lost_low, l.close AS lost_close,"
            + " l.volume AS lost_volume,"
            + " (k.open = l.open AND k.high = l.high AND k.low = l.low AND k.close = l.close AND"
            + " k.volume = l.volume) AS equal"
            + " FROM ranked k JOIN ranked l ON k.series = l.series AND k.start_ms = l.start_ms"
            + " WHERE k.place = 1 AND l.place > 1");
    bench.run(
        "CREATE TEMP VIEW kept AS"
            + " SELECT r.series, r.start_ms, r.open, r.high, r.low, r.close, r.volume, p.name AS source, r.line"
            + " FROM bar_row r JOIN piece p ON p.id = r.piece"
            + " ANTI JOIN twice t ON t.series = r.series AND t.start_ms = r.start_ms"
            + " UNION ALL SELECT series, start_ms, open, high, low, close, volume, source, line"
            + " FROM ranked WHERE place = 1");
    // One thread writes in order, and one file per month.
    bench.run("SET threads = 1");
    bench.run(
        "COPY (SELECT s.venue, s.symbol, s.timeframe,"
            + " strftime(epoch_ms(k.start_ms), '%Y-%m') AS month, k.start_ms, k.open,"
            + " k.high, k.low, k.close, k.volume, k.source"
            + " FROM kept k JOIN series s ON s.id = k.series"
            + " ORDER BY s.venue, s.symbol, s.timeframe, k.start_ms) TO '"
            + quoted(target.resolve("bars"))
            + "' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (venue, symbol, timeframe, month))");
    bench.run(
        "COPY (SELECT s.venue, s.symbol, s.timeframe,"
            + " strftime(epoch_ms(l.start_ms), '%Y-%m-%dT%H:%M:%SZ') AS start, l.source,"
            + " l.line, l.open, l.high, l.low, l.close, l.volume, l.lost_source, l.lost_line,"
            + " l.lost_open, l.lost_high, l.lost_low, l.lost_close, l.lost_volume"
            + " FROM lost l JOIN series s ON s.id = l.series WHERE NOT l.equal"
            + " ORDER BY s.venue, s.symbol, s.timeframe, l.start_ms, l.lost_source, l.lost_line) TO '"
            + quoted(target.resolve("conflicts.csv"))
            + "' (FORMAT csv, HEADER)");
    bench.run(
        "COPY (SELECT p.name AS source, b.line, b.why FROM bad_row b JOIN piece p ON p.id = b.piece"
            + " ORDER BY p.name, b.line) TO '"
            + quoted(target.resolve("bad-rows.csv"))
            + "' (FORMAT csv, HEADER)");
    Result result = result(bench, files);
    report(result, target.resolve("report.json"));
    return result;
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }

  private static Result result(Workbench bench, int files) {
    List<String> problems = new ArrayList<>();
    for (Object[] row :
        bench.rows("SELECT name, problem FROM piece WHERE problem IS NOT NULL ORDER BY name")) {
      problems.add(row[0] + ": " + row[1]);
    }
    List<String> series = new ArrayList<>();
    for (Object[] row :
        bench.rows(
            "SELECT s.venue, s.symbol, s.timeframe, count(*), min(k.start_ms), max(k.start_ms)"
                + " FROM kept k JOIN series s ON s.id = k.series GROUP BY ALL ORDER BY ALL")) {
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
        bench.number("SELECT count(*) FROM kept"),
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
