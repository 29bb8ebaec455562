package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import io.lorentz.command.check.Cut.Future;
import io.lorentz.command.check.LookAheadResult.CutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Changes the future at some moments and looks whether anything known before them changes.
 *
 * <p>A first run over the whole log chooses the cuts and gives the fills. Then one run over the
 * whole log and one for each cut go side by side, heartbeat by heartbeat: until the heartbeat of
 * its cut, a run must give the rows of the whole one, all of them, in their order. So what happens
 * to an order decided at the cut, which happens at the open of a bar behind it, is not compared,
 * and neither is a label whose horizon reaches over the cut; everything else is. Memory does not
 * grow with the log.
 *
 * <p>Some lies need no future to be told: a fill at the price of the bar that gave the signal is
 * the same in both runs. So all fills are held against their bars, too ({@link FillRules}).
 */
public final class LookAheadCheck {

  private final CheckedSystem system;
  private final LogOpener log;
  private final long barLengthMs;

  /**
   * Makes the check.
   *
   * @param system what is checked
   * @param log the whole log
   * @param barLengthMs length of its bars, ms
   */
  public LookAheadCheck(CheckedSystem system, LogOpener log, long barLengthMs) {
    this.system = system;
    this.log = log;
    this.barLengthMs = barLengthMs;
  }

  /**
   * Checks.
   *
   * @param truncations cuts behind which there is nothing, 0 or more
   * @param shuffles cuts behind which there is another future, 0 or more
   * @param seed which other futures
   * @param progress is told the market time that was reached; each of two passes begins anew
   * @throws io.lorentz.command.fault.MisuseException if the log is too short for so many cuts
   */
  public LookAheadResult check(int truncations, int shuffles, long seed, LongConsumer progress) {
    Cuts cuts = new Cuts(barLengthMs);
    FillRules fills = new FillRules();
    try (CheckedRun whole = system.open(log)) {
      List<CheckedRow> rows = new ArrayList<>();
      while (whole.step(rows::add)) {
        cuts.passed(whole.progressMs());
        rows.forEach(cuts::take);
        fills.take(rows, whole.progressMs());
        rows.clear();
        progress.accept(whole.progressMs());
      }
    }
    List<Part> parts = new ArrayList<>();
    try {
      for (Cut cut : cuts.choose(truncations, shuffles)) {
        parts.add(new Part(cut, system.open(future(cut, seed + parts.size()))));
      }
      compare(parts, progress);
    } finally {
      parts.forEach(Part::close);
    }
    List<CutResult> results = parts.stream().map(Part::result).toList();
    return new LookAheadResult(
        results,
        results.stream().mapToLong(CutResult::rows).sum(),
        fills.count(),
        fills.faults(log));
  }

  private LogOpener future(Cut cut, long seed) {
    LogOpener whole = log;
    long timeMs = cut.timeMs();
    return cut.future() == Future.TRUNCATED
        ? () -> new CutLog(whole.open(), timeMs)
        : () -> new ChangedFutureLog(whole.open(), timeMs, seed);
  }

  private void compare(List<Part> parts, LongConsumer progress) {
    List<Part> open = new ArrayList<>(parts);
    List<CheckedRow> rows = new ArrayList<>();
    try (CheckedRun whole = system.open(log)) {
      while (!open.isEmpty() && whole.step(rows::add)) {
        open.removeIf(part -> part.isSettledBy(rows, whole.progressMs()));
        rows.clear();
        progress.accept(whole.progressMs());
      }
    }
  }

  /** The run of one cut beside the whole one. */
  private static final class Part {
    private final Cut cut;
    private final CheckedRun run;
    private final List<CheckedRow> own = new ArrayList<>();
    private long rows;
    private boolean closed;
    private Optional<Difference> difference = Optional.empty();

    Part(Cut cut, CheckedRun run) {
      this.cut = cut;
      this.run = run;
    }

    /**
     * Makes the step that the whole run has made.
     *
     * @return true if nothing more has to be compared
     */
    boolean isSettledBy(List<CheckedRow> expected, long progressMs) {
      boolean stepped = run.step(own::add);
      if (stepped && run.progressMs() != progressMs) {
        throw new IllegalStateException(
            "step: the run cut at "
                + cut.timeMs()
                + " came to "
                + run.progressMs()
                + ", the whole one to "
                + progressMs);
      }
      difference = Difference.first(expected, own);
      rows += expected.size();
      own.clear();
      boolean settled = difference.isPresent() || !stepped || progressMs >= cut.timeMs();
      if (settled) {
        close();
      }
      return settled;
    }

    void close() {
      if (!closed) {
        closed = true;
        run.close();
      }
    }

    CutResult result() {
      return new CutResult(cut, rows, difference);
    }
  }
}
