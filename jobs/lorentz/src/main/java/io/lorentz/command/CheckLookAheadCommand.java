package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.Difference;
import io.lorentz.command.check.LookAheadCheck;
import io.lorentz.command.check.LookAheadResult;
import io.lorentz.command.check.LookAheadResult.CutResult;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz check lookahead}. */
@Command(
    name = "lookahead",
    description = {
      "Cuts the future off, or changes it, and tells what changed before.",
      "It runs the core loop without Flink, whose rows are the job's (proven by tests):",
      "orders, outcomes, equity, signals, predictions and every column of 'features'.",
      "Fills are held against the bars they come from, too. Exit code 1 if a fault is found."
    },
    footer = {
      "",
      "Example:",
      "  lorentz check lookahead --bars BTCUSDT=btc_1m.csv.gz --truncations 20"
    })
final class CheckLookAheadCommand<T extends Record> implements Callable<Integer> {

  private static final int MOST = 1_000;
  private static final int SHOWN_FAULTS = 10;

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Mixin private CheckedData data = new CheckedData();

  @Option(
      names = "--truncations",
      paramLabel = "N",
      defaultValue = "10",
      description = "Cuts behind which nothing comes, 0 to 1000. Default: ${DEFAULT-VALUE}.")
  private int truncations;

  @Option(
      names = "--shuffles",
      paramLabel = "N",
      defaultValue = "5",
      description = "Cuts behind which bars are others, 0 to 1000. Default: ${DEFAULT-VALUE}.")
  private int shuffles;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which other bars. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckLookAheadCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    requireWithin("--truncations", truncations);
    requireWithin("--shuffles", shuffles);
    if (truncations + shuffles == 0) {
      throw new MisuseException(
          "--truncations 0, --shuffles 0: leave nothing to check; give one of them");
    }
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions files = data.files().withLengthMs(engine.barLengthMs(resolved.options()));
    try (CheckOutput output = CheckOutput.open(data.out())) {
      engine.requireInstruments(resolved.options(), files.files().keySet());
      DataCheck read = DataCheck.read(files);
      read.notices().forEach(surroundings.err()::println);
      LookAheadResult result = check(resolved.options(), files, read);
      print(result);
      ObjectNode found = json(result);
      output.write("lookahead", found, resolved, read.files());
      return json.answer(surroundings, result.clean() ? ExitCode.DONE : ExitCode.FAULT, found);
    }
  }

  private LookAheadResult check(T options, BarFileOptions files, DataCheck read) {
    LookAheadCheck check =
        new LookAheadCheck(
            engine.checked(options, files.files().keySet()),
            BarFileLog.opener(files),
            files.lengthMs());
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), read.dataFromMs(), read.dataToMs())) {
      return check.check(truncations, shuffles, seed, progress::onProgress);
    }
  }

  private static void requireWithin(String option, int value) {
    if (value < 0 || value > MOST) {
      throw new MisuseException(
          option + " " + value + ": must be 0 to " + MOST + "; 10 are enough to begin with");
    }
  }

  private void print(LookAheadResult result) {
    for (CutResult cut : result.cuts()) {
      json.told(surroundings)
          .out()
          .printf(
              Locale.ROOT,
              "%-9s  %s  %-13s  %s%n",
              cut.cut().future().text(),
              Cells.utc(cut.cut().timeMs()),
              cut.cut().place().text(),
              cut.difference().map(difference -> "DIFFERS: " + difference.text()).orElse("ok"));
    }
    result.fillFaults().stream()
        .limit(SHOWN_FAULTS)
        .forEach(fault -> json.told(surroundings).out().println("FILL: " + fault));
    if (result.fillFaults().size() > SHOWN_FAULTS) {
      json.told(surroundings)
          .out()
          .println("and " + (result.fillFaults().size() - SHOWN_FAULTS) + " more such fills");
    }
    long differing = result.cuts().stream().filter(cut -> cut.difference().isPresent()).count();
    json.told(surroundings)
        .out()
        .printf(
            Locale.ROOT,
            "%n%d of %d cuts changed something before them, %,d rows compared;%n"
                + "%d of %d fills could not have been given by their bars%n",
            differing,
            result.cuts().size(),
            result.rowsCompared(),
            result.fillFaults().size(),
            result.fills());
  }

  private static ObjectNode json(LookAheadResult result) {
    ObjectNode json = CheckOutput.object();
    json.put("clean", result.clean());
    json.put("rows_compared", result.rowsCompared());
    ArrayNode cuts = json.putArray("cuts");
    for (CutResult cut : result.cuts()) {
      ObjectNode one = cuts.addObject();
      one.put("future", cut.cut().future().text());
      one.put("time", Cells.utc(cut.cut().timeMs()));
      one.put("place", cut.cut().place().text());
      one.put("rows", cut.rows());
      one.set("difference", cut.difference().map(CheckLookAheadCommand::json).orElse(null));
    }
    json.put("fills", result.fills());
    ArrayNode faults = json.putArray("fill_faults");
    result.fillFaults().forEach(faults::add);
    return json;
  }

  private static ObjectNode json(Difference difference) {
    return CheckOutput.object()
        .put("table", difference.table())
        .put("key", difference.key())
        .put("column", difference.column())
        .put("time", Cells.utc(difference.timeMs()))
        .put("expected", difference.expected())
        .put("found", difference.found());
  }
}
