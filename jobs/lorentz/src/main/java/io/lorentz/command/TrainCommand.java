package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.DataFile;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.Window;
import io.lorentz.models.BadModelException;
import io.lorentz.models.ModelFolder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz train}. */
@Command(
    name = "train",
    description = {
      "Trains the ensemble on bars and says what it is worth.",
      "Rows by the job's own features, members, calibration on held-back folds."
    },
    footer = {
      "",
      "Example:",
      "  lorentz train --bars BTCUSDT=btc_1m.csv.gz --from 2025-04-01 --to 2025-05-01 --out model"
    })
final class TrainCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL",
      description = "Folder of the model; an earlier model in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();
  @Mixin private TrainingArguments arguments = new TrainingArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  TrainCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions bars = marketData.files().withLengthMs(engine.barLengthMs(resolved.options()));
    marketData.requireOutside(out);
    requireReplaceable();
    DataCheck data = DataCheck.read(bars);
    data.notices().forEach(surroundings.err()::println);
    Training training;
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), data.dataFromMs(), data.dataToMs())) {
      training =
          engine.training(
              resolved.options(), bars, arguments.settings(), checksums(data), progress);
    }
    Window window =
        new Window(
            marketData
                .from()
                .map(from -> from.toEpochMilli() + bars.lengthMs())
                .orElse(training.firstMs()),
            training.lastMs());
    ModelFolder model;
    try (OutputDirectory output = OutputDirectory.replacing(out)) {
      model = training.trainer().train(window, output.path());
      output.commit();
    }
    QualityTable.lines(model.manifest()).forEach(json.told(surroundings).out()::println);
    json.told(surroundings).out().println("\nmodel " + model.id() + " in " + out);
    ObjectNode result = JsonArgument.object();
    result.put("folder", out.toString());
    result.put("id", model.id());
    result.set("manifest", JsonArgument.tree(model.manifest()));
    return json.answer(surroundings, ExitCode.DONE, result);
  }

  /** SHA-256 of the files that were read, by name. */
  static SortedMap<String, String> checksums(DataCheck data) {
    SortedMap<String, String> checksums = new TreeMap<>();
    for (DataFile file : data.files()) {
      checksums.put(file.instrument() + "/" + file.name(), file.sha256());
    }
    return checksums;
  }

  private void requireReplaceable() {
    if (!Files.exists(out)) {
      return;
    }
    List<String> present;
    try (Stream<Path> inside = Files.list(out)) {
      present = inside.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!present.isEmpty() && !model().containsAll(present)) {
      throw new MisuseException(
          "--out " + out + ": is not empty and holds more than a model; choose another folder");
    }
  }

  /** Files of the model that is there; none if there is no model. */
  private List<String> model() {
    try {
      return ModelFolder.open(out).files();
    } catch (BadModelException e) {
      return List.of();
    }
  }
}
