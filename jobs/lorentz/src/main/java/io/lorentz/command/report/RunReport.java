package io.lorentz.command.report;

import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes all files of a report into a folder. */
public final class RunReport {

  private static final List<String> FILES =
      List.of(
          "orders.csv",
          "trades.csv",
          "equity.csv",
          "signals.csv",
          "summary.json",
          ChartFile.NAME,
          ReportPage.NAME);

  private final ResolvedConfiguration<?> configuration;
  private final CodeVersion code;

  /**
   * @param configuration what the run was configured with
   * @param code which code ran
   */
  public RunReport(ResolvedConfiguration<?> configuration, CodeVersion code) {
    this.configuration = configuration;
    this.code = code;
  }

  /**
   * Writes the files.
   *
   * @param folder an existing folder to write to, see {@link OutputDirectory#path()}
   * @param rows the run's rows, merged by key
   * @param facts what is known besides the rows
   * @param otherFiles names of what else the folder will hold when it is put in place
   * @return the figures
   * @throws IOException if a file cannot be written
   * @throws io.lorentz.command.fault.FaultException if the rows contradict each other
   */
  public RunSummary write(Path folder, RowSource rows, RunFacts facts, List<String> otherFiles)
      throws IOException {
    return write(folder, rows, facts, otherFiles, new ChartBars());
  }

  /**
   * Writes the files, with bars in the chart.
   *
   * @param bars the bars of the run, see {@link #write(Path, RowSource, RunFacts, List)}
   */
  public RunSummary write(
      Path folder, RowSource rows, RunFacts facts, List<String> otherFiles, ChartBars bars)
      throws IOException {
    RunRows gathered;
    Map<String, EquityTally> tallies;
    Map<String, EquityCurve> curves;
    try (EquityFile equity = new EquityFile(folder, facts.tradingFromMs(), facts.dataToMs())) {
      gathered = RunRows.gather(rows, equity);
      equity.join(folder.resolve("equity.csv"));
      tallies = equity.tallies();
      curves = equity.curves();
    }
    Path orders = folder.resolve("orders.csv");
    RowFiles.writeOrders(orders, gathered.orders());
    RowFiles.writeTrades(folder.resolve("trades.csv"), gathered.trades());
    RowFiles.writeSignals(folder.resolve("signals.csv"), gathered.signals());
    String ordersSha256 = DataFile.sha256(orders);
    RunSummary summary =
        new RunSummary(facts, ordersSha256, accounts(gathered, tallies, ordersSha256, facts));
    ReportJson.writeSummary(folder.resolve("summary.json"), summary);
    List<String> files = new ArrayList<>(FILES);
    files.addAll(otherFiles);
    ReportJson.writeManifest(
        folder.resolve(OutputDirectory.MANIFEST), summary, configuration, code, files);
    ChartFile.write(folder.resolve(ChartFile.NAME), bars.finish(), curves, gathered.trades());
    ReportPage.write(ReportFolder.read(folder), folder.resolve(ReportPage.NAME));
    return summary;
  }

  private static List<AccountSummary> accounts(
      RunRows rows, Map<String, EquityTally> tallies, String ordersSha256, RunFacts facts) {
    List<AccountSummary> accounts = new ArrayList<>();
    tallies.forEach(
        (name, tally) ->
            accounts.add(
                AccountSummary.of(
                    name,
                    rows.orders().stream()
                        .filter(order -> order.decision().getAccount().equals(name))
                        .toList(),
                    rows.trades().stream()
                        .filter(trade -> trade.opened().getAccount().equals(name))
                        .toList(),
                    tally,
                    ordersSha256,
                    facts.synthetic())));
    return accounts;
  }
}
