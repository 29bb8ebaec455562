package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.market.TidalFile;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.models.ModelFolder;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the models put in force in a log in Kafka, and the job that reads it. */
class ModelsCommandITCase {

  private static final Instant START = Instant.ofEpochMilli(TidalFile.START_MS);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaConnection connection;
  private static Path market;
  private static Path good;
  private static Path luckless;
  private static final List<LogRecord> LOG = new ArrayList<>();

  @BeforeAll
  static void startBrokerAndTrain() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    market = TidalFile.write(folder.resolve("tidal.csv"), 9 * 1_440, 0.0002, 0.0008, 21);
    try (BarFileLog log =
        new BarFileLog(BarFileOptions.of(Map.of("BTCUSDT", List.of(market.toString()))))) {
      log.forEachRemaining(LOG::add);
    }
    good = train("good", market);
    Path walk = TidalFile.write(folder.resolve("walk.csv"), 9 * 1_440, 0, 0.0008, 22);
    luckless = train("luckless", walk);
  }

  private static Path train(String name, Path bars) throws IOException {
    Path out = folder.resolve(name);
    RealCommandLine.Result result =
        RealCommandLine.run(
            "train",
            "--bars",
            "BTCUSDT=" + bars,
            "--to",
            START.plus(Duration.ofDays(5)).toString(),
            "--timeframes",
            "1m,5m",
            "--embargo-bars",
            "10",
            "--held-back-rows",
            "2000",
            "--json",
            "--out",
            out.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(JsonAnswer.result("train", result).path("id").asText())
        .isEqualTo(ModelFolder.open(out).id());
    return out;
  }

  @AfterAll
  static void stopTheBroker() {
    broker.close();
  }

  @Test
  void theJobTakesAVersionUpAtItsMarketTimeAndGoesBackAtThatOfTheRollback() throws IOException {
    Instant promoted = START.plus(Duration.ofDays(6));
    Instant rolledBack = START.plus(Duration.ofDays(8));
    int first = place(promoted);
    int second = place(rolledBack);
    publish("taken", LOG.subList(0, first));
    RealCommandLine.Result promote =
        promote("taken", good, "--at", promoted.plusMillis(500).toString());
    assertThat(promote.exitCode()).as(promote.err()).isZero();
    assertThat(promote.out()).contains("is in force from");
    publish("taken", LOG.subList(first, second));
    RealCommandLine.Result rollback = rollback("taken", rolledBack.plusMillis(500));
    assertThat(rollback.exitCode()).as(rollback.err()).isZero();
    assertThat(rollback.out()).contains("no version is in force again in topic taken");
    publish("taken", LOG.subList(second, LOG.size()));

    List<Instant> entries = entries("taken");
    assertThat(entries).isNotEmpty();
    // A bar that closes at the time itself is before the record, and none after is behind it.
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry).isBetween(promoted, rolledBack.plusSeconds(120)));
  }

  @Test
  void aVersionThatDoesNotBeatItsBaselinesIsRefusedUnlessAPersonInsists() {
    Instant at = START.plus(Duration.ofDays(6));
    publish("insisted", LOG.subList(0, place(at)));
    RealCommandLine.Result refused = promote("insisted", luckless, "--at", at.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(refused.err())
        .contains("does not beat its baselines on")
        .contains("insist with --force --reason");
    assertThat(versions("insisted")).isEmpty();

    RealCommandLine.Result insisted =
        promote(
            "insisted",
            luckless,
            "--at",
            at.plusMillis(500).toString(),
            "--force",
            "--reason",
            "a trial of the trial");
    assertThat(insisted.exitCode()).as(insisted.err()).isZero();
    RealCommandLine.Result shadow =
        promote("insisted", good, "--at", at.plusMillis(600).toString(), "--shadow");
    assertThat(shadow.exitCode()).as(shadow.err()).isZero();
    assertThat(versions("insisted"))
        .extracting(ModelVersion::getId, ModelVersion::getRole, ModelVersion::getReason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                ModelFolder.open(luckless).id(), ModelRole.PRIMARY, "a trial of the trial"),
            org.assertj.core.groups.Tuple.tuple(ModelFolder.open(good).id(), ModelRole.SHADOW, ""));
  }

  @Test
  void aRollbackGoesBackOneVersionEachTime() {
    Instant at = START.plus(Duration.ofDays(6));
    publish("back", LOG.subList(0, place(at)));
    promote("back", good, "--at", at.plusMillis(100).toString());
    promote(
        "back", luckless, "--at", at.plusMillis(200).toString(), "--force", "--reason", "a trial");
    for (int i = 3; i < 5; i++) {
      RealCommandLine.Result result = rollback("back", at.plusMillis(100L * i));
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
    assertThat(versions("back"))
        .extracting(ModelVersion::getId)
        .containsExactly(
            ModelFolder.open(good).id(),
            ModelFolder.open(luckless).id(),
            ModelFolder.open(good).id(),
            "");
    RealCommandLine.Result empty = rollback("back", at.plusMillis(700));
    assertThat(empty.err()).contains("there is nothing to go back from");
  }

  @Test
  void aRollbackTakesBackAVersionThatIsNotYetInForce() throws IOException {
    Instant at = START.plus(Duration.ofDays(6));
    Instant tomorrow = at.plus(Duration.ofDays(1));
    publish("early", LOG.subList(0, place(at)));
    RealCommandLine.Result promoted =
        promote(
            "early",
            good,
            "--at",
            at.plusMillis(100).toString(),
            "--from",
            tomorrow.toString(),
            "--json");
    assertThat(JsonAnswer.result("models promote", promoted).path("in_force_from").asText())
        .isEqualTo(tomorrow.toString());
    RealCommandLine.Result back = rollback("early", at.plusMillis(200), "--json");
    assertThat(JsonAnswer.result("models rollback", back).path("id").isNull()).isTrue();
    assertThat(versions("early"))
        .extracting(ModelVersion::getId, ModelVersion::getInForceFromMs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                ModelFolder.open(good).id(), tomorrow.toEpochMilli()),
            org.assertj.core.groups.Tuple.tuple("", tomorrow.toEpochMilli()));
  }

  @Test
  void whatCannotScoreIsRefusedBeforeTheLogKnowsOfIt() throws IOException {
    Instant early = START.plus(Duration.ofDays(2));
    publish("refused", LOG.subList(0, place(early)));
    refused("may score from", good, "--at", early.plusSeconds(1).toString());
    Instant late = START.plus(Duration.ofDays(20));
    refused("features must be", good, "--at", late.toString(), "--set", "features.rsi-length=15");
    refused(
        "not for 15m, which the configuration confirms with",
        good,
        "--at",
        late.toString(),
        "--set",
        "confirmation.tier-timeframes-ms=[900000]");
    refused("go together", good, "--at", late.toString(), "--force");
    Path corrupt = folder.resolve("corrupt");
    Files.createDirectory(corrupt);
    for (String name : List.of("manifest.json", "weights.json", "memory-300000.bin")) {
      Files.copy(good.resolve(name), corrupt.resolve(name));
    }
    refused("memory-60000.bin: cannot be read", corrupt, "--at", late.toString());
    assertThat(versions("refused")).isEmpty();
  }

  @Test
  void aStoreIsListedAndAVersionShown() throws IOException {
    RealCommandLine.Result shown = models("show", good.toString());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("model " + ModelFolder.open(good).id())
        .contains("label SIGN over 4 bars, 8 neighbours, instruments BTCUSDT");
    assertThat(models("list", "--store", folder.resolve("nothing").toString()).out())
        .contains("no version in");
    JsonNode told = JsonAnswer.result("models show", models("show", good.toString(), "--json"));
    assertThat(told.path("beats_its_baselines").asBoolean()).isTrue();
    assertThat(told.at("/manifest/neighbours").asInt()).isEqualTo(8);
    assertThat(told.at("/manifest/label_horizon_bars").asInt()).isEqualTo(4);
    JsonNode list =
        JsonAnswer.result("models list", models("list", "--store", folder.toString(), "--json"));
    assertThat(list.path("versions")).isEmpty();
  }

  private void refused(String why, Path model, String... more) {
    RealCommandLine.Result result = promote("refused", model, more);
    assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.MISUSE);
    assertThat(result.err()).contains(why);
  }

  private static RealCommandLine.Result promote(String topic, Path model, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "promote",
                model.toString(),
                "--store",
                folder.resolve("store").toString(),
                "--topic",
                topic,
                "--bootstrap",
                broker.bootstrap(),
                "--set",
                "confirmation.tier-timeframes-ms=[]"));
    arguments.addAll(List.of(more));
    return models(arguments.toArray(String[]::new));
  }

  private static RealCommandLine.Result rollback(String topic, Instant at, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "rollback",
                "--store",
                folder.resolve("store").toString(),
                "--topic",
                topic,
                "--bootstrap",
                broker.bootstrap(),
                "--at",
                at.toString()));
    arguments.addAll(List.of(more));
    return models(arguments.toArray(String[]::new));
  }

  private static RealCommandLine.Result models(String... arguments) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments));
    return RealCommandLine.run(all.toArray(String[]::new));
  }

  /** Entries of both accounts, by the time of their decision. */
  private static List<Instant> entries(String topic) throws IOException {
    Path report = folder.resolve("report-" + topic);
    RealCommandLine.Result result =
        RealCommandLine.run(
            "backtest",
            "--topic",
            topic,
            "--bootstrap",
            broker.bootstrap(),
            "--set",
            "models.store=" + folder.resolve("store"),
            "--set",
            "confirmation.tier-timeframes-ms=[]",
            "--out",
            report.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Files.readAllLines(report.resolve("orders.csv")).stream()
        .filter(row -> row.contains(",ENTRY,") && row.contains(",FILLED,"))
        .map(row -> Instant.parse(row.split(",", -1)[1]))
        .toList();
  }

  private static List<ModelVersion> versions(String topic) {
    List<ModelVersion> versions = new ArrayList<>();
    new LogScan(connection, topic, 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                if (logRecord.getPayload() instanceof ModelVersion version) {
                  versions.add(version);
                }
                return true;
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
    return versions;
  }

  /** Index of the first record later than a time. */
  private static int place(Instant time) {
    int place = 0;
    while (place < LOG.size() && LOG.get(place).getLogTimeMs() <= time.toEpochMilli() + 50) {
      place++;
    }
    return place;
  }

  private static void publish(String topic, List<LogRecord> records) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(records);
    }
  }
}
