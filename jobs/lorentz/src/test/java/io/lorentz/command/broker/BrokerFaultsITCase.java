package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.savepoint.RunningJob;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a log that goes on, whose broker fails: its rows are in the end those of the bare
 * loop, none is missing, and none was written twice otherwise.
 *
 * <p>The log has history before its start of trading and a record that nobody can read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerFaultsITCase {

  private static final String LOG = "market";
  private static final long HALF_A_DAY_MS = 43_200_000;

  @TempDir Path folder;

  private final List<LogRecord> log = new ArrayList<>();
  private final List<RunOutput> expected = new ArrayList<>();
  private final List<Integer> rowsAfter = new ArrayList<>();
  private Path configuration;
  private long tradingFromMs;
  private BrokerProcess broker;
  private KafkaConnection connection;
  private RunningJob job;

  @BeforeAll
  void makeUpAMarketWithHistory(@TempDir Path market) throws IOException {
    configuration =
        Files.writeString(market.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 2)
        .writeBars(market)
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    try (BarFileLog whole = new BarFileLog(BarFileOptions.of(files))) {
      tradingFromMs = whole.next().getLogTimeMs() + HALF_A_DAY_MS;
    }
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(configuration), List.of())
            .options();
    BareLoop loop =
        new BareLoop(
            options, List.copyOf(files.keySet()), Ensemble.jvm(options.inference()), expected::add);
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files).withFromMs(tradingFromMs))) {
      source.forEachRemaining(
          next -> {
            log.add(next);
            loop.on(next);
            rowsAfter.add(expected.size());
          });
    }
    assertThat(decisionTimes(expected))
        .as("the made-up market trades, but not on its history")
        .isNotEmpty()
        .allMatch(timeMs -> timeMs >= tradingFromMs);
  }

  @AfterEach
  void stop() throws Exception {
    if (job != null) {
      job.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  @Tag("slow")
  void aBrokerThatDiesAndComesBackCostsNothing() throws Exception {
    startOver(folder.resolve("broker"));
    try (LogAppender appender = appender()) {
      appender.publish(log.subList(0, half()));
      writePoison();
      job.awaitRows(expected.subList(0, rowsAfter.get(half() - 1)));
      broker.kill();
      CompletableFuture<Void> meanwhile =
          CompletableFuture.runAsync(() -> appender.publish(log.subList(half(), half() + 100)));
      broker.startAgain();
      // Its call waits for the broker; only after half a minute it would give up.
      meanwhile.get(60, TimeUnit.SECONDS);
      appender.publish(log.subList(half() + 100, log.size()));
    }

    everyRowIsThereOnceAndEqual();
    assertThat(DeadLetter.all(connection, LOG))
        .as("what nobody can read is put away, and the job goes on")
        .isNotEmpty()
        .allSatisfy(letter -> assertThat(letter.text()).isEqualTo("poison"));
  }

  /** Longer than the job's own producers wait: the job fails and starts again from a checkpoint. */
  @Test
  @Tag("slow")
  void aBrokerThatIsAwayForLongFailsTheJobWhichGoesOnByItself() throws Exception {
    startOver(folder.resolve("broker"));
    LogAppender appender = appender();
    appender.publish(log.subList(0, half()));
    job.awaitRows(expected.subList(0, rowsAfter.get(half() - 1)));
    appender.publish(log.subList(half(), half() + 500));
    broker.kill();
    String told = refusal(appender, log.subList(half() + 500, half() + 600));
    assertThat(told)
        .contains("topic market: not acknowledged")
        .contains("open another appender and go on behind it");
    job.awaitRestart(Duration.ofMinutes(4));
    broker.startAgain();

    goOnBehindWhatIsThere();
    everyRowIsThereOnceAndEqual();
  }

  /** Each record for itself would wait half a minute for a broker that nobody knows any more. */
  @Test
  @Tag("slow")
  void anAppenderThatKnowsNoBrokerIsRefusedOnceForAllRecords() throws Exception {
    broker = BrokerProcess.start(folder.resolve("broker"), folder.resolve("broker.out"));
    connection = KafkaConnection.of(broker.bootstrap());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(LOG, TopicPlan.LOG);
    }
    LogAppender appender = appender();
    broker.kill();
    long begun = System.nanoTime();
    assertThat(refusal(appender, log.subList(0, 100))).contains("topic market: not acknowledged");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  @Tag("slow")
  void aFullDiskStopsTheBrokerAndLosesNothing() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=96m", "lorentz-test", disk.toString()),
        "no small file system can be mounted here, so a full one is not tried");
    try {
      startOver(disk.resolve("broker"));
      LogAppender appender = appender();
      appender.publish(log.subList(0, half()));
      job.awaitRows(expected.subList(0, rowsAfter.get(half() - 1)));
      Path filler = disk.resolve("filler");
      fill(filler);
      String told = refusal(appender, log.subList(half(), log.size()));
      assertThat(told).contains("topic market: not acknowledged", "its disk has room");
      broker.awaitEnd();
      assertThat(broker.said()).contains("with 0 MB free in that folder; make room");
      Files.delete(filler);
      broker.startAgain();

      goOnBehindWhatIsThere();
      everyRowIsThereOnceAndEqual();
    } finally {
      stop();
      job = null;
      broker = null;
      assertThat(command("umount", disk.toString())).isTrue();
    }
  }

  private int half() {
    return log.size() / 2;
  }

  private void startOver(Path data) throws Exception {
    broker = BrokerProcess.start(data, folder.resolve("broker.out"));
    connection = KafkaConnection.of(broker.bootstrap());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(LOG, TopicPlan.LOG);
    }
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 1_000);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    job =
        RunningJob.start(
            connection,
            LOG,
            configuration,
            2,
            folder.resolve("checkpoints"),
            Optional.empty(),
            flink);
  }

  private LogAppender appender() {
    return LogAppender.open(connection, LOG, 0, () -> 0);
  }

  /** What the next appender does: the log says how far it came. */
  private void goOnBehindWhatIsThere() {
    try (LogAppender next = appender()) {
      long lastMs = next.lastLogTimeMs().orElseThrow();
      next.publish(log.stream().filter(r -> r.getLogTimeMs() > lastMs).toList());
    }
  }

  private static String refusal(LogAppender appender, List<LogRecord> records) {
    try {
      appender.publish(records);
      throw new AssertionError("published without a broker");
    } catch (KafkaFaultException e) {
      return e.getMessage();
    } finally {
      appender.close();
    }
  }

  private void everyRowIsThereOnceAndEqual() throws Exception {
    job.awaitRows(expected);
    List<RunOutput> rows = new ArrayList<>();
    // Throws if two rows of one key differ.
    RowTopics.Count count = new RowTopics(connection, LOG).read(rows::add);
    assertThat(count.rows()).isEqualTo(expected.size());
    assertThat(new HashSet<>(rows).equals(new HashSet<>(expected))).isTrue();
    assertThat(decisionTimes(rows)).allMatch(timeMs -> timeMs >= tradingFromMs);
  }

  private static List<Long> decisionTimes(List<RunOutput> rows) {
    List<Long> times = new ArrayList<>();
    for (RunOutput row : rows) {
      if (row.getPayload() instanceof OrderDecision decision) {
        times.add(decision.getDecisionTimeMs());
      }
    }
    return times;
  }

  private void writePoison() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer())) {
      byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(LOG, 0, null, poison)).get();
    }
  }

  /** Until nothing more fits. */
  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static boolean command(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
