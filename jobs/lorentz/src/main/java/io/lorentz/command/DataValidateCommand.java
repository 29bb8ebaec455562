package io.lorentz.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.report.Cells;
import io.lorentz.consolidation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data validate}. */
@Command(
    name = "validate",
    description = {
      "Says what is wrong with the series of an archive: missing bars, bars off the grid, bars whose",
      "high or low contradicts them, minutes without a trade; and holds venues against each other,",
      "also shifted by a few bars. Quality is the share of the bars from a series' first to its last",
      "that are there, on the grid and possible. Exit code 1 if a series has less than asked for."
    },
    footer = {
      "",
      "Example:",
      "  lorentz data validate archive --min-quality 99.9 --json quality.json"
    })
final class DataValidateCommand implements Callable<Integer> {

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
      names = "--json",
      paramLabel = "FILE",
      description = "Writes all findings, every gap too.")
  private Path json;

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
    }
    table(series, pairs);
    if (json != null) {
      write(series, pairs);
    }
    List<String> bad =
        series.stream()
            .filter(one -> 100 * one.quality() < minQuality)
            .map(one -> one.series().toString())
            .toList();
    if (bad.isEmpty()) {
      return ExitCode.DONE;
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
    return ExitCode.FAULT;
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
    surroundings.out().println(String.format(Locale.ROOT, format, values).stripTrailing());
  }

  private static Optional<String> largest(Validation.Findings series) {
    return series.gaps().stream()
        .max(Comparator.comparingLong(Validation.Gap::bars))
        .map(gap -> gap.bars() + " after " + Cells.utc(gap.afterMs()));
  }

  private void write(List<Validation.Findings> series, List<Validation.Pair> pairs)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode all = mapper.createObjectNode();
    ArrayNode list = all.putArray("series");
    for (Validation.Findings one : series) {
      ObjectNode node = list.addObject();
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
      node.put("largest_move", one.largestMove());
      ArrayNode gaps = node.putArray("gaps");
      for (Validation.Gap gap : one.gaps()) {
        gaps.addObject().put("after", Cells.utc(gap.afterMs())).put("bars", gap.bars());
      }
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
    mapper.writeValue(json.toFile(), all);
  }
}
