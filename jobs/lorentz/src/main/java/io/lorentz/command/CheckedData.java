package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The arguments of every check: which data, and where the result goes. */
final class CheckedData {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the result as JSON; an earlier one in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();

  BarFileOptions files() {
    return marketData.files();
  }

  /** Where the result goes, if anywhere: never over what the check reads. */
  Optional<Path> out() {
    if (out != null) {
      marketData.requireOutside(out);
    }
    return Optional.ofNullable(out);
  }
}
