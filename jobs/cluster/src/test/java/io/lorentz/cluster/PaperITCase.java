package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.Lorentz;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeRecording;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code lorentz paper} as a person runs it, in a process of its own, over a recording: killed in
 * the middle, started again, and replayed.
 */
class PaperITCase {

  private static final long BEGIN_MS = Instant.parse("2026-03-01T23:50:10Z").toEpochMilli();
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final List<String> VENUES = List.of("bitget", "binance", "kucoin");
  private static final String CONFIDENCE = "confirmation.min-confidence=0.1";

  @TempDir Path folder;

  private int starts;

  @Test
  void aRunThatWasKilledGoesOnAndReplaysWithoutDifference() throws Exception {
    runKilledAndReplayed(1_200, 9, 3);
  }

  @Test
  @Tag("slow")
  void anHourThatWasKilledGoesOnAndReplaysWithoutDifference() throws Exception {
    runKilledAndReplayed(3_000, 62, 25);
  }

  private void runKilledAndReplayed(int history, int minutes, int killedAfter) throws Exception {
    Path recording = folder.resolve("market.jsonl");
    record(recording, history, minutes);
    Process first = paper(recording, history);
    awaitProgress(first, killedAfter);
    first.destroyForcibly().waitFor();

    Process second = paper(recording, history);
    assertThat(second.waitFor(120 + minutes, TimeUnit.SECONDS)).as(said()).isTrue();
    assertThat(second.exitValue()).as(said()).isZero();
    assertThat(said()).contains("goes on").contains(" order main ENTRY ").contains("opened main");

    Process parity =
        start(
            "check", "parity", "--topic", "market", "--data", data("broker"), "--set", CONFIDENCE);
    assertThat(parity.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(said()).containsPattern("\n0 differences in \\d{2,} rows");
    assertThat(parity.exitValue()).isZero();
    theRowsAreThoseOfTheBareLoop();
  }

  /** The oracle: all stages on one thread, over the log as it lies there. */
  private void theRowsAreThoseOfTheBareLoop() {
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.empty(), List.of(CONFIDENCE))
            .options();
    Set<RunOutput> expected = new HashSet<>();
    BareLoop loop =
        new BareLoop(options, INSTRUMENTS, Ensemble.jvm(options.inference()), expected::add);
    Set<RunOutput> actual = new HashSet<>();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(folder.resolve("paper/broker"), EmbeddedBroker.ANY_PORT)) {
      KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
      new LogScan(connection, "market", 0)
          .read(
              new LogScan.Visitor() {
                @Override
                public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                  loop.on(logRecord);
                  return true;
                }

                @Override
                public void onUnreadable(long offset, String reason) {
                  throw new AssertionError(reason);
                }
              });
      new RowTopics(connection, "market").read(actual::add);
    }
    assertThat(actual).hasSizeGreaterThan(20).isEqualTo(expected);
  }

  @Test
  @Tag("slow")
  void signalsAloneTouchNoAccount() throws Exception {
    Path recording = folder.resolve("market.jsonl");
    record(recording, 2_000, 4);
    Process paper = paper(recording, 2_000, "--signals-only");
    assertThat(paper.waitFor(120, TimeUnit.SECONDS)).as(said()).isTrue();
    assertThat(said()).contains(" signal ").contains("orders 0, trades closed 0");
    assertThat(said()).doesNotContain(" order ");
  }

  private static void record(Path file, int history, int minutes) throws IOException {
    long originMs =
        Math.floorDiv(BEGIN_MS, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS
            - history * FakeMarket.MINUTE_MS;
    new RecordedMarket(5, originMs, history + minutes + 3, INSTRUMENTS)
        .write(
            file,
            VENUES,
            INSTRUMENTS,
            List.of(
                new FakeRecording.Outage("bitget", BEGIN_MS + 90_000, BEGIN_MS + 200_000),
                new FakeRecording.Outage("kucoin", BEGIN_MS + 60_000, BEGIN_MS + 100_000)),
            BEGIN_MS,
            history,
            minutes);
  }

  private String data(String part) {
    return folder.resolve("paper").resolve(part).toString();
  }

  private Process paper(Path recording, int history, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "paper",
                "--replay-recording",
                recording.toString(),
                "--speed",
                "60",
                "--data",
                folder.resolve("paper").toString(),
                "--warm-up",
                String.valueOf(history),
                "--ui-port",
                "0",
                "--set",
                CONFIDENCE));
    arguments.addAll(List.of(more));
    return start(arguments.toArray(String[]::new));
  }

  private Process start(String... arguments) throws IOException {
    starts++;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dlorentz.log=" + folder.resolve("log-" + starts),
                "-cp",
                System.getProperty("java.class.path"),
                Lorentz.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said-" + starts).toFile())
        .start();
  }

  /** What the last process wrote. */
  private String said() throws IOException {
    return Files.readString(folder.resolve("said-" + starts));
  }

  private void awaitProgress(Process process, int minutes) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (said().split("the log is complete", -1).length <= minutes) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(said()).isFalse();
      assertThat(System.nanoTime()).as(said()).isLessThan(deadline);
    }
  }
}
