package io.lorentz.command.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The returns of a sweep as coloured tables in one HTML file without scripts: the first key down,
 * the second across, a table for each combination of the others. Green is a gain, red a loss, and
 * the largest of all of them, gain or loss, has the full colour.
 */
final class HeatMap {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Lorentz: sweep</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; }
      .table { overflow-x: auto; }
      table { border-collapse: collapse; margin: 0 0 1.5rem; }
      th, td { padding: .35rem .6rem; text-align: right; border: 1px solid #8884; }
      th { font-weight: 600; }
      td small { display: block; opacity: .75; }
      .warning { border-left: 4px solid #c60; padding: .3rem .8rem; max-width: 45rem; }
      </style>
      </head>
      <body>
      <h1>Sweep</h1>
      """;

  private final SweepSummary summary;
  private final double largest;
  private final StringBuilder html = new StringBuilder(HEAD);

  private HeatMap(SweepSummary summary) {
    this.summary = summary;
    this.largest =
        summary.cells().stream()
            .mapToDouble(result -> Math.abs(result.figures().returnFraction()))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
  }

  static void write(Path file, SweepSummary summary) throws IOException {
    HeatMap map = new HeatMap(summary);
    map.paragraphs();
    map.tables().forEach(map::table);
    map.html.append("</body>\n</html>\n");
    Files.writeString(file, map.html);
  }

  private void paragraphs() {
    RunFacts facts = summary.facts();
    html.append("<p>")
        .append(Cells.utc(facts.tradingFromMs()))
        .append(" to ")
        .append(Cells.utc(facts.dataToMs()))
        .append(". Each cell: return after all costs, then the number of closed trades and the")
        .append(" profit factor.</p>\n<p class=\"warning\">")
        .append(escaped(summary.warning()))
        .append(".</p>\n");
  }

  /** Cells by the settings of all keys but the first two. */
  private Map<Map<String, String>, List<SweepSummary.Result>> tables() {
    Map<Map<String, String>, List<SweepSummary.Result>> tables = new LinkedHashMap<>();
    List<String> others = summary.keys().subList(Math.min(2, summary.keys().size()), keys());
    for (SweepSummary.Result result : summary.cells()) {
      Map<String, String> fixed = new LinkedHashMap<>();
      others.forEach(key -> fixed.put(key, result.cell().settings().get(key)));
      tables.computeIfAbsent(fixed, none -> new ArrayList<>()).add(result);
    }
    return tables;
  }

  private int keys() {
    return summary.keys().size();
  }

  private void table(Map<String, String> fixed, List<SweepSummary.Result> results) {
    if (!fixed.isEmpty()) {
      html.append("<h2>");
      fixed.forEach((key, value) -> html.append(escaped(key + " = " + value + " ")));
      html.append("</h2>\n");
    }
    String down = summary.keys().get(0);
    String across = keys() > 1 ? summary.keys().get(1) : "";
    Map<String, List<SweepSummary.Result>> rows = new LinkedHashMap<>();
    for (SweepSummary.Result result : results) {
      rows.computeIfAbsent(result.cell().settings().get(down), none -> new ArrayList<>())
          .add(result);
    }
    html.append("<div class=\"table\"><table>\n<tr><th>")
        .append(escaped(across.isEmpty() ? down : down + " ↓ " + across + " →"))
        .append("</th>");
    for (SweepSummary.Result result : rows.values().iterator().next()) {
      String heading = across.isEmpty() ? "return" : result.cell().settings().get(across);
      html.append("<th>").append(escaped(heading)).append("</th>");
    }
    html.append("</tr>\n");
    rows.forEach(
        (value, cells) -> {
          html.append("<tr><th>").append(escaped(value)).append("</th>");
          cells.forEach(this::cell);
          html.append("</tr>\n");
        });
    html.append("</table></div>\n");
  }

  private void cell(SweepSummary.Result result) {
    AccountSummary figures = result.figures();
    double gain = figures.returnFraction();
    double share = largest > 0 && Double.isFinite(gain) ? Math.abs(gain) / largest : 0;
    html.append(
        String.format(
            Locale.ROOT,
            "<td title=\"%s\" style=\"background: rgba(%s, %.2f)\">%s<small>%,d / %s</small></td>",
            escaped(result.cell().name()),
            gain >= 0 ? "30, 150, 80" : "200, 60, 50",
            0.65 * share,
            Double.isNaN(gain) ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * gain),
            figures.trades(),
            Double.isNaN(figures.profitFactor())
                ? "–"
                : String.format(Locale.ROOT, "%.2f", figures.profitFactor())));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
