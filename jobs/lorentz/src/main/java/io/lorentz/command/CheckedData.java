package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The arguments of every check: which bars, and where the result goes. */
final class CheckedData {

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "SYMBOL=PATH",
      description = "A CSV, a .csv.gz or a folder of them; repeatable.")
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
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the result as JSON; an earlier one in it is replaced.")
  private Path out;

  BarFileOptions files() {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new MisuseException("--from " + from + ": must lie before --to " + to + "; move one");
    }
    BarFileOptions files = BarFileOptions.of(BarsArgument.files(bars));
    if (from != null) {
      files = files.withFromMs(from.toEpochMilli());
    }
    return to == null ? files : files.withToMs(to.toEpochMilli());
  }

  /** Where the result goes, if anywhere: never over what the check reads. */
  Optional<Path> out() {
    if (out != null) {
      Path replaced = out.toAbsolutePath().normalize();
      for (String argument : bars) {
        Path read = Path.of(argument.substring(argument.indexOf('=') + 1));
        if (read.toAbsolutePath().normalize().startsWith(replaced)) {
          throw new MisuseException(
              "--out " + out + ": holds what --bars reads (" + read + "); choose another folder");
        }
      }
    }
    return Optional.ofNullable(out);
  }
}
