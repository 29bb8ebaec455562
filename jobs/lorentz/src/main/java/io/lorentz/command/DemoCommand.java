package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.market.MarketFiles;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ReportFolder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz demo}. */
@Command(
    name = "demo",
    description = "Makes up a market, labelled so, and replays it: no keys, no network.",
    footer = {"", "Example:", "  lorentz demo --days 14 --out out/demo"})
final class DemoCommand<T extends Record> implements Callable<Integer> {

  private static final String MARKET = "market";

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "14",
      description = "Days to make up, 1 to 366. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number is another market. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "Folder of market and report, replaced. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  DemoCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (days < 1 || days > 366) {
      throw new MisuseException("--days " + days + ": must be 1 to 366; 14 is usual");
    }
    List<String> own = configuration.isGiven() ? List.of() : engine.demoSettings();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration(), own);
    try (OutputDirectory output = OutputDirectory.open(out)) {
      announce(own);
      MarketFiles market = new SyntheticMarket(seed, days).write(output.path().resolve(MARKET));
      BarFileOptions files =
          BarFileOptions.of(paths(market.bars()))
              .withFunding(paths(market.funding()))
              .withMarks(paths(market.marks()));
      new Replaying<>(engine, json.told(surroundings), resolved)
          .run("demo", true, files, 0, output, names(output.path().resolve(MARKET)));
    }
    json.told(surroundings).out().println("\nSYNTHETIC market and report in " + out);
    return json.answer(surroundings, ExitCode.DONE, ReportFolder.answer(out, "summary.json"));
  }

  private void announce(List<String> own) {
    json.told(surroundings)
        .out()
        .println("SYNTHETIC MARKET with seed " + seed + ", made up by a program");
    own.forEach(
        setting ->
            json.told(surroundings)
                .out()
                .println("set so that there is something to see: " + setting));
  }

  private static Map<String, List<String>> paths(SortedMap<String, Path> files) {
    Map<String, List<String>> paths = new TreeMap<>();
    files.forEach((symbol, file) -> paths.put(symbol, List.of(file.toString())));
    return paths;
  }

  /** Names of the market's files as the manifest gives them. */
  private static List<String> names(Path market) throws IOException {
    try (Stream<Path> files = Files.list(market)) {
      return files.map(file -> MARKET + "/" + file.getFileName()).sorted().toList();
    }
  }
}
