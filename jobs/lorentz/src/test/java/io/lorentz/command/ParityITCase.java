package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.telegram.FakeBotApi;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.wire.WireCodec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run against its replay: nothing differs, and what was planted is found and named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityITCase {

  private static final String LOG = "run";
  private static final String DAY = "2025-01-01";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private EmbeddedBroker broker;
  private KafkaConnection connection;
  private Path configuration;
  private Path savepoint;
  private List<RunOutput> expected;

  /** The run: begun on half of the log, stopped with a savepoint, gone on from it. */
  @BeforeAll
  void recordARun() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    List<LogRecord> log = log();
    int middle = log.size() / 2;
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(LOG, TopicPlan.LOG);
    }

    publish(log.subList(0, middle));
    JobClient first = start(Optional.empty());
    awaitRows(rowsOf(log.subList(0, middle)).size());
    savepoint =
        Path.of(
            URI.create(
                first
                    .stopWithSavepoint(
                        false,
                        folder.resolve("savepoints").toUri().toString(),
                        SavepointFormatType.CANONICAL)
                    .get()));

    publish(log.subList(middle, log.size()));
    expected = rowsOf(log);
    JobClient second = start(Optional.of(savepoint));
    awaitRows(expected.size());
    second.cancel().get();
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  @Test
  void aRunIsItsReplayFromTheBeginningAndItsDayIsSummedUpSo() throws Exception {
    Path out = folder.resolve("parity");
    JsonNode replayed =
        JsonAnswer.result("check parity", parity(LOG, "--json", "--out", out.toString()));
    assertThat(replayed.path("differences").asInt()).isZero();

    JsonNode summary =
        JsonAnswer.result("summary", summary(DAY, "--parity", out.toString(), "--json"));
    assertThat(summary.at("/parity/checked").asBoolean()).isTrue();
    assertThat(summary.at("/parity/equal_rows").asLong()).isEqualTo(expected.size());
    assertThat(summary.at("/accounts/main/trades_closed").asLong())
        .isEqualTo(expected.stream().filter(ParityITCase::isTradeOfMain).count())
        .isPositive();
    assertThat(summary.path("accounts")).hasSize(1);
  }

  @Test
  void theSummaryOfADayIsSentToAChatAndItIsSaidIfItWasNot() throws Exception {
    try (FakeBotApi telegram = FakeBotApi.start()) {
      String token = FakeBotApi.tokenFile(folder).toString();
      String[] chat = {
        "--telegram-api",
        telegram.uri().toString(),
        "--telegram-token",
        token,
        "--telegram-chat",
        "-42"
      };
      RealCommandLine.Result sent = summary(DAY, chat);
      assertThat(sent.exitCode()).as(sent.err()).isZero();
      assertThat(sent.out()).startsWith(DAY + " main: ").contains("\nparity: not checked\n");
      assertThat(telegram.sent())
          .containsExactly(new FakeBotApi.Sent(-42, sent.out().stripTrailing()));

      RealCommandLine.Result nothing = summary("2020-02-02", chat);
      assertThat(nothing.exitCode()).isEqualTo(ExitCode.FAULT);
      assertThat(telegram.sent().get(0).text())
          .isEqualTo("2020-02-02: NOTHING is recorded of this day");

      telegram.refuse(true);
      RealCommandLine.Result refused = summary(DAY, chat);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.FAULT);
      assertThat(refused.err()).contains("the summary was not sent: Telegram did not take it");
      assertThat(sent.out() + sent.err() + refused.out() + refused.err())
          .doesNotContain(FakeBotApi.TOKEN);
    }
    RealCommandLine.Result unknown = summary(DAY, "--account", "mian");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(unknown.err()).contains("there is main, unlimited");
  }

  /** All of the log lies in its one day. */
  private static boolean isTradeOfMain(RunOutput row) {
    return row.getPayload() instanceof TradeClosed trade && trade.getAccount().equals("main");
  }

  private RealCommandLine.Result summary(String day, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "summary",
                "--topic",
                LOG,
                "--bootstrap",
                broker.bootstrap(),
                "--proofs",
                folder.resolve("none").toString(),
                "--day",
                day));
    arguments.addAll(List.of(more));
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  @Test
  void aRunIsItsReplayFromASavepointOfIt() {
    RealCommandLine.Result result = parity(LOG, "--savepoint", savepoint.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("0 differences in ");
  }

  @Test
  void anOrderThatWasChangedNamesTheRecordThatItCameOf() throws Exception {
    OrderDecision order = anOrder();
    copy("changed", row -> isOrder(row, order) ? withQuantityOfTwice(row) : row);

    assertParted(parity("changed"), order, "unequal", "quantity");
  }

  @Test
  @Tag("slow")
  void anOrderThatIsMissingNamesTheRecordThatItShouldHaveComeOf() throws Exception {
    OrderDecision order = anOrder();
    copy("missing", row -> isOrder(row, order) ? null : row);

    assertParted(parity("missing"), order, "missing", order.getClientId());
  }

  @Test
  @Tag("slow")
  void anOrderThatNobodyDecidedOnIsFound() throws Exception {
    OrderDecision order = anOrder();
    copy("more", row -> isOrder(row, order) ? withAnotherId(row) : row);

    RealCommandLine.Result result = parity("more");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(result.out()).contains("2 differences", "NOBODY", order.getClientId());
  }

  @Test
  @Tag("slow")
  void anotherConfigurationIsADifference() throws IOException {
    Path other =
        Files.writeString(folder.resolve("other.yaml"), "confirmation:\n  min-confidence: 0.6\n");

    RealCommandLine.Result result =
        RealCommandLine.run(
            "check",
            "parity",
            "--topic",
            LOG,
            "--bootstrap",
            broker.bootstrap(),
            "--config",
            other.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(result.out()).contains("differences; run and replay part after", "topic run");
  }

  private void assertParted(RealCommandLine.Result result, OrderDecision order, String... told) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.FAULT);
    assertThat(result.out())
        .contains("1 differences; run and replay part after", "topic run partition 0 offset")
        .contains(order.getClientId())
        .contains(told);
  }

  private RealCommandLine.Result parity(String rows, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                "parity",
                "--topic",
                LOG,
                "--rows",
                rows,
                "--bootstrap",
                broker.bootstrap(),
                "--config",
                configuration.toString()));
    arguments.addAll(List.of(more));
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  private OrderDecision anOrder() {
    List<OrderDecision> orders =
        expected.stream()
            .map(RunOutput::getPayload)
            .filter(OrderDecision.class::isInstance)
            .map(OrderDecision.class::cast)
            .toList();
    return orders.get(orders.size() / 2);
  }

  private static boolean isOrder(RunOutput row, OrderDecision order) {
    return row.getPayload() instanceof OrderDecision decision
        && decision.getClientId().equals(order.getClientId())
        && decision.getAccount().equals(order.getAccount());
  }

  private static RunOutput withQuantityOfTwice(RunOutput row) {
    OrderDecision order = OrderDecision.newBuilder((OrderDecision) row.getPayload()).build();
    order.setQuantity(order.getQuantity().add(order.getQuantity()));
    return new RunOutput(order);
  }

  private static RunOutput withAnotherId(RunOutput row) {
    OrderDecision order = OrderDecision.newBuilder((OrderDecision) row.getPayload()).build();
    order.setClientId("NOBODY");
    return new RunOutput(order);
  }

  /** Copies the row topics of the run; null leaves a row out. */
  private void copy(String prefix, UnaryOperator<RunOutput> change) throws Exception {
    RowTopics target = new RowTopics(connection, prefix);
    target.ensure();
    List<String> from = new RowTopics(connection, LOG).names();
    List<String> to = target.names();
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer());
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer())) {
      for (int i = 0; i < from.size(); i++) {
        TopicPartition place = new TopicPartition(from.get(i), 0);
        consumer.assign(List.of(place));
        consumer.seekToBeginning(List.of(place));
        long end = consumer.endOffsets(List.of(place)).get(place);
        while (consumer.position(place) < end) {
          for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(Duration.ofMillis(100))) {
            RunOutput row = change.apply(codec.decode(raw.value()));
            if (row != null) {
              var unused =
                  producer.send(
                      new ProducerRecord<>(
                          to.get(i), 0, raw.key(), codec.encode(row), raw.headers()));
            }
          }
        }
      }
      producer.flush();
    }
  }

  private static List<LogRecord> log() throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 1)
        .writeBars(folder.resolve("market"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    List<LogRecord> log = new ArrayList<>();
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files))) {
      source.forEachRemaining(log::add);
    }
    return log;
  }

  private List<RunOutput> rowsOf(List<LogRecord> log) {
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(configuration), List.of())
            .options();
    List<RunOutput> rows = new ArrayList<>();
    BareLoop loop =
        new BareLoop(
            options,
            Stream.of("BTCUSDT", "ETHUSDT", "SOLUSDT").toList(),
            Ensemble.jvm(options.inference()),
            rows::add);
    log.forEach(loop::on);
    return rows;
  }

  private void publish(List<LogRecord> records) {
    try (LogAppender appender = LogAppender.open(connection, LOG, 0, () -> 0)) {
      appender.publish(records);
    }
  }

  private JobClient start(Optional<Path> from) throws Exception {
    Configuration flink = TradingPipeline.configuration();
    from.ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    TradingJob.addTo(
        env,
        "--bootstrap",
        broker.bootstrap(),
        "--topic",
        LOG,
        "--configuration",
        configuration.toString());
    return env.executeAsync("lorentz trading");
  }

  /** Each look reads the topics. */
  private void awaitRows(int count) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    int there = -1;
    while (there < count) {
      List<RunOutput> rows = new ArrayList<>();
      new RowTopics(connection, LOG).read(rows::add);
      there = rows.size();
      assertThat(System.nanoTime())
          .as("%d rows of %d came in time", there, count)
          .isLessThan(deadlineNanos);
    }
  }
}
