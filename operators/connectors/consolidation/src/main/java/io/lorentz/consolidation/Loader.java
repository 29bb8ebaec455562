package io.lorentz.consolidation;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an input, tells whose bars it holds, and leaves out what can be no bar. */
final class Loader {

  /** Steps between rows that tell the length of a file's bars. */
  private static final int STEPS = 200;

  private final Naming naming;
  private final Layouts layouts;

  Loader(Naming naming, Layouts layouts) {
    this.naming = naming;
    this.layouts = layouts;
  }

  /** Reads one; whatever is wrong with it stands in the result. */
  Loaded load(Pieces.Input input) {
    List<Loaded.Piece> pieces = new ArrayList<>();
    long bytes = 0;
    long changedMs = 0;
    try {
      bytes = Files.size(input.path());
      changedMs = Files.getLastModifiedTime(input.path()).toMillis();
      Pieces.read(
          input,
          (name, text) ->
              pieces.add(
                  piece(
                      name,
                      (said, taken) ->
                          new RowReader(layouts.of(name)).read(text, said.day(), taken))),
          () ->
              pieces.add(
                  piece(
                      input.name(),
                      (said, taken) ->
                          new ParquetRows(layouts.of(input.name()))
                              .read(input.path(), said.day(), taken))));
    } catch (BadPieceException e) {
      pieces.add(none(input.name(), e.getMessage()));
    } catch (IOException e) {
      pieces.add(none(input.name(), "cannot be read: " + e.getMessage()));
    }
    return new Loaded(input.name(), bytes, changedMs, pieces);
  }

  private static Loaded.Piece none(String name, String why) {
    return new Loaded.Piece(name, List.of(), List.of(), List.of(), why);
  }

  /** Reads rows. */
  private interface Reading {
    void read(SeriesName said, RowSink taken) throws IOException;
  }

  private Loaded.Piece piece(String name, Reading reading) throws IOException {
    Optional<SeriesName> said = naming.of(name);
    if (said.isEmpty()) {
      return none(name, "no rule tells venue and symbol from its path; add one with --rules");
    }
    Taken taken = new Taken();
    String problem = null;
    try {
      reading.read(said.get(), taken);
    } catch (BadPieceException e) {
      problem = e.getMessage();
    }
    if (taken.rows.isEmpty()) {
      return new Loaded.Piece(name, List.of(), List.of(), taken.bad, why(problem, taken.bad));
    }
    String timeframe = said.get().timeframe().orElseGet(() -> timeframe(taken.rows));
    return new Loaded.Piece(
        name,
        List.of(said.get().venue(), said.get().symbol(), timeframe),
        taken.rows,
        taken.bad,
        problem);
  }

  private static String why(String problem, List<Loaded.BadRow> bad) {
    if (problem != null) {
      return problem;
    }
    return bad.isEmpty()
        ? "holds no bars"
        : "holds no bars: line " + bad.get(0).line() + ": " + bad.get(0).why();
  }

  /** The most frequent step between neighbours; of equally frequent ones the shortest. */
  private static String timeframe(List<BarRow> rows) {
    Map<Long, Integer> counts = new HashMap<>();
    for (int i = 1; i < rows.size() && i <= STEPS; i++) {
      long step = Math.abs(rows.get(i).startMs() - rows.get(i - 1).startMs());
      if (step > 0) {
        counts.merge(step, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Long, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
        .map(most -> Timeframes.text(most.getKey()))
        .orElse("unknown");
  }

  private static final class Taken implements RowSink {
    private final List<BarRow> rows = new ArrayList<>();
    private final List<Loaded.BadRow> bad = new ArrayList<>();

    @Override
    public void row(BarRow row) {
      rows.add(row);
    }

    @Override
    public void bad(long line, String why) {
      bad.add(new Loaded.BadRow(line, why));
    }
  }
}
