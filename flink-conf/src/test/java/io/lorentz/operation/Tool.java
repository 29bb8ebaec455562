package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine; the test is skipped where it is not there. */
final class Tool {

  private final List<String> command;

  private Tool(List<String> command) {
    this.command = command;
  }

  /**
   * How it ended.
   *
   * @param code exit code
   * @param said both streams
   */
  record Ended(int code, String said) {}

  /** The program of this name on the path. */
  static Tool named(String name) {
    Stream<String> folders = Stream.of(System.getenv("PATH").split(File.pathSeparator));
    assumeTrue(
        folders.anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
        () -> name + " is not installed, so this is not checked; on Debian: " + debian(name));
    return new Tool(List.of(name));
  }

  /** A script of the project. */
  static Tool script(Path script) {
    return new Tool(List.of(script.toAbsolutePath().toString()));
  }

  private static String debian(String name) {
    return switch (name) {
      case "promtool" -> "apt-get install prometheus";
      case "amtool" -> "apt-get install prometheus-alertmanager";
      default -> "apt-get install systemd";
    };
  }

  /** Runs it to its end. */
  Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    Path said = Files.createTempFile("tool", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(ended).as("%s ended; it said %s", all, text).isTrue();
      return new Ended(process.exitValue(), text);
    } finally {
      Files.delete(said);
    }
  }

  /** Runs it and expects that it finds nothing wrong. */
  void passes(String... arguments) throws IOException, InterruptedException {
    Ended ended = run(Map.of(), arguments);
    assertThat(ended.code()).as(ended.said()).isZero();
  }
}
