package io.lorentz.command.parity;

import io.lorentz.kafka.RowPlace;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.kafka.WrittenRow;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.RowFingerprint;
import io.lorentz.schemas.rows.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Holds a replay against what was recorded: first takes every recorded row, then every replayed
 * one.
 *
 * <p>The run may still be going on. It is known to have come to the cause of the last recorded
 * point of equity, which is read before all other rows; a row with a later cause, or that very one,
 * that was not recorded may still come, and is counted apart. Everything else that differs is a
 * difference. Rows that mark the end of the data have no cause and are left out.
 *
 * <p>Memory: about 200 bytes per recorded row. Not for several threads.
 */
public final class ParityCheck implements RowTopics.Visitor, Consumer<CausedRow> {

  private static final Comparator<Found> BY_CAUSE =
      Comparator.comparingLong((Found found) -> found.causeMs().orElse(Long.MAX_VALUE))
          .thenComparing(found -> found.key().toString())
          .thenComparing(Found::kind);

  private final Span span;
  private final int kept;
  private final Function<RowPlace, RunOutput> again;
  private final Map<RowKey, Recorded> recorded = new HashMap<>();
  private final Map<TopicPlan, Tally> tallies = new EnumMap<>(TopicPlan.class);
  private final TreeSet<Found> first = new TreeSet<>(BY_CAUSE);
  private final RowFingerprint fingerprints = new RowFingerprint();
  private OptionalLong reachedMs = OptionalLong.empty();

  /**
   * Nothing is recorded yet.
   *
   * @param span what is replayed
   * @param kept how many of the first differences are told with their rows
   * @param again reads a recorded row again
   */
  public ParityCheck(Span span, int kept, Function<RowPlace, RunOutput> again) {
    this.span = span;
    this.kept = kept;
    this.again = again;
    for (TopicPlan plan : RowTopics.plans()) {
      tallies.put(plan, new Tally());
    }
  }

  /** A recorded row; the row itself is read again when it is asked for. */
  private static final class Recorded {
    private final TopicPlan plan;
    private final RowPlace place;
    private final OptionalLong causeMs;
    private final long fingerprint;
    private boolean replayed;

    Recorded(TopicPlan plan, RowPlace place, OptionalLong causeMs, long fingerprint) {
      this.plan = plan;
      this.place = place;
      this.causeMs = causeMs;
      this.fingerprint = fingerprint;
    }
  }

  /** A difference; rows as they are at hand. */
  private record Found(
      Parting.Kind kind,
      RowKey key,
      OptionalLong causeMs,
      List<RowPlace> recorded,
      List<RunOutput> replayed) {}

  /** Counts of one kind. */
  private static final class Tally {
    private OptionalLong keptBehindMs = OptionalLong.empty();
    private boolean cut;
    private long equal;
    private long repeats;
    private long missing;
    private long superfluous;
    private long unequal;
    private long notReached;
    private long notKept;

    KindCount count() {
      return new KindCount(equal, repeats, missing, superfluous, unequal, notReached, notKept);
    }
  }

  @Override
  public void onTopic(TopicPlan plan, boolean whole) {
    tallies.get(plan).cut |= !whole;
  }

  @Override
  public void onRow(WrittenRow row) {
    TopicPlan plan = TopicPlan.ofRow(row.row());
    Tally tally = tallies.get(plan);
    if (row.causeLogTimeMs().isEmpty() && row.row().getPayload() instanceof EquityPoint) {
      return;
    }
    if (tally.cut && tally.keptBehindMs.isEmpty()) {
      // Others of the same cause may have been deleted before it.
      tally.keptBehindMs = row.causeLogTimeMs();
    }
    if (row.row().getPayload() instanceof EquityPoint) {
      reachedMs = later(reachedMs, row.causeLogTimeMs());
    }
    RowKey key = RowKey.of(row.row());
    long fingerprint = fingerprints.of(row.row());
    RowPlace place = row.place();
    Recorded before =
        recorded.putIfAbsent(key, new Recorded(plan, place, row.causeLogTimeMs(), fingerprint));
    if (before == null || !isWithin(row.causeLogTimeMs())) {
      return;
    }
    if (before.fingerprint == fingerprint && before.causeMs.equals(row.causeLogTimeMs())) {
      tally.repeats++;
    } else {
      tally.unequal++;
      add(
          new Found(
              Parting.Kind.REPEATED_OTHERWISE,
              key,
              row.causeLogTimeMs(),
              List.of(before.place),
              List.of(row.row())));
    }
  }

