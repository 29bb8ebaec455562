package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.consolidation.Archive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code --bars SYMBOL=PATH} and options of the same form. */
final class BarsArgument {

  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9._-]+");

  private BarsArgument() {}

  /**
   * Gathers the paths of each symbol; a symbol that is named again has all of its paths.
   *
   * @throws MisuseException if an argument is malformed or a path cannot be read
   */
  static Map<String, List<String>> files(List<String> arguments) {
    return files("--bars", arguments);
  }

  /** The same for another option. */
  static Map<String, List<String>> files(String option, List<String> arguments) {
    Map<String, List<String>> files = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String symbol = equals < 0 ? "" : argument.substring(0, equals);
      String path = argument.substring(equals + 1);
      if (!SYMBOL.matcher(symbol).matches() || path.isBlank()) {
        throw new MisuseException(
            option
                + " "
                + argument
                + ": is not SYMBOL=PATH; write e.g. "
                + option
                + " BTCUSDT=btc.csv.gz");
      }
      files
          .computeIfAbsent(symbol, unused -> new ArrayList<>())
          .add(ofArchive(option, argument, symbol, path).orElse(path));
    }
    return files;
  }

  /**
   * A series of an archive, as a file that it is written to once: the shortest bars of the symbol,
   * or behind a # the venue and, behind another, the length.
   */
  private static Optional<String> ofArchive(
      String option, String argument, String symbol, String path) {
    String[] parts = path.split("#", -1);
    Path folder = Path.of(parts[0]);
    if (parts.length > 3 || !Archive.is(folder)) {
      requireReadable(option + " " + argument, Path.of(path));
      return Optional.empty();
    }
    Archive archive = Archive.open(folder);
    List<Archive.Series> fitting =
        archive.series().stream()
            .filter(series -> series.symbol().equals(symbol))
            .filter(series -> parts.length < 2 || series.venue().equals(parts[1]))
            .filter(series -> parts.length < 3 || series.timeframe().equals(parts[2]))
            .toList();
    List<String> venues = fitting.stream().map(Archive.Series::venue).distinct().toList();
    if (venues.size() != 1) {
      throw new MisuseException(
          option
              + " "
              + argument
              + (venues.isEmpty() ? ": the archive has no such series" : ": several venues have it")
              + "; write "
              + symbol
              + "="
              + parts[0]
              + "#VENUE#TIMEFRAME, one of "
              + archive.series());
    }
    return Optional.of(archive.exported(Archive.shortest(fitting)).toString());
  }

  private static void requireReadable(String argument, Path path) {
    if (!Files.exists(path)) {
      throw new MisuseException(
          argument + ": no such file; give a CSV, a .csv.gz or a folder of them");
    }
    if (!Files.isReadable(path)) {
      throw new MisuseException(argument + ": cannot be read; give yourself the right to read it");
    }
  }
}
