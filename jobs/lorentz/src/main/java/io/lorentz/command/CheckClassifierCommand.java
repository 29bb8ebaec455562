package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.ClassifierBar;
import io.lorentz.command.check.ClassifierStudy;
import io.lorentz.command.check.Share;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz check classifier}. */
@Command(
    name = "classifier",
    description = {
      "Measures what the published Lorentzian classifier really does on your bars.",
      "Which neighbours it keeps, whose sign it has, what it knows, what its trades are worth."
    },
    footer = {
      "",
      "Example:",
      "  lorentz check classifier --bars BTCUSDT=btc_1m.csv.gz --timeframe 1m"
    })
final class CheckClassifierCommand<T extends Record> implements Callable<Integer> {

  /** The memory, the later start, and as many bars to judge as say something. */
  private static final int LEAST_ROWS = 4_000;

  private static final int LATER_ROWS = 1_000;

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Mixin private CheckedData data = new CheckedData();

  @Option(
      names = "--timeframe",
      required = true,
      paramLabel = "LENGTH",
      converter = Timeframe.class,
      description = "Length of the bars that are classified, 1m to 1d.")
  private Long timeframeMs;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckClassifierCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  /** How often two charts of the same bars, one begun later, show another sign. */
  private static final class Starts {
    private final Deque<ClassifierBar> earlier = new ArrayDeque<>();
    private long laterRows;
    private long compared;
    private long differing;

    void take(ClassifierBar bar) {
      laterRows++;
      while (!earlier.isEmpty() && earlier.getFirst().timeMs() < bar.timeMs()) {
        earlier.removeFirst();
      }
      if (laterRows > ClassifierStudy.MEMORY
          && !earlier.isEmpty()
          && earlier.getFirst().timeMs() == bar.timeMs()) {
        compared++;
        boolean same = Integer.signum(earlier.getFirst().vote()) == Integer.signum(bar.vote());
        differing += same ? 0 : 1;
      }
    }

    double share() {
      return compared == 0 ? Double.NaN : (double) differing / compared;
    }
  }

  @Override
  public Integer call() throws Exception {
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions files = data.files();
    if (files.files().size() != 1) {
      throw new MisuseException(
          "--bars: the classifier sees one symbol, was " + files.files().keySet() + "; give one");
    }
    if (files.fromMs() != BarFileOptions.FIRST_BAR) {
      throw new MisuseException(
          "--from: nothing is traded here; leave it out, or cut the file where it shall begin");
    }
    try (CheckOutput output = CheckOutput.open(data.out())) {
      DataCheck read = DataCheck.read(files);
      read.notices().forEach(surroundings.err()::println);
      ClassifierStudy study = new ClassifierStudy();
      Starts starts = new Starts();
      try (ProgressLine progress =
          new ProgressLine(
              surroundings.err(), surroundings.terminal(), read.dataFromMs(), read.dataToMs())) {
        measure(resolved.options(), files, study, starts, progress);
      }
      if (study.rows() < LEAST_ROWS) {
        throw new MisuseException(
            "--bars: "
                + study.rows()
                + " bars of "
                + Cells.timeframe(timeframeMs)
                + " are too few, "
                + LEAST_ROWS
                + " are needed; give more data or a shorter --timeframe");
      }
      String symbol = files.files().keySet().iterator().next();
      json.told(surroundings)
          .out()
          .print(
              ClassifierTable.of(
                  symbol + " " + Cells.timeframe(timeframeMs), study, starts.share()));
      ObjectNode found = json(study, starts);
      output.write("classifier", found, resolved, read.files());
      return json.answer(surroundings, ExitCode.DONE, found);
    }
  }

  private void measure(
      T options, BarFileOptions files, ClassifierStudy study, Starts starts, ProgressLine progress)
      throws Exception {
    Optional<ClassifierBars> later = Optional.empty();
    try (ClassifierBars bars = bars(options, files, FeatureRequest.FIRST_BAR)) {
      for (Optional<ClassifierBar> bar = bars.next(); bar.isPresent(); bar = bars.next()) {
        study.take(bar.get());
        if (study.rows() == LATER_ROWS) {
          later = Optional.of(bars(options, files, bar.get().timeMs()));
        }
        if (later.isPresent()) {
          starts.earlier.addLast(bar.get());
          later.get().next().ifPresent(starts::take);
        }
        progress.onProgress(bar.get().timeMs());
      }
    } finally {
      later.ifPresent(ClassifierBars::close);
    }
  }

  private ClassifierBars bars(T options, BarFileOptions files, long firstStartMs) throws Exception {
    String symbol = files.files().keySet().iterator().next();
    return new ClassifierBars(
        engine.features(new FeatureRequest<>(options, symbol, files, timeframeMs, firstStartMs)));
  }

  private ObjectNode json(ClassifierStudy study, Starts starts) {
    ObjectNode json = CheckOutput.object();
    json.put("timeframe", Cells.timeframe(timeframeMs));
    json.put("bars", study.rows());
    json.put("first_bar", Cells.utc(study.firstMs()));
    json.put("last_bar", Cells.utc(study.lastMs()));
    CheckOutput.number(json, "kept_rows_median_place", study.medianPlaceOfKept());
    CheckOutput.number(json, "kept_rows_in_nearest_tenth", study.keptNear().value());
    agreement(json, "vote_has_sign_of_last_move", study.asLastMove());
    agreement(json, "vote_has_sign_of_farthest_8", study.asFarthest());
    agreement(json, "vote_has_sign_of_nearest_8", study.asNearest());
    agreement(json, "vote_has_sign_of_matured_8", study.asMatured());
    agreement(json, "nearest_8_have_sign_of_last_move", study.nearestAsLastMove());
    accuracy(json, "vote_knows_next_move", study.voteRight());
    accuracy(json, "last_move_knows_next_move", study.lastMoveRight());
    accuracy(json, "matured_8_know_next_move", study.maturedRight());
    accuracy(json, "next_move_is_up", study.up());
    json.put("entries", study.entries());
    Map.of(
            "trades_at_table_price",
            study.tableBook(),
            "trades_close_to_close",
            study.closeBook(),
            "trades_next_open_to_next_open",
            study.openBook())
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> book(json, entry.getKey(), entry.getValue()));
    CheckOutput.number(json, "sign_differs_when_started_1000_bars_later", starts.share());
    return json;
  }

  private static void agreement(ObjectNode json, String key, Share share) {
    ObjectNode one = json.putObject(key);
    CheckOutput.number(one, "share", share.value());
    one.put("bars", share.count());
  }

  private static void accuracy(ObjectNode json, String key, Share share) {
    agreement(json, key, share);
    interval((ObjectNode) json.get(key), share.bootstrapped());
  }

  private static void book(ObjectNode json, String key, ClassifierStudy.Book book) {
    ObjectNode one = json.putObject(key);
    one.put("trades", book.won().count());
    CheckOutput.number(one, "won", book.won().value());
    interval(one, book.won().binomial());
    CheckOutput.number(one, "mean_bps", book.meanBps());
  }

  private static void interval(ObjectNode json, Share.Interval interval) {
    CheckOutput.number(json, "low_95", interval.low());
    CheckOutput.number(json, "high_95", interval.high());
  }
}