  private static OptionalLong later(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || (other.isPresent() && other.getAsLong() > one.getAsLong())
        ? other
        : one;
  }

  /** Whether a row of this cause can be a row of what is replayed; unknown causes can. */
  private boolean isWithin(OptionalLong causeMs) {
    return causeMs.isEmpty() || span.holds(causeMs.getAsLong());
  }

  /** Takes the next row of the replay. */
  @Override
  public void accept(CausedRow replayed) {
    if (replayed.causeLogTimeMs().isEmpty()) {
      return;
    }
    long causeMs = replayed.causeLogTimeMs().getAsLong();
    Tally tally = tallies.get(TopicPlan.ofRow(replayed.row()));
    RowKey key = RowKey.of(replayed.row());
    Recorded found = recorded.get(key);
    if (found == null) {
      absent(tally, key, causeMs, replayed.row());
      return;
    }
    found.replayed = true;
    OptionalLong recordedCause = found.causeMs;
    boolean sameCause = recordedCause.isEmpty() || recordedCause.getAsLong() == causeMs;
    if (sameCause && found.fingerprint == fingerprints.of(replayed.row())) {
      tally.equal++;
    } else {
      tally.unequal++;
      long firstCauseMs = Math.min(causeMs, recordedCause.orElse(causeMs));
      add(
          new Found(
              Parting.Kind.UNEQUAL,
              key,
              OptionalLong.of(firstCauseMs),
              List.of(found.place),
              List.of(replayed.row())));
    }
  }

  private void absent(Tally tally, RowKey key, long causeMs, RunOutput row) {
    if (tally.cut && (tally.keptBehindMs.isEmpty() || causeMs <= tally.keptBehindMs.getAsLong())) {
      tally.notKept++;
    } else if (reachedMs.isEmpty() || causeMs >= reachedMs.getAsLong()) {
      tally.notReached++;
    } else {
      tally.missing++;
      add(new Found(Parting.Kind.MISSING, key, OptionalLong.of(causeMs), List.of(), List.of(row)));
    }
  }

  private void add(Found found) {
    first.add(found);
    if (first.size() > kept) {
      first.pollLast();
    }
  }

  /** What came of it, once all rows of the replay have been taken. */
  public ParityResult result() {
    recorded.forEach(
        (key, row) -> {
          if (!row.replayed && isWithin(row.causeMs)) {
            tallies.get(row.plan).superfluous++;
            add(
                new Found(
                    Parting.Kind.SUPERFLUOUS, key, row.causeMs, List.of(row.place), List.of()));
          }
        });
    SortedMap<String, KindCount> kinds = new TreeMap<>();
    tallies.forEach(
        (plan, tally) -> kinds.put(plan.name().toLowerCase(Locale.ROOT), tally.count()));
    return new ParityResult(kinds, first.stream().map(this::parting).toList(), reachedMs);
  }

  private Parting parting(Found found) {
    List<RunOutput> before = found.recorded().stream().map(again).toList();
    String fields = "";
    if (!before.isEmpty() && !found.replayed().isEmpty()) {
      fields = fields(payload(before.get(0)), payload(found.replayed().get(0)));
      fields = fields.isEmpty() ? "the record that caused it" : fields;
    }
    return new Parting(
        found.kind(), found.key(), found.causeMs(), fields, text(before), text(found.replayed()));
  }

  private static SpecificRecordBase payload(RunOutput row) {
    return (SpecificRecordBase) row.getPayload();
  }

  private static String text(List<RunOutput> rows) {
    return rows.isEmpty() ? "" : rows.get(0).getPayload().toString();
  }

  private static String fields(SpecificRecordBase one, SpecificRecordBase other) {
    List<String> differing = new ArrayList<>();
    for (Schema.Field field : one.getSchema().getFields()) {
      Object before = one.get(field.pos());
      Object after = other.get(field.pos());
      if (!Objects.equals(before, after)) {
        differing.add(field.name() + " " + before + ", " + after);
      }
    }
    return String.join("; ", differing);
  }
}
