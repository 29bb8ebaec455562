package io.lorentz.command;

import io.lorentz.command.report.ExitHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files or folders that are half written until a verb has put them in place: removed if the verb
 * fails or the process is asked to stop in between. For one thread, but the end of the process may
 * come at any time.
 */
final class Unfinished implements AutoCloseable {

  private final List<Path> halves;
  private final ExitHook atExit;

  private Unfinished(List<Path> halves) {
    this.halves = halves;
    this.atExit = ExitHook.of("remove what is unfinished", this::remove);
  }

  /** Watches over these until it is closed. */
  static Unfinished of(Path... halves) {
    return new Unfinished(List.of(halves));
  }

  @Override
  public void close() {
    remove();
    atExit.close();
  }

  private void remove() {
    halves.forEach(Unfinished::remove);
  }

  private static void remove(Path half) {
    if (!Files.exists(half)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(half)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException | UncheckedIOException e) {
      // Its name says that it is no result, and the next run writes over it.
      return;
    }
  }
}
