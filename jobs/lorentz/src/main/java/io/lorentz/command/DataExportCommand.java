package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.consolidation.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data export}. */
@Command(
    name = "export",
    description = {
      "Writes a series of an archive as CSV, or lists the series that there are.",
      "The columns are open_time_ms, open, high, low, close, volume, as --bars of every command reads",
      "them; gzip if the name ends in .gz. Without --venue it lists."
    },
    footer = {
      "",
      "Example:",
      "  lorentz data export archive --venue binance-usdm-perp --symbol BTCUSDT --timeframe 1m \\",
      "      --out btc.csv.gz"
    })
final class DataExportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ARCHIVE", description = "Folder that 'data consolidate' wrote.")
  private Path archive;

  @Option(names = "--venue", paramLabel = "VENUE", description = "Venue and market.")
  private String venue;

  @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Symbol, e.g. BTCUSDT.")
  private String symbol;

  @Option(
      names = "--timeframe",
      paramLabel = "LENGTH",
      defaultValue = "1m",
      description = "Length of the bars. Default: ${DEFAULT-VALUE}.")
  private String timeframe;

  @Option(names = "--out", paramLabel = "FILE", description = "File to write.")
  private Path out;

  @Mixin private JsonArgument json = new JsonArgument();

  DataExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Archive opened = Archive.open(archive);
    if (venue == null && symbol == null && out == null) {
      opened.series().forEach(json.told(surroundings).out()::println);
      ObjectNode result = JsonArgument.object();
      ArrayNode all = result.putArray("series");
      opened.series().forEach(one -> all.add(json(one)));
      return json.answer(surroundings, ExitCode.DONE, result);
    }
    if (venue == null || symbol == null || out == null) {
      throw new MisuseException(
          "--venue, --symbol, --out: belong together; give all three, or none to see what there is");
    }
    Archive.Series series = new Archive.Series(venue, symbol, timeframe);
    long bars = export(opened, series);
    json.told(surroundings).out().println(bars + " bars of " + series + " in " + out);
    ObjectNode result = JsonArgument.object();
    result.set("series", json(series));
    result.put("bars", bars);
    result.put("file", out.toString());
    return json.answer(surroundings, ExitCode.DONE, result);
  }

  /** The name of the half one ends as the whole one's does, which says whether it is packed. */
  private long export(Archive opened, Archive.Series series) {
    Path whole = out.toAbsolutePath().normalize();
    Path half = whole.resolveSibling(".partial-" + whole.getFileName());
    try (Unfinished unfinished = Unfinished.of(half)) {
      long bars = opened.export(series, half);
      Files.move(half, whole, StandardCopyOption.REPLACE_EXISTING);
      return bars;
    } catch (IOException e) {
      throw new MisuseException(
          "--out " + out + ": cannot be written (" + e + "); choose another file");
    }
  }

  /** A series as programs are told of it. */
  static ObjectNode json(Archive.Series series) {
    return JsonArgument.object()
        .put("venue", series.venue())
        .put("symbol", series.symbol())
        .put("timeframe", series.timeframe());
  }
}
