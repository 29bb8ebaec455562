package io.lorentz.command.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes all files of a sweep into a folder. */
public final class SweepReport {

  private static final List<String> FILES = List.of("sweep.csv", "sweep.json", "heatmap.html");

  private static final List<String> FIGURES =
      List.of(
          "trades",
          "win_rate",
          "break_even_win_rate",
          "profit_factor",
          "expectancy",
          "return",
          "monthly_return",
          "max_drawdown",
          "sharpe",
          "sortino",
          "fees",
          "final_equity",
          "signals",
          "orders",
          "denied",
          "exposure",
          "stop_to_cost");

  private final ResolvedConfiguration<?> configuration;
  private final CodeVersion code;
  private final List<String> keys;
  private final List<SweepCell> cells;

  /**
   * @param configuration what holds for every cell but for what it varies
   * @param code which code ran
   * @param keys keys that were varied
   * @param cells the grid
   */
  public SweepReport(
      ResolvedConfiguration<?> configuration,
      CodeVersion code,
      List<String> keys,
      List<SweepCell> cells) {
    this.configuration = configuration;
    this.code = code;
    this.keys = keys;
    this.cells = cells;
  }

  /**
   * Writes the files.
   *
   * @param folder an existing folder to write to, see {@link OutputDirectory#path()}
   * @param rows the run's rows, merged by key
   * @param facts what is known besides the rows
   * @throws IOException if a file cannot be written
   * @throws io.lorentz.command.fault.FaultException if the rows contradict each other
   */
  public SweepSummary write(Path folder, RowSource rows, RunFacts facts) throws IOException {
    Map<String, EquityTally> tallies = new TreeMap<>();
    RunRows gathered =
        RunRows.gather(
            rows,
            point ->
                tallies
                    .computeIfAbsent(
                        point.getAccount(), name -> new EquityTally(facts.tradingFromMs()))
                    .add(point));
    Map<String, AccountSummary> figures =
        RunReport.accounts(gathered, tallies, facts.synthetic()).stream()
            .collect(Collectors.toMap(AccountSummary::account, account -> account));
    SweepSummary summary =
        new SweepSummary(
            facts,
            keys,
            cells.stream()
                .map(cell -> new SweepSummary.Result(cell, figures.get(cell.name())))
                .toList());
    writeCsv(folder.resolve("sweep.csv"), summary);
    ReportJson.writeSweep(folder.resolve("sweep.json"), summary);
    HeatMap.write(folder.resolve("heatmap.html"), summary);
    ReportJson.writeSweepManifest(
        folder.resolve(OutputDirectory.MANIFEST), summary, configuration, code, FILES);
    return summary;
  }

  private void writeCsv(Path file, SweepSummary summary) throws IOException {
    try (CsvWriter csv = RowFiles.open(file)) {
      List<String> names = new ArrayList<>(List.of("cell"));
      names.addAll(keys);
      names.addAll(FIGURES);
      csv.writeRecord(names);
      for (SweepSummary.Result result : summary.cells()) {
        List<String> row = new ArrayList<>(List.of(result.cell().name()));
        keys.forEach(key -> row.add(result.cell().settings().get(key)));
        row.addAll(figures(result.figures()));
        csv.writeRecord(row);
      }
    }
  }

  private static List<String> figures(AccountSummary account) {
    return List.of(
        Integer.toString(account.trades()),
        Cells.shortest(account.winRate()),
        Cells.shortest(account.breakEvenWinRate()),
        Cells.shortest(account.profitFactor()),
        Cells.shortest(account.expectancy()),
        Cells.shortest(account.returnFraction()),
        Cells.shortest(account.monthlyReturn()),
        Cells.shortest(account.maxDrawdown()),
        Cells.shortest(account.sharpe()),
        Cells.shortest(account.sortino()),
        Cells.plain(account.fees()),
        Cells.plain(account.finalEquity()),
        Long.toString(account.signals()),
        Integer.toString(account.orders()),
        Integer.toString(account.denied()),
        Cells.shortest(account.exposure()),
        Cells.shortest(account.stopToCost()));
  }
}
