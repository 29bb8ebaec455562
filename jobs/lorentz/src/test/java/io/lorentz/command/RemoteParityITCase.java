package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.engine.AnsweredLog;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run one of whose accounts traded at a venue: its replay takes what the venue said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteParityITCase {

  private static final String LOG = "live";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private final List<RunOutput> expected = new ArrayList<>();
  private EmbeddedBroker broker;
  private KafkaConnection connection;
  private Path configuration;

  @BeforeAll
  void recordARun() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(LOG, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, LOG, 0, () -> 0)) {
      appender.publish(log());
    }
    JobClient job = start();
    awaitRows(expected.size());
    job.cancel().get();
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  private List<LogRecord> log() throws IOException {
    ResolvedConfiguration<TradingOptions> resolved =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(configuration), List.of());
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 1)
        .writeBars(folder.resolve("market"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    List<LogRecord> market = new ArrayList<>();
    market.add(new LogRecord(0L, 0, new JobStarted(resolved.sha256(), "a test", "main")));
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files))) {
      source.forEachRemaining(market::add);
    }
    return AnsweredLog.of(
        resolved.options(),
        List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"),
        "main",
        market.iterator(),
        expected::add);
  }

  private JobClient start() throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, TradingPipeline.configuration());
    TradingJob.addTo(
        env,
        "--bootstrap",
        broker.bootstrap(),
        "--topic",
        LOG,
        "--configuration",
        configuration.toString(),
        "--remote-account",
        "main");
    return env.executeAsync("lorentz trading");
  }

  private List<RunOutput> rows() {
    List<RunOutput> rows = new ArrayList<>();
    new RowTopics(connection, LOG).read(rows::add);
    return rows;
  }

  private void awaitRows(int count) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    int there = -1;
    while (there < count) {
      there = rows().size();
      assertThat(System.nanoTime())
          .as("%d rows of %d came in time", there, count)
          .isLessThan(deadlineNanos);
    }
  }

  private RealCommandLine.Result run(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(
        List.of(
            "--bootstrap",
            broker.bootstrap(),
            "--topic",
            LOG,
            "--config",
            configuration.toString()));
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  @Test
  void itsCommandsAreNumberedWithoutGapsInTheirTopic() {
    List<Long> numbers =
        rows().stream()
            .map(RunOutput::getPayload)
            .filter(OrderCommand.class::isInstance)
            .map(payload -> ((OrderCommand) payload).getNumber())
            .toList();

    assertThat(numbers).hasSizeGreaterThan(10);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void itIsItsReplayAndItsCommandsAreComparedToo() {
    Path proofs = folder.resolve("proofs");
    RealCommandLine.Result result = run("check", "parity", "--proofs", proofs.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("0 differences in ").contains("commands");
    assertThat(proofs).isDirectoryContaining(file -> file.toString().endsWith(".json"));
  }

  @Test
  void theRemoteAccountIsThatOfTheLastStartBeforeWhatIsReplayed() {
    long end = RecordedLog.read(connection, LOG, 0, Optional.empty()).endOffset();

    assertThat(RecordedLog.read(connection, LOG, end - 5, Optional.empty()).remoteAccount())
        .contains("main");
  }

  @Test
  void itsBacktestTakesTheVenuesFillsOrSaysThatItSimulates() {
    RealCommandLine.Result same = run("backtest", "--out", folder.resolve("same").toString());
    RealCommandLine.Result other =
        run(
            "backtest",
            "--out",
            folder.resolve("other").toString(),
            "--set",
            "confirmation.min-confidence=0.5");

    assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
    assertThat(same.err()).contains("its fills, fees and funding are the venue's");
    assertThat(other.exitCode()).as(other.out() + other.err()).isZero();
    assertThat(other.err()).contains("they are simulated here");
  }
}
