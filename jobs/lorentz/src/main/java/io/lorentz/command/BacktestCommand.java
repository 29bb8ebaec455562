package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz backtest}. */
@Command(
    name = "backtest",
    description = "Replays files of bars through the whole job and writes the report.",
    footer = {
      "",
      "Example:",
      "  lorentz backtest --bars BTCUSDT=btc_1m.csv.gz --from 2025-05-04 --out out/may",
      "  lorentz backtest --bars BTCUSDT=btc_1m/ --funding BTCUSDT=btc_funding.csv.gz",
      "      --mark BTCUSDT=btc_mark_1h.csv.gz --out out/funded"
    })
final class BacktestCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "SYMBOL=PATH",
      description = "A CSV, a .csv.gz or a folder of them; repeatable.")
  private List<String> bars = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Trade bars that start at or after it (UTC); those before are warm-up.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Read bars that start before it (UTC).")
  private Instant to;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks; changes no order. Default: one per instrument or processor.")
  private Integer parallelism;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the report; an earlier report in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();

  @Mixin private BaselineArguments baselines = new BaselineArguments();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  BacktestCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (parallelism != null && (parallelism < 1 || parallelism > 128)) {
      throw new MisuseException(
          "--parallelism " + parallelism + ": must be 1 to 128; 1 is always right");
    }
    baselines.check();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions files = files(bars, marketData, from, to);
    marketData.requireOutside(out, bars);
    try (OutputDirectory output = OutputDirectory.open(out)) {
      new Replaying<>(engine, surroundings, resolved)
          .with(baselines)
          .run("backtest", false, files, parallelism == null ? 0 : parallelism, output, List.of());
    }
    surroundings.out().println("\nreport in " + out);
    return ExitCode.DONE;
  }

  static BarFileOptions files(
      List<String> bars, MarketDataArguments marketData, Instant from, Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new MisuseException("--from " + from + ": must lie before --to " + to + "; move one");
    }
    BarFileOptions files = marketData.addTo(BarFileOptions.of(BarsArgument.files(bars)));
    if (from != null) {
      files = files.withFromMs(from.toEpochMilli());
    }
    return to == null ? files : files.withToMs(to.toEpochMilli());
  }
}
