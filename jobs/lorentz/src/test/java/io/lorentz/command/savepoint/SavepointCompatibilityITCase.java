package io.lorentz.command.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints of earlier builds restore in this one, and what comes after is what the bare loop
 * gives over the whole log. They lie in {@code src/test/resources/savepoints}, one folder each.
 */
class SavepointCompatibilityITCase {

  private static final String WRITE = "lorentz.savepoint.write";
  private static final Path RESOURCES = Path.of("src", "test", "resources", "savepoints");
  private static final String CONFIGURATION = "configuration.yaml";
  private static final String FACTS = "facts.properties";
  private static final String SAVEPOINT = "savepoint";
  private static final int TAKEN_AT_PARALLELISM = 2;
  private static final int RESTORED_AT_PARALLELISM = 3;
  private static final long MOST_BYTES = 1_500_000;

  @TempDir static Path folder;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void startTheBroker() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
  }

  @AfterAll
  static void stopTheBroker() {
    broker.close();
  }

  static Stream<String> kept() throws IOException {
    try (Stream<Path> folders = Files.list(RESOURCES)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @DisabledIfSystemProperty(named = WRITE, matches = ".+")
  @ParameterizedTest(name = "savepoint of {0}")
  @MethodSource("kept")
  void aKeptSavepointRestoresAndTheRestIsWhatTheBareLoopGives(String name) throws Exception {
    Path saved = RESOURCES.resolve(name);
    Properties facts = read(saved.resolve(FACTS));
    int records = Integer.parseInt(facts.getProperty("records"));
    SavedRun run = new SavedRun(saved.resolve(CONFIGURATION));
    assertThat(run.logSha256())
        .as("the log of SavedMarket, of which the savepoint was taken; put it back as it was")
        .isEqualTo(facts.getProperty("log_sha256"));
    String topic = facts.getProperty("topic");
    KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
    run.publish(connection, topic, 0, records);
    run.publish(connection, topic, records, run.records());

    List<RunOutput> expected = run.rows(records, run.records());
    Path elsewhere = copied(saved.resolve(SAVEPOINT), folder.resolve("elsewhere-" + name));
    try (RunningJob job =
        RunningJob.start(
            connection,
            topic,
            saved.resolve(CONFIGURATION),
            RESTORED_AT_PARALLELISM,
            folder.resolve("checkpoints-" + name),
            Optional.of(elsewhere))) {
      job.awaitRows(expected);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(broken(name, "it does not restore: " + root(e)), e);
    }
    List<RunOutput> rows = new ArrayList<>();
    new RowTopics(connection, topic).read(rows::add);
    requireSame(name, rows, expected);
  }

  private static void requireSame(String name, List<RunOutput> rows, List<RunOutput> expected) {
    Map<RowKey, RunOutput> found = new HashMap<>();
    rows.forEach(row -> found.put(RowKey.of(row), row));
    for (RunOutput row : expected) {
      RunOutput other = found.remove(RowKey.of(row));
      if (!row.equals(other)) {
        throw new AssertionError(
            broken(name, "a row after it differs: expected " + row + ", was " + other));
      }
    }
    if (!found.isEmpty()) {
      throw new AssertionError(
          broken(name, "a row too many came after it: " + found.values().iterator().next()));
    }
  }

  /** What broke, and what to do. */
  private static String broken(String name, String what) {
    return """
        The savepoint of %s is broken by this build: %s
        Who runs that build would lose indicators, memory, positions and limits with the next one. Mend it:
        - a new field of an Avro schema of state needs a default; a field that is read no longer is left in;
        - uids of operators and names of their states never change (the pattern of CEP and its names neither);
        - where only decisions after it differ, state no longer means what it meant: give it another field.
        Only where the break is meant: write a new savepoint with
          mvn -B -pl jobs/lorentz -am test -Dtest=SavepointCompatibilityITCase -Dlorentz.savepoint.write=YYYY-MM-DD \
        -Dsurefire.failIfNoSpecifiedTests=false
        remove the folder src/test/resources/savepoints/%s, and say in CHANGELOG.md that running jobs have to be
        started anew, without their savepoints."""
        .formatted(name, what, name);
  }

  private static String root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  /**
   * Takes a savepoint for the tests of later builds; run with {@code -Dlorentz.savepoint.write}.
   */
  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = ".+")
  void writesASavepointOfThisBuild() throws Exception {
    String name = System.getProperty(WRITE);
    assertThat(RESOURCES.resolve(name))
        .as("an older one is kept; choose a new name")
        .doesNotExist();
    Path target = Files.createDirectories(folder.resolve("written"));
    Files.writeString(
        target.resolve(CONFIGURATION),
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(RESOURCES.resolve("overlay.yaml")), List.of())
            .yaml());
    SavedRun run = new SavedRun(target.resolve(CONFIGURATION));
    int records = run.place();
    KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
    String topic = "saved-" + name;
    run.publish(connection, topic, 0, records);
    try (RunningJob job =
        RunningJob.start(
            connection,
            topic,
            target.resolve(CONFIGURATION),
            TAKEN_AT_PARALLELISM,
            folder.resolve("checkpoints"),
            Optional.empty())) {
      job.awaitRows(run.rows(0, records));
      copied(job.stopWithSavepoint(folder.resolve("taken")), target.resolve(SAVEPOINT));
    }
    write(target.resolve(FACTS), topic, run, records);
    assertThat(bytes(target)).isLessThan(MOST_BYTES);
    copied(target, RESOURCES.resolve(name));
  }

  private static void write(Path file, String topic, SavedRun run, int records) throws IOException {
    Properties facts = new Properties();
    facts.setProperty("topic", topic);
    facts.setProperty("records", String.valueOf(records));
    facts.setProperty("parallelism", String.valueOf(TAKEN_AT_PARALLELISM));
    facts.setProperty("log_sha256", run.logSha256());
    facts.setProperty("open_trades", String.valueOf(run.openTrades(records).size()));
    facts.setProperty("open_orders", String.valueOf(run.openOrders(records).size()));
    try (Writer out = Files.newBufferedWriter(file)) {
      for (String key : facts.stringPropertyNames().stream().sorted().toList()) {
        out.write(key + "=" + facts.getProperty(key) + "\n");
      }
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      facts.load(in);
    }
    return facts;
  }

  private static long bytes(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
