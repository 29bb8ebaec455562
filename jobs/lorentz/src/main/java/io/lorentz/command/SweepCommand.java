package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ReportFolder;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz sweep}. */
@Command(
    name = "sweep",
    description = "Runs every combination of some settings as an account each, in one pass.",
    footer = {
      "",
      "Example:",
      "  lorentz sweep --bars BTCUSDT=btc_1m.csv.gz --vary confirmation.min-confidence=0.5,0.6 \\",
      "    --vary risk.stop-atr-multiple=1,2,4 --out out/sweep"
    })
final class SweepCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "KEY=A,B,C",
      description =
          "A key of confirmation, or of risk or exits of the account main, and its values;"
              + " repeatable: every combination is a cell, at most 1,000.")
  private List<String> vary = new ArrayList<>();

  @Option(
      names = "--limits",
      description = "Cells have the day loss and drawdown limit of main; by default none has one.")
  private boolean limits;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the result; an earlier one in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  SweepCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Grid grid = Grid.of(vary);
    ResolvedConfiguration<T> base = configuration.resolve(engine.configuration());
    List<T> cells = new ArrayList<>();
    for (Map<String, String> cell : grid.cells()) {
      cells.add(resolve(cell));
    }
    T options = engine.together(base.options(), cells, limits);
    BarFileOptions files = marketData.files();
    marketData.requireOutside(out);
    try (OutputDirectory output = OutputDirectory.open(out)) {
      new Replaying<>(engine, json.told(surroundings), base).sweep(grid, options, files, output);
    }
    json.told(surroundings).out().println("\nsweep in " + out);
    return json.answer(surroundings, ExitCode.DONE, ReportFolder.answer(out, "sweep.json"));
  }

  private T resolve(Map<String, String> cell) {
    List<String> settings = new ArrayList<>();
    cell.forEach((key, value) -> settings.add(configurationKey(key) + "=" + value));
    try {
      return configuration.resolveOver(engine.configuration(), settings).options();
    } catch (BadConfigurationException e) {
      throw new BadConfigurationException(asVaried(e.getMessage(), cell));
    }
  }

  private String configurationKey(String key) {
    return engine
        .sweptKey(key)
        .orElseThrow(
            () ->
                new MisuseException(
                    "--vary "
                        + key
                        + ": must be a key of "
                        + String.join(", ", engine.sweptGroups())
                        + "; all other settings hold for the whole pass: run backtest for each"
                        + " value"));
  }

  /** Names the argument as the person wrote it. */
  private String asVaried(String message, Map<String, String> cell) {
    String said = message;
    for (Map.Entry<String, String> setting : cell.entrySet()) {
      String value = "=" + setting.getValue();
      said =
          said.replace(
              "--set " + configurationKey(setting.getKey()) + value,
              "--vary " + setting.getKey() + value);
    }
    return said;
  }
}
