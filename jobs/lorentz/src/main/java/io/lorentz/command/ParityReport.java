package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.parity.KindCount;
import io.lorentz.command.parity.ParityResult;
import io.lorentz.command.parity.Parting;
import io.lorentz.command.report.Cells;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What {@code check parity} found, on the screen and as JSON. */
final class ParityReport {

  private static final int SHOWN = 3;

  private final PrintWriter out;
  private final RecordedLog log;
  private final String configurationSha256;

  ParityReport(PrintWriter out, RecordedLog log, String configurationSha256) {
    this.out = out;
    this.log = log;
    this.configurationSha256 = configurationSha256;
  }

  /** Log times of the records that have to be looked up. */
  NavigableSet<Long> causes(ParityResult result) {
    NavigableSet<Long> causes = new TreeSet<>();
    result.first().forEach(parting -> parting.causeLogTimeMs().ifPresent(causes::add));
    result.reachedMs().ifPresent(causes::add);
    return causes;
  }

  /** Prints the counts, and of differences the first. */
  void print(ParityResult result, Map<Long, RecordedLog.Place> places) {
    out.println(
        "replayed "
            + log.range()
            + ", log time "
            + Cells.utc(log.span().fromMs())
            + " to "
            + Cells.utc(log.span().toMs()));
    out.printf(
        Locale.ROOT,
        "%n%-10s %12s %12s %12s %12s %12s%n",
        "rows",
        "equal",
        "missing",
        "superfluous",
        "unequal",
        "repeated");
    result.kinds().forEach(this::print);
    out.println();
    printNotCompared(result, places);
    if (result.differences() == 0) {
      out.println("0 differences in " + result.equal() + " rows");
      return;
    }
    Parting first = result.first().get(0);
    out.println(result.differences() + " differences; run and replay part after");
    out.println("  " + input(first, places));
    result.first().stream().limit(SHOWN).forEach(this::print);
  }

  private void print(String kind, KindCount count) {
    out.printf(
        Locale.ROOT,
        "%-10s %,12d %,12d %,12d %,12d %,12d%n",
        kind,
        count.equal(),
        count.missing(),
        count.superfluous(),
        count.unequal(),
        count.repeats());
  }

  private void printNotCompared(ParityResult result, Map<Long, RecordedLog.Place> places) {
    if (result.notReached() > 0) {
      out.println(
          "the run has come to "
              + (result.reachedMs().isPresent()
                  ? at(result.reachedMs().getAsLong(), places)
                  : "no row with a cause")
              + "; "
              + result.notReached()
              + " rows from there on are not recorded yet and were not compared");
    }
    result
        .kinds()
        .forEach(
            (kind, count) -> {
              if (count.notKept() > 0) {
                out.println(
                    count.notKept()
                        + " rows of "
                        + kind
                        + " are older than what the topic keeps and were not compared");
              }
            });
  }

  private void print(Parting parting) {
    out.println();
    out.println(
        parting.key()
            + " "
            + parting.kind().words()
            + (parting.fields().isEmpty() ? "" : ": " + parting.fields()));
    if (!parting.recorded().isEmpty()) {
      out.println("  recorded: " + parting.recorded());
    }
    if (!parting.replayed().isEmpty()) {
      boolean again = parting.kind() == Parting.Kind.REPEATED_OTHERWISE;
      out.println((again ? "  again:    " : "  replayed: ") + parting.replayed());
    }
  }

  private String input(Parting parting, Map<Long, RecordedLog.Place> places) {
    return parting.causeLogTimeMs().isPresent()
        ? at(parting.causeLogTimeMs().getAsLong(), places)
        : "a record that the row does not name";
  }

  private String at(long logTimeMs, Map<Long, RecordedLog.Place> places) {
    RecordedLog.Place place = places.get(logTimeMs);
    String time = "log time " + logTimeMs + " (" + Cells.utc(logTimeMs) + ")";
    return place == null
        ? time + ", which no record of this part of the log has"
        : "topic "
            + log.range().topic()
            + " partition "
            + RecordedLog.PARTITION
            + " offset "
            + place.offset()
            + ", "
            + time
            + ": "
            + place.text();
  }

  /** The same and more of it. */
  ObjectNode json(ParityResult result, Map<Long, RecordedLog.Place> places) {
    ObjectNode json = CheckOutput.object();
    json.put("clean", result.differences() == 0);
    json.put("differences", result.differences());
    json.put("topic", log.range().topic());
    json.put("partition", RecordedLog.PARTITION);
    json.put("from_offset", log.fromOffset());
    json.put("end_offset", log.endOffset());
    json.put("from_log_time_ms", log.span().fromMs());
    json.put("to_log_time_ms", log.span().toMs());
    if (result.reachedMs().isPresent()) {
      json.put("run_has_come_to_log_time_ms", result.reachedMs().getAsLong());
    } else {
      json.putNull("run_has_come_to_log_time_ms");
    }
    json.put("configuration_sha256", configurationSha256);
    ArrayNode starts = json.putArray("job_starts");
    log.starts()
        .forEach(
            (offset, sha256) ->
                starts.addObject().put("offset", offset).put("configuration_sha256", sha256));
    ObjectNode kinds = json.putObject("rows");
    result.kinds().forEach((kind, count) -> kinds.set(kind, json(count)));
    ArrayNode first = json.putArray("first");
    result.first().forEach(parting -> first.add(json(parting, places)));
    return json;
  }

  private static ObjectNode json(KindCount count) {
    return CheckOutput.object()
        .put("equal", count.equal())
        .put("missing", count.missing())
        .put("superfluous", count.superfluous())
        .put("unequal", count.unequal())
        .put("repeats", count.repeats())
        .put("not_reached", count.notReached())
        .put("not_kept", count.notKept());
  }

  private static ObjectNode json(Parting parting, Map<Long, RecordedLog.Place> places) {
    ObjectNode json = CheckOutput.object();
    json.put("kind", parting.kind().name().toLowerCase(Locale.ROOT));
    json.put("row", parting.key().toString());
    if (parting.causeLogTimeMs().isPresent()) {
      long logTimeMs = parting.causeLogTimeMs().getAsLong();
      ObjectNode cause = json.putObject("cause");
      cause.put("log_time_ms", logTimeMs);
      RecordedLog.Place place = places.get(logTimeMs);
      if (place != null) {
        cause.put("offset", place.offset());
        cause.put("record", place.text());
      }
    } else {
      json.putNull("cause");
    }
    json.put("fields", parting.fields());
    json.put("recorded", parting.recorded());
    json.put("replayed", parting.replayed());
    return json;
  }
}
