package io.lorentz.archive;

import java.io.Closeable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The bars of one instrument out of any number of files that may overlap, in order of start, each
 * once. Few files are open at a time: a file is opened when its first bar is due.
 */
final class SeriesReader implements Closeable {

  /** Rows looked at in each file to tell its bar length. */
  private static final int SAMPLE = 100;

  /**
   * Steps between rows without a single one of the length sought, from which a file is another's.
   */
  private static final int ENOUGH_STEPS = 5;

  private final String instrument;
  private final BarFileOptions options;
  private final Consumer<RowConflict> conflicts;
  private final Map<String, String> checksums;
  private final ArrayDeque<Input> waiting = new ArrayDeque<>();
  private final PriorityQueue<Input> open =
      new PriorityQueue<>(
          Comparator.comparingLong(Input::startMs).thenComparingInt(input -> input.order));
  private final Row current = new Row();
  private Path currentPath = Path.of("");
  private long lengthMs;
  private boolean cut;
  private long bars;
  private long duplicates;
  private long conflictCount;
  private long firstStartMs = Long.MAX_VALUE;
  private long lastCloseMs = Long.MIN_VALUE;

  /** A file of the series with what a first look told. */
  private static final class Input {
    private final Path path;
    private final int order;
    private final long firstMs;
    private final List<Long> steps;
    private BarFile file;

    Input(Path path, int order, long firstMs, List<Long> steps) {
      this.path = path;
      this.order = order;
      this.firstMs = firstMs;
      this.steps = steps;
    }

    long startMs() {
      return file.row().startMs;
    }
  }

  /**
   * Looks at the start of every file.
   *
   * @param checksums takes the SHA-256 of every file that is read, by path
   * @throws BadFileException if one is missing, empty or of an unknown layout
   */
  SeriesReader(
      String instrument,
      BarFileOptions options,
      Consumer<RowConflict> conflicts,
      Map<String, String> checksums) {
    this.instrument = instrument;
    this.options = options;
    this.conflicts = conflicts;
    this.checksums = checksums;
    List<Input> inputs = new ArrayList<>();
    for (String path : options.files().get(instrument)) {
      for (Path file : TextFile.files(Path.of(path))) {
        inputs.add(look(file, inputs.size()));
      }
    }
    inputs.sort(
        Comparator.<Input>comparingLong(input -> input.firstMs)
            .thenComparingInt(input -> input.order));
    waiting.addAll(inputs);
  }

  private Input look(Path path, int order) {
    try (BarFile file = BarFile.open(path, !options.consecutive())) {
      if (!file.advance()) {
        throw new BadFileException(path, 0, "has no rows", "remove it or download it again");
      }
      long firstMs = file.row().startMs;
      long previousMs = firstMs;
      List<Long> steps = new ArrayList<>();
      while (steps.size() < SAMPLE && file.advance()) {
        if (file.row().startMs > previousMs) {
          steps.add(file.row().startMs - previousMs);
        }
        previousMs = file.row().startMs;
      }
      return new Input(path, order, firstMs, steps);
    }
  }

  /** Counts how often each difference between neighbouring rows stands in the files' first rows. */
  void countSteps(Map<Long, Integer> counts) {
    waiting.forEach(input -> input.steps.forEach(step -> counts.merge(step, 1, Integer::sum)));
  }

  /** The most frequent difference; of equally frequent ones the shortest; 0 if there is none. */
  static long mostFrequent(Map<Long, Integer> counts) {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Long, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  Path firstPath() {
    return waiting.getFirst().path;
  }

  /**
   * Sets the length of the bars before the first {@link #advance}.
   *
   * @throws BadFileException if a file clearly holds bars of another length
   */
  void expectLength(long length) {
    lengthMs = length;
    for (Input input : waiting) {
      Map<Long, Integer> counts = new HashMap<>();
      input.steps.forEach(step -> counts.merge(step, 1, Integer::sum));
      if (input.steps.size() >= ENOUGH_STEPS
          && !counts.containsKey(length)
          && !options.consecutive()) {
        throw new BadFileException(
            input.path,
            0,
            "bars of another length, was " + mostFrequent(counts) + " ms instead of " + length,
            "give files of one bar length only");
      }
    }
  }

  /**
   * Goes to the next bar.
   *
   * @return false if there is none any more, or none before the end asked for
   * @throws BadFileException if a row cannot be a bar of this series
   */
  boolean advance() {
    while (true) {
      openDue();
      Input first = open.poll();
      if (first == null) {
        return false;
      }
      Row row = first.file.row();
      if (row.startMs >= options.toMs()) {
        open.add(first);
        cut = true;
        finish();
        return false;
      }
      boolean fresh = bars == 0 || row.startMs != current.startMs;
      if (fresh) {
        take(first);
      } else {
        repeated(first);
      }
      stepOn(first);
      if (fresh) {
        return true;
      }
    }
  }

  private void openDue() {
    while (!waiting.isEmpty()
        && (open.isEmpty() || waiting.getFirst().firstMs <= open.peek().startMs())) {
      Input input = waiting.removeFirst();
      input.file = BarFile.open(input.path, !options.consecutive());
      if (!input.file.advance()) {
        throw new BadFileException(input.path, 0, "changed while it was read", "start again");
      }
      open.add(input);
    }
  }

  private void stepOn(Input input) {
    if (input.file.advance()) {
      open.add(input);
    } else {
      done(input);
    }
  }

  private void done(Input input) {
    checksums.put(input.path.toString(), input.file.sha256OfAll());
    input.file.close();
  }

  private void take(Input input) {
    Row row = input.file.row();
    if (!options.consecutive() && Math.floorMod(row.startMs, lengthMs) != 0) {
      throw input.file.bad(
          "misaligned: the start of a bar must be a multiple of "
              + lengthMs
              + " ms, was "
              + TextFile.utc(row.startMs),
          "repair the rows, or give the length if these are other bars");
    }
    current.take(row);
    currentPath = input.path;
    bars++;
    firstStartMs = Math.min(firstStartMs, row.startMs);
    lastCloseMs = row.startMs + lengthMs;
  }

  private void repeated(Input input) {
    Row row = input.file.row();
    if (row.sameValues(current)) {
      duplicates++;
      return;
    }
    conflictCount++;
    conflicts.accept(
        new RowConflict(
            instrument,
            row.startMs,
            currentPath + ":" + current.line,
            current.values(),
            input.path + ":" + row.line,
            row.values()));
  }

  /** Reads open files to their end for their sums: the end asked for may lie within them. */
  private void finish() {
    open.forEach(this::done);
    open.clear();
    waiting.clear();
  }

  String instrument() {
    return instrument;
  }

  /** The bar that {@link #advance} went to; overwritten by the next. */
  Row row() {
    return current;
  }

  long closeMs() {
    return current.startMs + lengthMs;
  }

  /** Whether bars remain beyond the end asked for: then the series has not ended. */
  boolean cut() {
    return cut;
  }

  SeriesStatistics statistics() {
    return new SeriesStatistics(bars, duplicates, conflictCount, firstStartMs, lastCloseMs);
  }

  @Override
  public void close() {
    UncheckedIOException failure = null;
    for (Input input : open) {
      try {
        input.file.close();
      } catch (UncheckedIOException e) {
        failure = e;
      }
    }
    open.clear();
    waiting.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
