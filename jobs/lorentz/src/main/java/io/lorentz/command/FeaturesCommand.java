package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz features}. */
@Command(
    name = "features",
    description = "Writes every indicator, feature, label and prediction, one row per bar.",
    footer = {
      "",
      "Example:",
      "  lorentz features --bars BTCUSDT=btc.csv.gz --timeframe 1m --out features.csv"
    })
final class FeaturesCommand<T extends Record> implements Callable<Integer> {

  /** What to do where the clock of the bars jumps. */
  enum Gaps {
    /** As in trading: bridge short gaps, start anew after long ones. */
    BRIDGE,
    /** Take rows as consecutive bars, whatever the clock says. */
    IGNORE
  }

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "SYMBOL=PATH",
      description = "A CSV, a .csv.gz or a folder of them.")
  private List<String> bars = new ArrayList<>();

  @Option(
      names = "--timeframe",
      required = true,
      paramLabel = "LENGTH",
      converter = Timeframe.class,
      description = "Length of the bars, 1m to 1d.")
  private Long timeframeMs;

  @Option(
      names = "--gaps",
      paramLabel = "bridge|ignore",
      defaultValue = "bridge",
      description = "As in trading, or rows as consecutive bars. Default: ${DEFAULT-VALUE}.")
  private Gaps gaps;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "CSV file to write; an earlier one is replaced.")
  private Path out;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  FeaturesCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    Map<String, List<String>> files = BarsArgument.files(bars);
    if (files.size() != 1) {
      throw new MisuseException(
          "--bars: features are of one symbol, was " + files.keySet() + "; give one");
    }
    requireWritable();
    String instrument = files.keySet().iterator().next();
    BarFileOptions options = BarFileOptions.of(files).withConsecutive(gaps == Gaps.IGNORE);
    if (gaps == Gaps.IGNORE) {
      options = options.withLengthMs(timeframeMs);
    }
    long rows;
    try (FeatureTable table =
        engine.features(
            new FeatureRequest<>(
                resolved.options(), instrument, options, timeframeMs, FeatureRequest.FIRST_BAR))) {
      rows = write(table);
    }
    json.told(surroundings).out().println(rows + " rows in " + out);
    ObjectNode result = JsonArgument.object().put("file", out.toString()).put("rows", rows);
    return json.answer(surroundings, ExitCode.DONE, result);
  }

  private void requireWritable() {
    Path absolute = out.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      throw new MisuseException("--out " + out + ": is a folder; name a file in it");
    }
    if (!Files.isDirectory(absolute.getParent()) || !Files.isWritable(absolute.getParent())) {
      throw new MisuseException(
          "--out " + out + ": its folder is missing or cannot be written; choose another");
    }
    for (String argument : bars) {
      Path read = Path.of(argument.substring(argument.indexOf('=') + 1)).toAbsolutePath();
      if (read.normalize().equals(absolute)) {
        throw new MisuseException("--out " + out + ": is what --bars reads; choose another file");
      }
    }
  }

  /** Beside the file first, then in its place: there is never half a file. */
  private long write(FeatureTable table) throws IOException {
    Path absolute = out.toAbsolutePath().normalize();
    // Not a temporary file of the platform: its owner alone could read the result.
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
    try (Unfinished half = Unfinished.of(partial)) {
      long rows = 0;
      try (CsvWriter csv =
          CsvWriter.builder()
              .lineDelimiter(LineDelimiter.LF)
              .build(partial, StandardCharsets.UTF_8)) {
        csv.writeRecord(table.columns());
        CellRow row = new CellRow();
        while (table.next(row)) {
          csv.writeRecord(row.take(table.columns().size()));
          rows++;
        }
      }
      Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    }
  }

  /** Cells of one row as they are written. */
  private static final class CellRow implements FeatureTable.Row {

    private final List<String> cells = new ArrayList<>();

    @Override
    public void number(double value) {
      cells.add(Cells.shortest(value));
    }

    @Override
    public void whole(long value) {
      cells.add(Long.toString(value));
    }

    @Override
    public void flag(boolean value) {
      cells.add(value ? "1" : "0");
    }

    @Override
    public void text(String value) {
      cells.add(value);
    }

    @Override
    public void undefined() {
      cells.add("");
    }

    private List<String> take(int columns) {
      if (cells.size() != columns) {
        throw new IllegalStateException(
            "a row of features has " + cells.size() + " cells, expected " + columns);
      }
      List<String> taken = List.copyOf(cells);
      cells.clear();
      return taken;
    }
  }
}
