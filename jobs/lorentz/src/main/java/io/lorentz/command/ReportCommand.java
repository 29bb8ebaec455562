package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.ReportFolder;
import io.lorentz.command.report.ReportPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz report}. */
@Command(
    name = "report",
    description = "Writes the page of a run anew, or one page that compares several runs.",
    footer = {
      "",
      "Examples:",
      "  lorentz report out/may",
      "  lorentz report out/may out/june --out comparison.html"
    })
final class ReportCommand implements Callable<Integer> {

  /** More would not fit side by side. */
  private static final int MOST_RUNS = 8;

  private final Surroundings surroundings;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folder of a report; several are compared side by side.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "File of the page, replaced. Default: report.html in DIR;",
        "comparison.html here if there are several."
      })
  private Optional<Path> out = Optional.empty();

  @Mixin private JsonArgument json = new JsonArgument();

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    requireFew();
    requirePage();
    List<ReportFolder> reports = folders.stream().map(ReportFolder::read).toList();
    Path page;
    if (reports.size() == 1) {
      page = out.orElseGet(() -> folders.get(0).resolve(ReportPage.NAME));
      ReportPage.write(reports.get(0), page);
    } else {
      page = out.orElseGet(() -> Path.of("comparison.html"));
      ReportPage.writeComparison(reports, page);
    }
    json.told(surroundings).out().println("report in " + page);
    return json.answer(
        surroundings, ExitCode.DONE, JsonArgument.object().put("page", page.toString()));
  }

  /** Whatever else the name is of, a page in its place would destroy it. */
  private void requirePage() {
    if (out.isPresent() && !out.get().toString().endsWith(".html")) {
      throw new MisuseException("--out " + out.get() + ": must end with .html; name a page");
    }
  }

  private void requireFew() {
    if (folders.size() > MOST_RUNS) {
      throw new MisuseException(
          folders.size() + " folders: at most " + MOST_RUNS + " fit side by side; give fewer");
    }
    Set<Path> seen = new HashSet<>();
    for (Path folder : folders) {
      if (!seen.add(folder.toAbsolutePath().normalize())) {
        throw new MisuseException(folder + ": is given twice; name each run once");
      }
    }
  }
}
