package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.BarRow.Finality;
import io.lorentz.exchanges.dialect.Dialect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out when the bars of one symbol are closed, and gives each once, in order, without a hole.
 *
 * <p>A bar is closed when the venue says so; where no frame says so, when the next one was seen and
 * the grace has passed, or some time after its end. The latter two hold only if the connection
 * stood from its last update on, and for the last if it has since shown that it lives: a bar that a
 * dead connection left half done is no bar. Everything else is asked for. An answer that leaves a
 * bar out long after its end says that there is none; one that shows it as open does not.
 *
 * <p>What was taken for closed is asked for a little later; if it changed, it is given again as
 * corrected. Rows that no bar can be are refused. Times are the venue's. Not for several threads.
 */
final class BarCloser {

  private static final long LENGTH_MS = Dialect.MINUTE_MS;

  /** So many bars that were given are remembered to tell corrections from repeats. */
  private static final int REMEMBERED = 60;

  /** An answer without any row says nothing about a bar younger than this. */
  private static final long EMPTY_ANSWER_MS = 120_000;

  /** Takes what was found out. */
  interface Sink {

    /** A closed bar, the next in order or, if corrected, one that was given before. */
    void closed(BarRow row, boolean corrected);
  }

  /**
   * Bars to ask for.
   *
   * @param fromMs start of the first
   * @param toMs start of the last
   */
  record Range(long fromMs, long toMs) {}

  private record Seen(BarRow row, int epoch) {}

  private final FeedOptions options;
  private final boolean tellsClosed;
  private final Sink sink;
  private final TreeMap<Long, Seen> pending = new TreeMap<>();
  private final TreeMap<Long, BarRow> given = new TreeMap<>();
  private final TreeSet<Long> unverified = new TreeSet<>();
  private long lastMs;
  private int epoch;
  private long aliveMs = Long.MIN_VALUE;
  private boolean asking;
  private long askAgainMs = Long.MIN_VALUE;
  private long refused;

  /**
   * Begins.
   *
   * @param beginMs start of the first bar that is wanted
   * @param tellsClosed whether frames say that a bar is closed
   */
  BarCloser(FeedOptions options, boolean tellsClosed, long beginMs, Sink sink) {
    this.options = options;
    this.tellsClosed = tellsClosed;
    this.lastMs = Math.floorDiv(beginMs + LENGTH_MS - 1, LENGTH_MS) * LENGTH_MS - LENGTH_MS;
    this.sink = sink;
  }

  /** The connection stands no longer: what it left half done stays so. */
  void interrupted() {
    epoch++;
  }

  /** Data came over the connection. */
  void alive(long nowMs) {
    aliveMs = Math.max(aliveMs, nowMs);
  }

  /** Takes a row of a frame. */
  void onRow(BarRow row, long nowMs) {
    if (!row.isPossible()
        || Math.floorMod(row.startMs(), LENGTH_MS) != 0
        || row.startMs() > nowMs + LENGTH_MS) {
      refused++;
      return;
    }
    if (row.startMs() <= lastMs) {
      correct(row);
    } else {
      pending.merge(row.startMs(), new Seen(row, epoch), BarCloser::later);
      settle(nowMs);
    }
  }

  /** Frames may come twice or in another order; the volume of a bar never falls. */
  private static Seen later(Seen one, Seen other) {
    boolean oneClosed = one.row().finality() == Finality.CLOSED;
    boolean otherClosed = other.row().finality() == Finality.CLOSED;
    if (oneClosed != otherClosed) {
      return oneClosed ? one : other;
    }
    return other.row().volume() >= one.row().volume() ? other : one;
  }

  private void correct(BarRow row) {
    BarRow before = given.get(row.startMs());
    boolean says =
        row.finality() == Finality.CLOSED
            || (row.finality() == Finality.UNTOLD
                && before != null
                && row.volume() > before.volume());
    if (says && before != null && !before.sameValues(row)) {
      given.put(row.startMs(), row.closed());
      sink.closed(row.closed(), true);
    }
  }

  /** Time has passed. */
  void onTime(long nowMs) {
    settle(nowMs);
  }

  private void settle(long nowMs) {
    while (true) {
      long nextMs = lastMs + LENGTH_MS;
      Seen next = pending.get(nextMs);
      if (next == null || !isClosed(next, nextMs, nowMs)) {
        return;
      }
      if (next.row().finality() != Finality.CLOSED) {
        unverified.add(nextMs);
      }
      give(next.row());
    }
  }

