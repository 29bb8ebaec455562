package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The launcher itself, in a folder that looks built: over the classes of this test. */
final class LauncherCopy {

  private static final long PATIENCE_S = 300;

  private final Path root;

  private LauncherCopy(Path root) {
    this.root = root;
  }

  /**
   * How a process ended.
   *
   * @param exitCode what the shell sees
   * @param out standard output; of a pseudo terminal both streams
   * @param err standard error
   */
  record Ended(int exitCode, String out, String err) {}

  /** Makes one in an empty folder. */
  static LauncherCopy in(Path root) throws IOException {
    Path module = Files.createDirectories(root.resolve("jobs/lorentz/target/classes"));
    for (String folder : List.of("schemas", "operators")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>\n");
    Files.copy(
        Path.of("..", "..", "lorentz"),
        root.resolve("lorentz"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(module.resolveSibling("class-path"), System.getProperty("java.class.path"));
    Files.writeString(module.resolveSibling("built-at"), root.toRealPath() + "\n");
    return new LauncherCopy(root);
  }

  /** Skips the test where a program is absent. */
  static void assumeInstalled(String program) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        () -> program + " is not installed, so this is not checked");
  }

  /** Runs it with its streams in pipes. */
  Ended piped(Map<String, String> environment, String... arguments) throws Exception {
    return piped(List.of(), environment, arguments);
  }

  /** The same by another command, which is given the launcher's. */
  Ended piped(List<String> by, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(by);
    command.add(root.resolve("lorentz").toString());
    command.addAll(List.of(arguments));
    return run(environment, command);
  }

  /** Runs it in a pseudo terminal. */
  Ended inTerminal(Map<String, String> environment, String arguments) throws Exception {
    assumeInstalled("script");
    return run(
        environment,
        List.of("script", "-qec", root.resolve("lorentz") + " " + arguments, "/dev/null"));
  }

  private Ended run(Map<String, String> environment, List<String> command) throws Exception {
    Path out = root.resolve("out.txt");
    Path err = root.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm");
    builder.environment().put("LORENTZ_JAVA_OPTIONS", "-Xmx512m -Dlorentz.log=" + root + "/l.log");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
        .as(String.join(" ", command))
        .isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
