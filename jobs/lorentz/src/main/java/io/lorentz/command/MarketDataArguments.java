package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a replay may read beside bars: funding and mark prices. */
final class MarketDataArguments {

  private static final String FUNDING = "--funding";
  private static final String MARK = "--mark";

  @Option(
      names = FUNDING,
      paramLabel = "SYMBOL=PATH",
      description = "Funding rates: a CSV, a .csv.gz or a folder of them; repeatable.")
  private List<String> funding = new ArrayList<>();

  @Option(
      names = MARK,
      paramLabel = "SYMBOL=PATH",
      description = "Mark prices or bars of them, in the same form; repeatable.")
  private List<String> marks = new ArrayList<>();

  /**
   * Adds the files to those of the bars.
   *
   * @throws MisuseException if an argument is malformed, a path cannot be read, or a symbol has no
   *     bars
   */
  BarFileOptions addTo(BarFileOptions bars) {
    return bars.withFunding(files(FUNDING, funding, bars)).withMarks(files(MARK, marks, bars));
  }

  private static Map<String, List<String>> files(
      String option, List<String> arguments, BarFileOptions bars) {
    Map<String, List<String>> files = BarsArgument.files(option, arguments);
    for (String symbol : files.keySet()) {
      if (!bars.files().containsKey(symbol)) {
        throw new MisuseException(
            option
                + " "
                + symbol
                + "="
                + files.get(symbol).get(0)
                + ": "
                + symbol
                + " has no bars; add --bars "
                + symbol
                + "=PATH or leave it out");
      }
    }
    return files;
  }

  /** Whether any file is given. */
  boolean given() {
    return paths().findAny().isPresent();
  }

  /**
   * Refuses an output folder that holds what is read: an earlier report is removed when the new one
   * is in place, and all that lies in it.
   */
  void requireOutside(Path out, List<String> bars) {
    Path replaced = out.toAbsolutePath().normalize();
    Stream.concat(bars.stream().map(argument -> Named.of("--bars", argument)), paths())
        .filter(named -> named.path().toAbsolutePath().normalize().startsWith(replaced))
        .findFirst()
        .ifPresent(
            named -> {
              throw new MisuseException(
                  "--out "
                      + out
                      + ": holds what "
                      + named.option()
                      + " reads ("
                      + named.path()
                      + "); choose another folder");
            });
  }

  private Stream<Named> paths() {
    return Stream.concat(
        funding.stream().map(argument -> Named.of(FUNDING, argument)),
        marks.stream().map(argument -> Named.of(MARK, argument)));
  }

  /** A path that a verb reads, and the option that named it. */
  private record Named(String option, Path path) {
    static Named of(String option, String argument) {
      return new Named(option, Path.of(argument.substring(argument.indexOf('=') + 1)));
    }
  }
}
