package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.market.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C in the middle of a verb, as a process of its own: it ends with 130, and what it had begun
 * is gone, beside its output and among the temporary files.
 */
class InterruptITCase {

  /** What a shell sees of a process that was ended by SIGINT. */
  private static final int INTERRUPTED = 130;

  private static final int DAYS = 120;
  private static final long PATIENCE_S = 300;

  @TempDir static Path market;
  private static final Map<String, Path> BARS = new TreeMap<>();

  @TempDir Path folder;
  private Path temporary;

  @BeforeAll
  static void makeUpAMarket() throws IOException {
    BARS.putAll(new SyntheticMarket(1, DAYS).writeBars(market));
  }

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @Test
  void aBacktestThatIsInterruptedLeavesNothing() throws Exception {
    interrupted(begun("out"), bars("backtest", "--out", out("out")));
    assertThat(left()).isEmpty();
  }

  @Test
  @Tag("slow")
  void anEarlierReportIsAsItWas() throws Exception {
    List<String> demo = List.of("demo", "--days", "1", "--out", out("out"));
    assertThat(end(start(demo))).isZero();
    Map<String, Long> before = sizes("out");
    interrupted(begun("out"), List.of("demo", "--days", "366", "--out", out("out")));
    assertThat(left()).containsExactly("out");
    assertThat(sizes("out")).isEqualTo(before);
  }

  @Test
  @Tag("slow")
  void aSweepThatIsInterruptedLeavesNothing() throws Exception {
    interrupted(
        begun("out"),
        bars("sweep", "--vary", "confirmation.min-confidence=0.5,0.6", "--out", out("out")));
    assertThat(left()).isEmpty();
  }

  @Test
  @Tag("slow")
  void aWalkForwardThatIsInterruptedLeavesNothing() throws Exception {
    interrupted(begun("out"), bars("walk-forward", "--out", out("out")));
    assertThat(left()).isEmpty();
  }

  @Test
  @Tag("slow")
  void aTrainingThatIsInterruptedLeavesNoModel() throws Exception {
    interrupted(begun("model"), bars("train", "--out", out("model")));
    assertThat(left()).isEmpty();
  }

  @Test
  @Tag("slow")
  void featuresThatAreInterruptedLeaveNothing() throws Exception {
    Path file = BARS.values().iterator().next();
    interrupted(
        () -> Files.exists(folder.resolve(".features.csv.partial")),
        List.of(
            "features",
            "--bars",
            "BTCUSDT=" + file,
            "--timeframe",
            "1m",
            "--out",
            out("features.csv")));
    assertThat(left()).isEmpty();
  }

  /** What was read stays, as the help says: the next run goes on there. */
  @Test
  @Tag("slow")
  void aConsolidationThatIsInterruptedGoesOnWhereItWas() throws Exception {
    Path venue = Files.createDirectories(folder.resolve("in/made-up"));
    for (Map.Entry<String, Path> bars : BARS.entrySet()) {
      Files.copy(bars.getValue(), venue.resolve(bars.getKey() + "_1m.csv"));
    }
    List<String> arguments = List.of("data", "consolidate", out("in"), "--out", out("archive"));
    // Over in a second, so at once.
    interrupted(() -> Files.exists(folder.resolve("archive.work/rows.duckdb")), 0, arguments);
    assertThat(left()).containsExactly("archive.work", "in");
    assertThat(end(start(arguments))).isZero();
    assertThat(left()).containsExactly("archive", "in");
  }

  /** A hidden folder beside the output that holds something. */
  private BooleanSupplier begun(String output) {
    Path staging = folder.resolve("." + output + ".partial0");
    return () -> Files.isDirectory(staging);
  }

  private void interrupted(BooleanSupplier begun, List<String> arguments) throws Exception {
    // In the middle rather than at the beginning.
    interrupted(begun, 700, arguments);
  }

  private void interrupted(BooleanSupplier begun, long pauseMs, List<String> arguments)
      throws Exception {
    Process process = start(arguments);
    try {
      long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      while (!begun.getAsBoolean()) {
        assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as("ended: %s", said()).isFalse();
        assertThat(System.nanoTime()).as("%s", said()).isLessThan(deadlineNanos);
      }
      assertThat(process.waitFor(pauseMs, TimeUnit.MILLISECONDS)).as("ended: %s", said()).isFalse();
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertThat(end(process)).as(said()).isEqualTo(INTERRUPTED);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(said()).as("nobody is told of what follows from their own Ctrl-C").isEmpty();
    // Flink has one empty folder for all of its processes, which stays if it is just starting.
    Files.deleteIfExists(temporary.resolve("flink-web-upload"));
    assertThat(names(temporary)).as("temporary files").isEmpty();
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/env"))) {
      // Where this runs in the background of a shell, SIGINT is ignored and would stay so.
      command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-Dlorentz.log=" + folder.resolve("said.log"),
            "-cp",
            System.getProperty("java.class.path"),
            Lorentz.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("said.txt").toFile())
        .start();
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("it has ended").isTrue();
    return process.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said.txt"));
  }

  private static List<String> bars(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    BARS.forEach((symbol, file) -> arguments.addAll(List.of("--bars", symbol + "=" + file)));
    return arguments;
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  /** What there is beside what this test itself keeps there. */
  private List<String> left() throws IOException {
    List<String> left = new ArrayList<>(names(folder));
    left.removeAll(List.of("temporary", "said.txt", "said.log"));
    return left;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, Long> sizes(String name) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return sizes;
  }
}
