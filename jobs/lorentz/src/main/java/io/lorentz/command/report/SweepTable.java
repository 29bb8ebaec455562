package io.lorentz.command.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The best and the worst cells of a sweep as a table for a terminal of 80 columns. */
public final class SweepTable {

  private static final int WIDTH = 80;
  private static final int BEST = 10;
  private static final int WORST = 5;
  private static final String UNDEFINED = "-";

  private SweepTable() {}

  /** Draws the table; lines end with a line feed and have at most 80 characters. */
  public static String of(SweepSummary summary) {
    StringBuilder text = new StringBuilder();
    RunFacts facts = summary.facts();
    line(text, "data      " + Cells.utc(facts.dataFromMs()) + " .. " + Cells.utc(facts.dataToMs()));
    line(text, "trading   from " + Cells.utc(facts.tradingFromMs()));
    line(
        text,
        String.format(
            Locale.ROOT,
            "bars      %,d with %,d accounts in %.1f s",
            facts.bars(),
            summary.cells().size(),
            facts.wallSeconds()));
    summary.keys().forEach(key -> line(text, "varied    " + key));
    text.append('\n');
    line(
        text,
        String.format(
            Locale.ROOT,
            "%10s %8s %8s %7s %7s  %s",
            "return",
            "drawdown",
            "Sharpe",
            "factor",
            "trades",
            "settings, best first"));
    List<SweepSummary.Result> ranked = summary.ranked();
    if (ranked.size() <= BEST + WORST) {
      ranked.forEach(result -> row(text, result));
    } else {
      ranked.subList(0, BEST).forEach(result -> row(text, result));
      line(text, String.format(Locale.ROOT, "%10s", "…"));
      ranked.subList(ranked.size() - WORST, ranked.size()).forEach(result -> row(text, result));
    }
    text.append('\n');
    String warning = summary.warning();
    int comma = warning.indexOf(": ") + 1;
    line(text, warning.substring(0, comma));
    line(text, warning.substring(comma + 1));
    if (!Double.isNaN(summary.sharpeOfLuck())) {
      line(
          text,
          String.format(
              Locale.ROOT,
              "(that many trials without any edge: a best Sharpe of up to %.1f over this span)",
              summary.sharpeOfLuck()));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, SweepSummary.Result result) {
    AccountSummary figures = result.figures();
    String settings =
        result.cell().settings().values().stream().collect(Collectors.joining(" ", " ", ""));
    line(
        text,
        String.format(
            Locale.ROOT,
            "%10s %8s %8s %7s %7d %s",
            percent(figures.returnFraction()),
            percent(figures.maxDrawdown()),
            ratio(figures.sharpe()),
            ratio(figures.profitFactor()),
            figures.trades(),
            settings));
  }

  private static void line(StringBuilder text, String line) {
    String cut = line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    text.append(cut.stripTrailing()).append('\n');
  }

  private static String percent(double fraction) {
    return Double.isNaN(fraction)
        ? UNDEFINED
        : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private static String ratio(double value) {
    return Double.isNaN(value) ? UNDEFINED : String.format(Locale.ROOT, "%,.2f", value);
  }
}
