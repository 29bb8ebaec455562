package io.lorentz.archive;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The funding or the mark prices of one instrument out of any number of files that may overlap, in
 * order of time, each once. A file is opened when its first row is due.
 */
final class StampedSeries implements Closeable {

  /** No row is left. */
  static final long ENDED = Long.MAX_VALUE;

  private final String instrument;
  private final StampKind kind;
  private final Consumer<RowConflict> conflicts;
  private final Map<String, String> checksums;
  private final ArrayDeque<Input> waiting = new ArrayDeque<>();
  private final PriorityQueue<Input> open =
      new PriorityQueue<>(
          Comparator.<Input>comparingLong(input -> input.file.current().ms())
              .thenComparingInt(input -> input.order));
  private Stamped next = Stamped.NONE;
  private boolean ended;
  private long given;
  private long outside;
  private long duplicates;
  private long conflictCount;

  /** A file of the series with its first time. */
  private static final class Input {
    private final Path path;
    private final int order;
    private final long firstMs;
    private StampedFile file;

    Input(Path path, int order, long firstMs) {
      this.path = path;
      this.order = order;
      this.firstMs = firstMs;
    }
  }

  /**
   * Looks at the first row of every file.
   *
   * @param paths files and folders that hold this kind
   * @param perhaps files and folders that may hold it beside another; left out where they do not
   * @param conflicts takes what was given twice and differently
   * @param checksums takes the SHA-256 of every file that is read, by path
   * @throws BadFileException if one is missing, empty or of an unknown layout
   */
  StampedSeries(
      String instrument,
      StampKind kind,
      List<String> paths,
      List<String> perhaps,
      Consumer<RowConflict> conflicts,
      Map<String, String> checksums) {
    this.instrument = instrument;
    this.kind = kind;
    this.conflicts = conflicts;
    this.checksums = checksums;
    List<Input> inputs = new ArrayList<>();
    paths.forEach(path -> look(Path.of(path), true, inputs));
    perhaps.forEach(path -> look(Path.of(path), false, inputs));
    inputs.sort(
        Comparator.<Input>comparingLong(input -> input.firstMs)
            .thenComparingInt(input -> input.order));
    waiting.addAll(inputs);
    try {
      advance();
    } catch (BadFileException e) {
      close();
      throw e;
    }
  }

  private void look(Path path, boolean required, List<Input> inputs) {
    for (Path each : TextFile.files(path)) {
      try (StampedFile file = new StampedFile(each, kind)) {
        if (required) {
          file.requireItsKind();
        }
        if (file.isOfItsKind()) {
          if (!file.advance()) {
            throw new BadFileException(each, 0, "has no rows", "remove it or download it again");
          }
          inputs.add(new Input(each, inputs.size(), file.current().ms()));
        }
      }
    }
  }

  String instrument() {
    return instrument;
  }

  /** Time of the next record, ms since 1970 UTC; {@link #ENDED} if there is none. */
  long nextMs() {
    return ended ? ENDED : next.ms();
  }

  /** Gives the record of {@link #nextMs} and goes on to the one after it. */
  Stamped take() {
    Stamped taken = next;
    given++;
    advance();
    return taken;
  }

  /** Drops what lies before a time, ms since 1970 UTC. */
  void dropBefore(long ms) {
    while (nextMs() < ms) {
      outside++;
      advance();
    }
  }

  /** Drops all that is left. It is read all the same: a bad row is told wherever it stands. */
  void dropRest() {
    dropBefore(ENDED);
  }

  private void advance() {
    while (true) {
      openDue();
      Input first = open.poll();
      if (first == null) {
        ended = true;
        return;
      }
      Stamped row = first.file.current();
      boolean fresh = next.line() == 0 || !kind.same(next.ms(), row.ms());
      if (!fresh) {
        repeated(row);
      }
      stepOn(first);
      if (fresh) {
        next = row;
        return;
      }
    }
  }

  private void openDue() {
    while (!waiting.isEmpty()
        && (open.isEmpty() || waiting.getFirst().firstMs <= open.peek().file.current().ms())) {
      Input input = waiting.removeFirst();
      input.file = new StampedFile(input.path, kind);
      if (!input.file.isOfItsKind() || !input.file.advance()) {
        throw new BadFileException(input.path, 0, "changed while it was read", "start again");
      }
      open.add(input);
    }
  }

  private void stepOn(Input input) {
    if (input.file.advance()) {
      open.add(input);
    } else {
      checksums.put(input.path.toString(), input.file.sha256OfAll());
      input.file.close();
    }
  }

  private void repeated(Stamped row) {
    if (row.value().compareTo(next.value()) == 0) {
      duplicates++;
      return;
    }
    conflictCount++;
    conflicts.accept(
        new RowConflict(instrument, row.ms(), next.place(), words(next), row.place(), words(row)));
  }

  private String words(Stamped row) {
    return kind.words() + " " + row.value().toPlainString();
  }

  StampStatistics statistics() {
    return new StampStatistics(given, outside, duplicates, conflictCount);
  }

  @Override
  public void close() {
    open.forEach(input -> input.file.close());
    open.clear();
    waiting.clear();
  }
}
