package io.lorentz.command;

import io.lorentz.consolidation.Archive;
import io.lorentz.consolidation.Filling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data fill}. */
@Command(
    name = "fill",
    description = {
      "Writes an archive with fewer gaps: a missing bar is put together from shorter ones of the same",
      "venue where all of them are there, which is exact, then taken from the venues named, whose",
      "prices are their own. Bars that are there stay as they are. A filled bar says in its source",
      "what it is of, fill.json counts them, and missing.csv names what is missing still."
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
      paramLabel = "V",
      split = ",",
      description = "Venue and market to take missing bars from, in order of preference.")
  private List<String> venues = new ArrayList<>();

  @Option(names = "--no-parts", description = "Do not put bars together from shorter ones.")
  private boolean noParts;

  DataFillCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Filling.Filled> filled = new Filling(Archive.open(archive), out, venues, !noParts).run();
    line("%-34s %12s %12s %12s", "series", "from parts", "from venues", "missing");
    for (Filling.Filled one : filled) {
      line(
          "%-34s %,12d %,12d %,12d",
          one.series(), one.fromParts(), one.fromVenues(), one.missing());
    }
    return ExitCode.DONE;
  }

  private void line(String format, Object... values) {
    surroundings.out().println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
