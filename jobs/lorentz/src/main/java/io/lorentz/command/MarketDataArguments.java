package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a verb reads of the market: bars, from when to when, funding and mark prices. */
final class MarketDataArguments {

  private static final String BARS = "--bars";
  private static final String FUNDING = "--funding";
  private static final String MARK = "--mark";

  @Option(
      names = BARS,
      paramLabel = "SYMBOL=PATH",
      description =
          "A CSV, a .csv.gz, a folder of them, or an archive (ARCHIVE#VENUE#TIMEFRAME where it has"
              + " several); repeatable.")
  private List<String> bars = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Trade bars that start at or after it (UTC); those before are warm-up.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Read bars that start before it (UTC).")
  private Instant to;

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
   * The files, and the time that is asked for.
   *
   * @throws MisuseException if there are no bars, an argument is malformed, a path cannot be read,
   *     a symbol has no bars, or the time is none
   */
  BarFileOptions files() {
    if (bars.isEmpty()) {
      throw new MisuseException(
          BARS + ": is missing; give it for every symbol, e.g. --bars BTCUSDT=btc_1m.csv.gz");
    }
    requireOrder();
    BarFileOptions files = BarFileOptions.of(BarsArgument.files(bars));
    files = files.withFunding(files(FUNDING, funding, files)).withMarks(files(MARK, marks, files));
    if (from != null) {
      files = files.withFromMs(from.toEpochMilli());
    }
    return to == null ? files : files.withToMs(to.toEpochMilli());
  }

  /**
   * Checks the time that is asked for.
   *
   * @throws MisuseException if it ends before it begins
   */
  void requireOrder() {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new MisuseException("--from " + from + ": must lie before --to " + to + "; move one");
    }
  }

  /** Start of the first bar that is traded; empty: the first there is. */
  Optional<Instant> from() {
    return Optional.ofNullable(from);
  }

  /** Time before which the last bar starts; empty: all there are. */
  Optional<Instant> to() {
    return Optional.ofNullable(to);
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

  /** Whether any bars are given. */
  boolean hasBars() {
    return !bars.isEmpty();
  }

  /** Whether anything beside bars is given. */
  boolean hasMore() {
    return !funding.isEmpty() || !marks.isEmpty();
  }

  /**
   * Refuses an output folder that holds what is read: an earlier report is removed when the new one
   * is in place, and all that lies in it.
   */
  void requireOutside(Path out) {
    Path replaced = out.toAbsolutePath().normalize();
    paths()
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
    return Stream.of(
            bars.stream().map(argument -> Named.of(BARS, argument)),
            funding.stream().map(argument -> Named.of(FUNDING, argument)),
            marks.stream().map(argument -> Named.of(MARK, argument)))
        .flatMap(Function.identity());
  }

  /** A path that a verb reads, and the option that named it. */
  private record Named(String option, Path path) {
    static Named of(String option, String argument) {
      return new Named(option, Path.of(argument.substring(argument.indexOf('=') + 1)));
    }
  }
}
