package io.lorentz.command;

import io.lorentz.command.live.ControlClient;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The live edge on this machine that a verb speaks to. */
final class LiveEdgeArguments {

  @Option(
      names = "--edge",
      paramLabel = "DIR",
      defaultValue = LiveCommand.DATA,
      description = "Folder of the live edge. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  Path folder() {
    return folder;
  }

  /** The edge of that folder, found anew each time, because it may have started again. */
  Optional<ControlClient> found() {
    return ControlClient.in(folder);
  }
}