  private boolean isClosed(Seen seen, long startMs, long nowMs) {
    if (seen.row().finality() == Finality.CLOSED) {
      return true;
    }
    if (tellsClosed || seen.epoch() != epoch) {
      return false;
    }
    long endMs = startMs + LENGTH_MS;
    Map.Entry<Long, Seen> after = pending.higherEntry(startMs);
    boolean nextSeen = after != null && after.getValue().epoch() == epoch;
    return (nextSeen && nowMs >= endMs + options.graceMs())
        || (nowMs >= endMs + options.inferAfterMs() && aliveMs >= endMs);
  }

  private void give(BarRow row) {
    lastMs = row.startMs();
    pending.headMap(lastMs, true).clear();
    given.put(lastMs, row.closed());
    while (given.size() > REMEMBERED) {
      given.pollFirstEntry();
    }
    sink.closed(row.closed(), false);
  }

  /**
   * What has to be asked for now; the caller asks and tells the answer or the failure.
   *
   * @param most most bars of one answer
   */
  Optional<Range> wanted(long nowMs, int most) {
    if (asking || nowMs < askAgainMs) {
      return Optional.empty();
    }
    long nextMs = lastMs + LENGTH_MS;
    long lastEndedMs =
        Math.floorDiv(nowMs - options.answerLagMs(), LENGTH_MS) * LENGTH_MS - LENGTH_MS;
    boolean nextSeen = pending.higherKey(nextMs) != null;
    long patienceMs = nextSeen ? options.answerLagMs() + options.graceMs() : options.inferAfterMs();
    if (nextMs <= lastEndedMs && nowMs >= nextMs + LENGTH_MS + patienceMs) {
      return asked(nextMs, lastEndedMs, most);
    }
    if (!unverified.isEmpty() && nowMs >= unverified.last() + LENGTH_MS + options.verifyAfterMs()) {
      return asked(unverified.first(), unverified.last(), most);
    }
    return Optional.empty();
  }

  private Optional<Range> asked(long fromMs, long toMs, int most) {
    asking = true;
    return Optional.of(new Range(fromMs, Math.min(toMs, fromMs + (most - 1) * LENGTH_MS)));
  }

  /** Nothing came of what was asked; it is asked again then. */
  void failed(long againMs) {
    asking = false;
    askAgainMs = againMs;
  }

  /**
   * Takes an answer.
   *
   * @param range what was asked for
   * @param rows what it holds
   * @param askedMs when it was asked: what had not ended well before is not final
   */
  void onAnswer(Range range, List<BarRow> rows, long askedMs, long nowMs) {
    asking = false;
    Map<Long, BarRow> finals = new HashMap<>();
    Set<Long> open = new HashSet<>();
    long newestMs = Long.MIN_VALUE;
    for (BarRow row : rows) {
      newestMs = Math.max(newestMs, row.startMs());
      if (isFinal(row, askedMs)) {
        finals.put(row.startMs(), row);
      } else if (row.isPossible()) {
        open.add(row.startMs());
      }
    }
    finals.forEach(
        (startMs, row) -> {
          if (startMs <= lastMs) {
            correct(row.closed());
          }
        });
    unverified.removeIf(startMs -> startMs >= range.fromMs() && startMs <= range.toMs());
    long before = lastMs;
    fill(range, finals, open, newestMs, askedMs);
    settle(nowMs);
    boolean shortOfIt = lastMs == before && lastMs < range.toMs();
    askAgainMs = shortOfIt ? nowMs + options.answerLagMs() : nowMs;
  }

  private boolean isFinal(BarRow row, long askedMs) {
    return row.isPossible()
        && Math.floorMod(row.startMs(), LENGTH_MS) == 0
        && row.finality() != Finality.OPEN
        && row.startMs() + LENGTH_MS + options.answerLagMs() <= askedMs;
  }

  private void fill(
      Range range, Map<Long, BarRow> finals, Set<Long> open, long newestMs, long askedMs) {
    boolean empty = newestMs == Long.MIN_VALUE;
    while (lastMs + LENGTH_MS <= range.toMs()) {
      long nextMs = lastMs + LENGTH_MS;
      BarRow row = finals.get(nextMs);
      long ageMs = askedMs - nextMs - LENGTH_MS;
      boolean absent =
          empty ? ageMs >= EMPTY_ANSWER_MS : ageMs >= options.absentAfterMs() && newestMs >= nextMs;
      if (row != null) {
        give(row);
      } else if (absent && !open.contains(nextMs)) {
        lastMs = nextMs;
        pending.headMap(lastMs, true).clear();
      } else {
        return;
      }
    }
  }

  /** Every bar that ends at or before this was given or does not exist, ms since 1970 UTC. */
  long progressMs() {
    return lastMs + LENGTH_MS;
  }

  /** Rows that no bar can be, since the beginning. */
  long refused() {
    return refused;
  }
}
