package io.lorentz.benchmarks.jobs;

import com.sun.management.OperatingSystemMXBean;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.command.ReplayRequest;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.core.baselines.BaselineOptions.RandomRate;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.BaselineAccounts;
import io.lorentz.trading.TradingOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What many accounts cost on one pass over real bars: the account {@code main} alone, or main and
 * 99 accounts that enter by chance as often as main does. One measurement per process; {@code
 * jobs/benchmarks/accounts} runs them in turn and compares medians.
 *
 * <p>The bars are replayed several times in one process and the last replay is measured, because a
 * month alone measures the JVM's compiler. A replay reads the files, and the job starts its
 * cluster; both are there with one account and with a hundred.
 *
 * <p>Arguments: {@code bare} or the parallelism of the job; the number of accounts; least
 * confidence and the rates at which main then enters on 5m and 15m, with colons; replays; folder
 * for the job's rows; {@code SYMBOL=PATH} of the bars, each.
 */
public final class AccountsBenchmark {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final TradingOptions options;
  private final BarFileOptions bars;
  private long rows;
  private long trades;

  private AccountsBenchmark(TradingOptions options, BarFileOptions bars) {
    this.options = options;
    this.bars = bars.withLengthMs(options.shortestTimeframeMs());
  }

  /** Measures once and prints one line: seconds, CPU seconds, rows, trades. */
  public static void main(String[] args) throws Exception {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (int i = 5; i < args.length; i++) {
      String[] symbolAndPath = args[i].split("=", 2);
      files.put(symbolAndPath[0], List.of(symbolAndPath[1]));
    }
    BarFileOptions bars = BarFileOptions.of(files);
    AccountsBenchmark benchmark =
        new AccountsBenchmark(
            options(Integer.parseInt(args[1]), args[2].split(":"), files.size()), bars);
    double seconds = 0;
    double cpuSeconds = 0;
    for (int replay = Integer.parseInt(args[3]); replay > 0; replay--) {
      benchmark.rows = 0;
      benchmark.trades = 0;
      long cpuNanos = SYSTEM.getProcessCpuTime();
      long nanos = System.nanoTime();
      if (args[0].equals("bare")) {
        benchmark.bareLoop();
      } else {
        benchmark.job(Integer.parseInt(args[0]), Path.of(args[4]));
      }
      seconds = (System.nanoTime() - nanos) / 1e9;
      cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e9;
    }
    System.out.printf(
        Locale.ROOT,
        "%s %s %.3f %.3f %d %d%n",
        args[0],
        args[1],
        seconds,
        cpuSeconds,
        benchmark.rows,
        benchmark.trades);
  }

  /**
   * Main without account limits, and random accounts at a rate that gives each about as many
   * trades.
   */
  private static TradingOptions options(int accounts, String[] activity, int instruments) {
    TradingOptions all =
        new EmbeddedEngine()
            .configuration()
            .resolve(
                Optional.empty(),
                List.of(
                    "confirmation.min-confidence=" + activity[0],
                    "group.accounts.main.limits=false",
                    "group.accounts.unlimited=null"))
            .options();
    if (accounts == 1) {
      return all;
    }
    List<RandomRate> rates =
        List.of(
            new RandomRate(300_000L, Double.parseDouble(activity[1])),
            new RandomRate(900_000L, Double.parseDouble(activity[2])));
    Set<String> rules = Set.copyOf(BaselineAccounts.rules());
    TradingOptions added = BaselineAccounts.addTo(all, rates, accounts - 1, instruments);
    List<AccountOptions> kept =
        added.group().accounts().stream()
            .filter(account -> !rules.contains(account.name()))
            .toList();
    return added.with(added.group().withAccounts(kept));
  }

  private void bareLoop() {
    try (BarFileLog log = new BarFileLog(bars);
        Ensemble ensemble = Ensemble.jvm(options.inference())) {
      BareLoop loop =
          new BareLoop(options, List.copyOf(bars.files().keySet()), ensemble, this::count);
      while (log.hasNext()) {
        loop.on(log.next());
      }
      loop.end();
    }
  }

  private void job(int parallelism, Path folder) throws Exception {
    Path spool = Files.createTempDirectory(folder, "spool");
    new EmbeddedEngine().replay(new ReplayRequest<>(options, bars, parallelism, spool), time -> {});
    new RunOutputSpool(spool).read(this::count);
    try (var written = Files.list(spool)) {
      for (Path file : written.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(spool);
  }

  private void count(RunOutput row) {
    rows++;
    if (row.getPayload() instanceof TradeOpened) {
      trades++;
    }
  }
}
