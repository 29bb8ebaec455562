package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.consolidation.Archive;
import io.lorentz.consolidation.Consolidation;
import io.lorentz.consolidation.Layouts;
import io.lorentz.consolidation.Naming;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz data consolidate}. */
@Command(
    name = "consolidate",
    description = {
      "Makes one archive of any number of files of bars.",
      "CSV with or without header, JSON arrays as REST answers them, plain, gzip or zip, become",
      "Parquet by venue, symbol, timeframe and month, each bar once and with its file. Equal rows",
      "are kept once; of rows that differ that of the file which reaches further, the other stands",
      "in conflicts.csv. What gives no bars is named with the reason. A run that was stopped goes on",
      "where it was."
    },
    footer = {
      "",
      "Example:",
      "  lorentz data consolidate downloads/ more.zip --out archive",
      "  lorentz data consolidate in/ --out archive --layout \"**/old/**=time,open,high,low,close,volume\""
    })
final class DataConsolidateCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "IN", arity = "1..*", description = "Files and folders.")
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "ARCHIVE",
      description = "Folder of the archive; one that is there is replaced when all is done.")
  private Path out;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rules that tell venue, symbol and timeframe from a path, before those shipped.")
  private Path rules;

  @Option(
      names = "--layout",
      paramLabel = "GLOB=COLUMNS",
      description = "Columns of files whose content does not tell them; repeatable.")
  private List<String> layouts = new ArrayList<>();

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "3000",
      description =
          "Memory of the database; beyond it, it writes to disk. Default: ${DEFAULT-VALUE}.")
  private long memoryMb;

  @Mixin private JsonArgument json = new JsonArgument();

  DataConsolidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Layouts given = new Layouts();
    layouts.forEach(given::with);
    Naming naming = rules == null ? Naming.shipped() : Naming.with(rules);
    Path archive = out.toAbsolutePath().normalize();
    Consolidation.Result result;
    try (Unfinished half = Unfinished.of(archive.resolveSibling(archive.getFileName() + ".new"))) {
      result = new Consolidation(out, naming, given, memoryMb).run(inputs, this::progress);
    }
    if (surroundings.terminal()) {
      surroundings.err().println();
    }
    tell(result);
    return json.answer(surroundings, ExitCode.DONE, found(result));
  }

  private void progress(int files, int all, double seconds) {
    if (surroundings.terminal()) {
      double rate = files / Math.max(seconds, 1e-3);
      surroundings
          .err()
          .print(
              String.format(
                  Locale.ROOT,
                  "\r%,d of %,d files, %,.0f a second, %,.0f s left   ",
                  files,
                  all,
                  rate,
                  (all - files) / rate));
      surroundings.err().flush();
    }
  }

  private void tell(Consolidation.Result result) {
    result.series().forEach(json.told(surroundings).out()::println);
    json.told(surroundings)
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d bars of %,d files in %s; %,d equal rows dropped, %,d that differed"
                    + " (conflicts.csv), %,d that can be no bar (bad-rows.csv)",
                result.bars(),
                result.files(),
                out,
                result.duplicates(),
                result.conflicts(),
                result.badRows()));
    List<String> problems = result.problems();
    problems.stream().limit(SHOWN).forEach(surroundings.err()::println);
    if (problems.size() > SHOWN) {
      surroundings
          .err()
          .println((problems.size() - SHOWN) + " more files gave no bars, or not all: report.json");
    }
  }

  private ObjectNode found(Consolidation.Result result) {
    ObjectNode found = JsonArgument.object();
    found.put("archive", out.toString());
    found.put("files", result.files());
    found.put("bars", result.bars());
    found.put("duplicates", result.duplicates());
    found.put("conflicts", result.conflicts());
    found.put("bad_rows", result.badRows());
    ArrayNode series = found.putArray("series");
    Archive.open(out).series().forEach(one -> series.add(DataExportCommand.json(one)));
    result.problems().forEach(found.putArray("problems")::add);
    return found;
  }
}
