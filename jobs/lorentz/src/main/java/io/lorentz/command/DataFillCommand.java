package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.consolidation.Archive;
import io.lorentz.consolidation.Filling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data fill}. */
@Command(
    name = "fill",
    description = {
      "Writes an archive with fewer gaps.",
      "A missing bar is put together from shorter ones of the same venue where all of them are",
      "there, which is exact, then taken from the venues named, whose prices are their own. Bars",
      "that are there stay as they are. A filled bar says in its source what it is of, fill.json",
      "counts them, and missing.csv names what is missing still."
    },
    footer = {"", "Example:", "  lorentz data fill archive --out filled --from-venue bybit-linear"})
final class DataFillCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ARCHIVE", description = "Folder that 'data consolidate' wrote.")
  private Path archive;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "ARCHIVE",
      description = "Folder of the new archive; must not be there.")
  private Path out;

  @Option(
      names = "--from-venue",
      paramLabel = "VENUE",
      split = ",",
      description = "Venue and market to take missing bars from, in order of preference.")
  private List<String> venues = new ArrayList<>();

  @Option(names = "--no-parts", description = "Do not put bars together from shorter ones.")
  private boolean noParts;

  @Mixin private JsonArgument json = new JsonArgument();

  DataFillCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Archive source = Archive.open(archive);
    Path target = out.toAbsolutePath().normalize();
    List<Filling.Filled> filled;
    try (Unfinished half = Unfinished.of(target.resolveSibling(target.getFileName() + ".new"))) {
      filled = new Filling(source, out, venues, !noParts).run();
    }
    line("%-34s %12s %12s %12s", "series", "from parts", "from venues", "missing");
    for (Filling.Filled one : filled) {
      line(
          "%-34s %,12d %,12d %,12d",
          one.series(), one.fromParts(), one.fromVenues(), one.missing());
    }
    ObjectNode result = JsonArgument.object();
    result.put("archive", out.toString());
    ArrayNode series = result.putArray("series");
    for (Filling.Filled one : filled) {
      series.add(
          DataExportCommand.json(one.series())
              .put("from_parts", one.fromParts())
              .put("from_venues", one.fromVenues())
              .put("missing", one.missing()));
    }
    return json.answer(surroundings, ExitCode.DONE, result);
  }

  private void line(String format, Object... values) {
    json.told(surroundings)
        .out()
        .println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
