package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.WarmUpCheck;
import io.lorentz.command.check.WarmUpResult;
import io.lorentz.command.check.WarmUpResult.Column;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz check warmup}. */
@Command(
    name = "warmup",
    description = {
      "Starts the series later: after how many bars is everything as it was?",
      "It runs the core loop without Flink, whose rows are the job's (proven by tests).",
      "All runs trade from the same time on: --from, or the last third of the data.",
      "Exit code 1 if anything that trades differs from then on."
    },
    footer = {"", "Example:", "  lorentz check warmup --bars BTCUSDT=btc_1m.csv.gz --starts 3"})
final class CheckWarmUpCommand<T extends Record> implements Callable<Integer> {

  private static final int MOST_STARTS = 20;

  /** Fewer bars between two starts show nothing: the fastest indicators take longer. */
  private static final int LEAST_BARS = 100;

  /** Shifts each start by another number of bars, so that windows begin broken. */
  private static final int SHIFT_BARS = 7;

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Mixin private CheckedData data = new CheckedData();

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "3",
      description = "Later starts, 1 to 20, spread before trading. Default: ${DEFAULT-VALUE}.")
  private int starts;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckWarmUpCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (starts < 1 || starts > MOST_STARTS) {
      throw new MisuseException(
          "--starts " + starts + ": must be 1 to " + MOST_STARTS + "; 3 are enough to begin with");
    }
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions files = data.files().withLengthMs(engine.barLengthMs(resolved.options()));
    try (CheckOutput output = CheckOutput.open(data.out())) {
      engine.requireInstruments(resolved.options(), files.files().keySet());
      DataCheck read = DataCheck.read(files);
      read.notices().forEach(surroundings.err()::println);
      WarmUpResult result = check(resolved.options(), files, read);
      json.told(surroundings).out().print(new WarmUpTable(result, files.lengthMs()).text());
      ObjectNode found = json(result);
      output.write("warmup", found, resolved, read.files());
      return json.answer(surroundings, result.clean() ? ExitCode.DONE : ExitCode.FAULT, found);
    }
  }

  private WarmUpResult check(T options, BarFileOptions files, DataCheck read) {
    long lengthMs = files.lengthMs();
    long bars = (read.dataToMs() - read.dataFromMs()) / lengthMs;
    long tradingFromMs =
        files.fromMs() == BarFileOptions.FIRST_BAR
            ? read.dataFromMs() + bars * 2 / 3 * lengthMs
            : files.fromMs();
    long before = (tradingFromMs - read.dataFromMs()) / lengthMs;
    if (before < (long) LEAST_BARS * (starts + 1)) {
      throw new MisuseException(
          "--starts "
              + starts
              + ": takes "
              + LEAST_BARS * (starts + 1)
              + " bars before trading begins at "
              + Cells.utc(tradingFromMs)
              + ", was "
              + before
              + "; give more data, a later --from, or fewer starts");
    }
    List<Long> startsMs = new ArrayList<>();
    for (int i = 1; i <= starts; i++) {
      long bar =
          Math.min(before * i / (starts + 1) + (long) SHIFT_BARS * i, before - LEAST_BARS / 2);
      startsMs.add(read.dataFromMs() + bar * lengthMs);
    }
    WarmUpCheck check =
        new WarmUpCheck(
            engine.checked(options, files.files().keySet()),
            BarFileLog.opener(files.withFromMs(tradingFromMs)));
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), read.dataFromMs(), read.dataToMs())) {
      return check.check(startsMs, tradingFromMs, progress::onProgress);
    }
  }

  private static ObjectNode json(WarmUpResult result) {
    ObjectNode json = CheckOutput.object();
    json.put("clean", result.clean());
    ArrayNode starts = json.putArray("starts");
    result.startsMs().forEach(startMs -> starts.add(Cells.utc(startMs)));
    json.put("trading_from", Cells.utc(result.tradingFromMs()));
    ArrayNode columns = json.putArray("columns");
    for (Column column : result.columns()) {
      ObjectNode one = columns.addObject();
      one.put("table", column.table());
      one.put("column", column.name());
      one.put("traded", column.traded());
      column.declaredBars().ifPresent(bars -> one.put("declared_bars", bars));
      one.put("rows", column.rows());
      one.put("differing", column.differing());
      bars(one, "agreed_first_after_bars", column.agreedAfter());
      bars(one, "agrees_for_good_after_bars", column.agreesAfter());
      one.put("differing_in_trading", column.differingInTrading());
    }
    return json;
  }

  /** Never is null: no number of bars is enough. */
  private static void bars(ObjectNode json, String key, long bars) {
    if (bars == WarmUpResult.NEVER) {
      json.putNull(key);
    } else {
      json.put(key, bars);
    }
  }

  /** Bars or never, for people. */
  static String text(long bars) {
    return bars == WarmUpResult.NEVER ? "never" : String.format(Locale.ROOT, "%d", bars);
  }
}
