package io.lorentz.command.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
  private Set<String> unlisted = Set.of();
  private Optional<BaselineFacts> baselines = Optional.empty();
  private Optional<Judge> judge = Optional.empty();

  /**
   * @param configuration what the run was configured with
   * @param code which code ran
   */
  public RunReport(ResolvedConfiguration<?> configuration, CodeVersion code) {
    this.configuration = configuration;
    this.code = code;
  }

  /**
   * Adds what the run had beside the accounts a person asked for.
   *
   * @param unlistedAccounts accounts that are counted and listed nowhere
   * @param baselineFacts which of them are baselines, if there are any
   */
  public RunReport with(Set<String> unlistedAccounts, Optional<BaselineFacts> baselineFacts) {
    unlisted = Set.copyOf(unlistedAccounts);
    baselines = baselineFacts;
    return this;
  }

  /** Adds what somebody says who knows more of the run than its rows. */
  public RunReport judgedBy(Judge asked) {
    judge = Optional.of(asked);
    return this;
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
    RowFiles.writeOrders(
        orders,
        gathered.orders().stream()
            .filter(order -> !unlisted.contains(order.decision().getAccount()))
            .toList());
    List<RunRows.Trade> trades =
        gathered.trades().stream()
            .filter(trade -> !unlisted.contains(trade.opened().getAccount()))
            .toList();
    RowFiles.writeTrades(folder.resolve("trades.csv"), trades);
    RowFiles.writeSignals(folder.resolve("signals.csv"), gathered.signals());
    String ordersSha256 = DataFile.sha256(orders);
    List<AccountSummary> accounts = accounts(gathered, tallies, facts.synthetic());
    RunSummary summary =
        new RunSummary(
            facts,
            ordersSha256,
            accounts,
            baselines.map(each -> BaselineSummary.of(each, accounts)),
            judge.map(asked -> asked.judge(judged(accounts, trades))));
    ReportJson.writeSummary(folder.resolve("summary.json"), summary);
    List<String> files = new ArrayList<>(FILES);
    files.addAll(otherFiles);
    ReportJson.writeManifest(
        folder.resolve(OutputDirectory.MANIFEST), summary, configuration, code, files);
    ChartFile.write(folder.resolve(ChartFile.NAME), bars.finish(), curves, trades);
    ReportPage.write(ReportFolder.read(folder), folder.resolve(ReportPage.NAME));
    return summary;
  }

  private Map<String, JudgedAccount> judged(
      List<AccountSummary> accounts, List<RunRows.Trade> trades) {
    Map<String, List<ClosedTrade>> closed =
        trades.stream()
            .filter(trade -> trade.closed().isPresent())
            .collect(
                groupingBy(
                    trade -> trade.opened().getAccount(), mapping(RunReport::closed, toList())));
    Map<String, JudgedAccount> judged = new TreeMap<>();
    for (AccountSummary account : accounts) {
      if (!unlisted.contains(account.account())) {
        judged.put(
            account.account(),
            new JudgedAccount(
                account,
                closed.getOrDefault(account.account(), List.of()),
                account.study().history().stream().map(DayReturn::value).toList()));
      }
    }
    return judged;
  }

  private static ClosedTrade closed(RunRows.Trade trade) {
    TradeResult result = TradeResult.of(trade.opened(), trade.closed().orElseThrow());
    return new ClosedTrade(
        trade.opened().getInstrument(),
        trade.opened().getDirection(),
        result.openTimeMs(),
        result.closeTimeMs(),
        result.bps(result.gross()),
        result.bps(result.net()));
  }

  /** Figures of each account, by name. */
  static List<AccountSummary> accounts(
      RunRows rows, Map<String, EquityTally> tallies, boolean synthetic) {
    Map<String, List<RunRows.Order>> orders =
        rows.orders().stream().collect(groupingBy(order -> order.decision().getAccount()));
    Map<String, List<RunRows.Trade>> trades =
        rows.trades().stream().collect(groupingBy(trade -> trade.opened().getAccount()));
    List<AccountSummary> accounts = new ArrayList<>();
    tallies.forEach(
        (name, tally) ->
            accounts.add(
                AccountSummary.of(
                    name,
                    orders.getOrDefault(name, List.of()),
                    trades.getOrDefault(name, List.of()),
                    tally,
                    synthetic)));
    return accounts;
  }
}
