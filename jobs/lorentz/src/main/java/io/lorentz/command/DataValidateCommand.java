package io.lorentz.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.ReportPage;
import io.lorentz.consolidation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data validate}. */
@Command(
    name = "validate",
    description = {
      "Says what is wrong with the series of an archive.",
      "Missing bars, bars off the grid, bars whose high or low contradicts them, minutes without a",
      "trade, bars that the shorter ones in them do not add up to (they were stored while open),",
      "spikes, conflicts; and holds venues against each other, also shifted by a few bars. Quality",
      "is the share of the bars from a series' first to its last that are there, on the grid and",
      "possible. Exit code 1 if a series has less than asked for."
    },
    footer = {
      "",
      "Example:",
      "  lorentz data validate archive --min-quality 99.9 --findings quality.json --page quality.html"
    })
final class DataValidateCommand implements Callable<Integer> {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int DATE_LENGTH = "2025-01-01".length();

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ARCHIVE", description = "Folder that 'data consolidate' wrote.")
  private Path archive;

  @Option(
      names = "--min-quality",
      paramLabel = "PERCENT",
      defaultValue = "99.9",
      description = "Least quality of each series, %%. Default: ${DEFAULT-VALUE}.")
  private double minQuality;

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "Writes all findings as JSON, every gap and every day too.")
  private Path findings;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Writes a page with a calendar of what is there, day by day.")
  private Path page;

  @Mixin private JsonArgument json = new JsonArgument();

  DataValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<Validation.Findings> series;
    List<Validation.Pair> pairs;
    try (Validation validation = Validation.of(archive)) {
      series = validation.series();
      pairs = validation.pairs();
      table(series, pairs);
      if (findings != null || page != null) {
        write(withDays(validation, series, pairs));
      }
    }
    List<String> bad =
        series.stream()
            .filter(one -> 100 * one.quality() < minQuality)
            .map(one -> one.series().toString())
            .toList();
    ObjectNode result = findings(series, pairs);
    result.put("min_quality", minQuality);
    bad.forEach(result.putArray("below_min_quality")::add);
    if (bad.isEmpty()) {
      return json.answer(surroundings, ExitCode.DONE, result);
    }
    surroundings
        .err()
        .println(
            bad.size()
                + " of "
                + series.size()
                + " series have a quality below "
                + minQuality
                + " %: "
                + String.join(", ", bad));
    return json.answer(surroundings, ExitCode.FAULT, result);
  }

  private void write(ObjectNode found) throws IOException {
    if (findings != null) {
      JSON.writeValue(findings.toFile(), found);
    }
    if (page != null) {
      ReportPage.writeQuality(found, page);
    }
  }

  private void table(List<Validation.Findings> series, List<Validation.Pair> pairs) {
    line(
        "%-34s %10s %9s %9s %6s %9s %9s %9s  %s",
        "series",
        "bars",
        "quality",
        "missing",
        "gaps",
        "off grid",
        "impossible",
        "no trade",
        "largest gap");
    for (Validation.Findings one : series) {
      line(
          "%-34s %,10d %8.3f%% %,9d %,6d %,9d %,9d %,9d  %s",
          one.series(),
          one.bars(),
          100 * one.quality(),
          one.missing(),
          one.gaps().size(),
          one.misaligned(),
          one.impossible(),
          one.zeroVolume(),
          largest(one).orElse(""));
    }
    for (Validation.Findings one : series) {
      for (Validation.Unequal bar : one.unequal()) {
        line(
            "%s %s: stored while it was open, volume %s, its parts %s",
            one.series(), Cells.utc(bar.startMs()), bar.volume(), bar.partsVolume());
      }
      if (!one.spikes().isEmpty()) {
        line(
            "%s: %,d spikes, the first at %s",
            one.series(), one.spikes().size(), Cells.utc(one.spikes().get(0)));
      }
      if (one.filled() + one.conflicts() > 0) {
        line("%s: %,d filled, %,d conflicts", one.series(), one.filled(), one.conflicts());
      }
    }
    if (!pairs.isEmpty()) {
      line("%n%-34s %-34s %10s %10s %10s", "series", "and", "in common", "median bp", "largest");
      for (Validation.Pair pair : pairs) {
        line(
            "%-34s %-34s %,10d %10.2f %10.1f%s",
            pair.first(),
            pair.second(),
            pair.common(),
            pair.medianBps(),
            pair.largestBps(),
            pair.shift().map(by -> "  agrees shifted by " + by + " bars only").orElse(""));
      }
    }
  }

  private void line(String format, Object... values) {
    json.told(surroundings)
        .out()
        .println(String.format(Locale.ROOT, format, values).stripTrailing());
  }

  private static Optional<String> largest(Validation.Findings series) {
    return series.gaps().stream()
        .max(Comparator.comparingLong(Validation.Gap::bars))
        .map(gap -> gap.bars() + " after " + Cells.utc(gap.afterMs()));
  }

  private ObjectNode withDays(
      Validation validation, List<Validation.Findings> series, List<Validation.Pair> pairs) {
    ObjectNode all = findings(series, pairs);
    all.put("archive", archive.toAbsolutePath().normalize().getFileName().toString());
    all.put("min_quality", minQuality);
    for (int i = 0; i < series.size(); i++) {
      ObjectNode node = (ObjectNode) all.withArray("series").get(i);
      node.put("name", series.get(i).series().toString());
      ArrayNode days = node.putArray("days");
      for (Validation.Day day : validation.days(series.get(i))) {
        days.addArray().add(date(day.dayMs())).add(day.bars()).add(day.expected());
      }
    }
    return all;
  }

  private static String date(long ms) {
    return Cells.utc(ms).substring(0, DATE_LENGTH);
  }

  private static ObjectNode findings(
      List<Validation.Findings> series, List<Validation.Pair> pairs) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode list = all.putArray("series");
    for (Validation.Findings one : series) {
      add(list.addObject(), one);
    }
    ArrayNode between = all.putArray("pairs");
    for (Validation.Pair pair : pairs) {
      ObjectNode node = between.addObject();
      node.put("first", pair.first().toString());
      node.put("second", pair.second().toString());
      node.put("bars_in_common", pair.common());
      node.put("median_bps", pair.medianBps());
      node.put("largest_bps", pair.largestBps());
      pair.shift().ifPresent(by -> node.put("shifted_by_bars", by));
    }
    return all;
  }

  private static void add(ObjectNode node, Validation.Findings one) {
    node.put("venue", one.series().venue());
    node.put("symbol", one.series().symbol());
    node.put("timeframe", one.series().timeframe());
    node.put("first", Cells.utc(one.firstMs()));
    node.put("last", Cells.utc(one.lastMs()));
    node.put("bars", one.bars());
    node.put("quality", one.quality());
    node.put("missing", one.missing());
    node.put("misaligned", one.misaligned());
    node.put("impossible", one.impossible());
    node.put("zero_volume", one.zeroVolume());
    node.put("filled", one.filled());
    node.put("conflicts", one.conflicts());
    node.put("largest_move", one.largestMove());
    ArrayNode gaps = node.putArray("gaps");
    for (Validation.Gap gap : one.gaps()) {
      gaps.addObject().put("after", Cells.utc(gap.afterMs())).put("bars", gap.bars());
    }
    node.put("against_parts", one.againstParts());
    ArrayNode unequal = node.putArray("unequal");
    for (Validation.Unequal bar : one.unequal()) {
      unequal
          .addObject()
          .put("start", Cells.utc(bar.startMs()))
          .put("volume", bar.volume())
          .put("parts_volume", bar.partsVolume());
    }
    ArrayNode spikes = node.putArray("spikes");
    one.spikes().forEach(startMs -> spikes.add(Cells.utc(startMs)));
  }
}
