package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.DeadLetter;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.broker.LogEnd;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A topic gives the report of the files it was published from, to the byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicITCase {

  /** Everything but the figures of this very run and the names of its input. */
  private static final List<String> COMPARED =
      List.of("orders.csv", "trades.csv", "equity.csv", "signals.csv");

  private static final String CONFIDENCE = "confirmation.min-confidence=0.4";

  @TempDir static Path folder;

  private EmbeddedBroker broker;
  private Map<String, Path> market;
  private Path wholeFiles;

  @BeforeAll
  void startTheBrokerAndMakeUpAMarket() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    market = new TreeMap<>(new SyntheticMarket(1, 2).writeBars(folder.resolve("market")));
    wholeFiles = backtest("whole-files", bars(market), List.of());
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  @Test
  void realBarsGiveTheSameOrdersFromTheTopicAtAnyParallelism() throws IOException {
    String data = "market-data/csv/binance-usdm-perp_%s_1m_typhonun.csv.gz";
    Map<String, Path> real =
        Map.of(
            "BTCUSDT", SharedFolder.file(data.formatted("BTCUSDT")),
            "SOLUSDT", SharedFolder.file(data.formatted("SOLUSDT")));
    List<String> times = List.of("--from", "2025-05-05", "--to", "2025-05-07");
    Path files = backtest("real-files", bars(real), times);
    assertThat(Files.readAllLines(files.resolve("orders.csv"))).hasSizeGreaterThan(10);

    publish("real", real, times);
    assertSame(backtest("real-1", topic("real"), List.of("--parallelism", "1")), files);
    assertSame(backtest("real-2", topic("real"), List.of("--parallelism", "2")), files);
  }

  /** The topic trades from its first bar and goes on after the end; the replay does neither. */
  @Test
  void fromAndToMeanTheSameForATopicAsForFiles() throws IOException {
    List<String> times = times(1, 3);
    Path files = backtest("part-files", bars(market), times);
    assertThat(Files.readAllLines(files.resolve("orders.csv"))).hasSizeGreaterThan(2);

    publish("whole", market, List.of());

    assertSame(backtest("part-topic", topic("whole"), times), files);
    assertSame(backtest("whole-topic", topic("whole"), List.of()), wholeFiles);
  }

  @Test
  void historyBeforeTheLogsOwnStartOfTradingWarmsUpOnly() throws IOException {
    List<String> from = times(3, 4).subList(0, 2);
    publish("history", market, from);

    assertSame(
        backtest("history-topic", topic("history"), List.of()),
        backtest("history-files", bars(market), from));
  }

  @Test
  void aPoisonedRecordIsToldOfPutAwayAndPassed() throws Exception {
    KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
    publishWithPoison(connection, "poisoned");

    Path report = folder.resolve("poisoned-report");
    RealCommandLine.Result result = run("backtest", report, topic("poisoned"), List.of());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("topic poisoned partition 0 offset", "unreadable", "poisoned.unreadable");
    assertSame(report, wholeFiles);
    assertThat(DeadLetter.all(connection, "poisoned")).hasSize(1);
  }

  private void publishWithPoison(KafkaConnection connection, String topic) throws Exception {
    List<LogRecord> records = new ArrayList<>();
    Map<String, List<String>> files = new TreeMap<>();
    market.forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      log.forEachRemaining(records::add);
    }
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    int middle = records.size() / 2;
    publish(connection, topic, records.subList(0, middle));
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer())) {
      byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, 0, null, poison)).get();
    }
    publish(connection, topic, records.subList(middle, records.size()));
  }

  private static void publish(KafkaConnection connection, String topic, List<LogRecord> records) {
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(records);
    }
  }

  /** The main for a cluster, in this process: what lies in the row topics is what files give. */
  @Test
  void theMainForAClusterGivesTheRowsOfTheBareLoopInItsTopics() throws Exception {
    publish("cluster", market, List.of());
    List<RunOutput> expected = new ArrayList<>();
    Map<String, List<String>> files = new TreeMap<>();
    market.forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    TradingOptions options = TradingOptions.defaults();
    BareLoop loop =
        new BareLoop(
            options, List.copyOf(files.keySet()), Ensemble.jvm(options.inference()), expected::add);
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      log.forEachRemaining(loop::on);
    }

    TradingJob.main(
        new String[] {
          "--bootstrap",
          broker.bootstrap(),
          "--topic",
          "cluster",
          "--rows",
          "cluster-rows",
          "--end-offset",
          String.valueOf(LogEnd.of(KafkaConnection.of(broker.bootstrap()), "cluster"))
        });

    List<RunOutput> rows = new ArrayList<>();
    new RowTopics(KafkaConnection.of(broker.bootstrap()), "cluster-rows").read(rows::add);
    assertThat(rows.size()).isEqualTo(expected.size());
    assertThat(new HashSet<>(rows).equals(new HashSet<>(expected))).isTrue();
    assertThat(closedBars("cluster-rows")).isEqualTo(builtBars(files, options));
  }

  /** What the topic of closed bars holds, by instrument; the order among instruments is none. */
  private Map<String, List<Bar>> closedBars(String rows) {
    Map<String, List<Bar>> bars = new TreeMap<>();
    new BarTopic(KafkaConnection.of(broker.bootstrap()), rows)
        .read(bar -> bars.computeIfAbsent(bar.getInstrument(), i -> new ArrayList<>()).add(bar));
    return bars;
  }

  /** The same by the core alone; the market has gaps, so bridged and partial bars are in it. */
  private static Map<String, List<Bar>> builtBars(
      Map<String, List<String>> files, TradingOptions options) {
    Map<String, List<Bar>> bars = new TreeMap<>();
    Map<String, BarBuilder> builders = new TreeMap<>();
    files
        .keySet()
        .forEach(
            symbol -> {
              bars.put(symbol, new ArrayList<>());
              builders.put(symbol, new BarBuilder(symbol, options.builtBars()));
            });
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      while (log.hasNext()) {
        Object payload = log.next().getPayload();
        if (payload instanceof Bar bar) {
          builders.get(bar.getInstrument()).onBar(bar, bars.get(bar.getInstrument())::add);
        } else if (payload instanceof Heartbeat heartbeat) {
          builders.forEach((symbol, each) -> each.onHeartbeat(heartbeat, bars.get(symbol)::add));
        } else if (payload instanceof SeriesEnded ended) {
          builders.get(ended.getInstrument()).onSeriesEnded(ended);
        }
      }
    }
    assertThat(bars.values().stream().flatMap(List::stream).map(Bar::getQuality))
        .contains(BarQuality.COMPLETE, BarQuality.PARTIAL, BarQuality.SYNTHETIC);
    return bars;
  }

  @Test
  void publishingAgainIsRefusedBecauseALogOnlyGrows() {
    publish("once", market, List.of());

    RealCommandLine.Result again = publishing("once", market, List.of());

    assertThat(again.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(again.err())
        .contains("--topic once: its last record has log time", "a log only grows");
  }

  @Test
  void aBadRowLeavesNoTopicBehind() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("bad.csv"),
            """
            open_time_ms,open,high,low,close,volume
            1746316800000,100,101,99,100,1
            1746316860000,100,101,99,nonsense,1
            """);

    RealCommandLine.Result result = publishing("bad", Map.of("BTCUSDT", csv), List.of());

    assertThat(result.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(result.err()).contains("bad.csv:3");
    try (TopicAdmin admin = new TopicAdmin(KafkaConnection.of(broker.bootstrap()))) {
      assertThat(admin.exists("bad")).isFalse();
    }
  }

  @Test
  void aTopicThatCannotBeReplayedIsRefusedAndLeavesNoReport() throws Exception {
    JsonNode published =
        JsonAnswer.result("data publish", publishing("small", market, List.of("--json")));
    assertThat(published.path("instruments")).hasSize(market.size());
    try (Admin admin = Admin.create(KafkaConnection.of(broker.bootstrap()).admin())) {
      admin.createTopics(List.of(new NewTopic("split", 2, (short) 1))).all().get();
    }

    assertRefused(topic("none"), List.of(), "topic none: is not at");
    assertRefused(topic("split"), List.of(), "must have 1 partition");
    assertRefused(topic("small"), List.of("--from", "2100-01-01"), "lies after the last bar");
    assertRefused(topic("small"), List.of("--to", "1999-01-01"), "holds no bar in this time");
    assertRefused(
        topic("small"), List.of("--from", "2025-05-07", "--to", "2025-05-06"), "must lie before");
  }

  @Test
  void argumentsThatContradictEachOtherAreRefused() {
    String csv = "BTCUSDT=" + market.get("BTCUSDT");
    assertRefused(List.of("--topic", "t", "--bars", csv), List.of(), "had both");
    assertRefused(List.of(), List.of(), "had none");
    assertRefused(List.of("--bars", csv, "--bootstrap", "a:1"), List.of(), "go with --topic only");
    assertRefused(
        List.of("--topic", "t", "--kafka-config", "x"), List.of(), "needs --bootstrap HOST:PORT");
    assertRefused(
        List.of("--topic", "t", "--bootstrap", "a:1", "--data", "x"), List.of(), "leave one out");
    assertRefused(List.of("--topic", "t", "--bootstrap", "here"), List.of(), "must be HOST:PORT");
  }

  @Test
  void withoutABootstrapABrokerRunsInsideAndItsFolderKeepsTheLog() throws IOException {
    List<String> inside = List.of("--data", folder.resolve("inside").toString());
    List<String> arguments = new ArrayList<>(List.of("data", "publish", "--topic", "kept"));
    arguments.addAll(bars(market));
    arguments.addAll(inside);
    RealCommandLine.Result published = RealCommandLine.run(arguments.toArray(String[]::new));
    assertThat(published.exitCode()).as(published.err()).isZero();

    List<String> replayed = new ArrayList<>(List.of("--topic", "kept"));
    replayed.addAll(inside);
    assertSame(
        backtest("inside-topic", replayed, times(1, 2)),
        backtest("inside-files", bars(market), times(1, 2)));
  }

  @Test
  void aFolderThatABrokerHoldsIsRefused() {
    assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("broker"), 0))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("is in use by another broker");
  }

  @Test
  void theBrokerCommandRunsUntilItIsStopped() throws Exception {
    int port = LoopbackPort.free();
    CountDownLatch ended = new CountDownLatch(1);
    List<RealCommandLine.Result> results = new ArrayList<>();
    Thread command =
        new Thread(
            () -> {
              results.add(
                  RealCommandLine.run(
                      "broker",
                      "--data",
                      folder.resolve("command").toString(),
                      "--port",
                      String.valueOf(port)));
              ended.countDown();
            });
    command.start();
    try (TopicAdmin admin = new TopicAdmin(KafkaConnection.of("localhost:" + port))) {
      admin.ensure("there", TopicPlan.LOG);
      assertThat(admin.exists("there")).isTrue();
    }
    command.interrupt();

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(results.get(0).exitCode()).as(results.get(0).err()).isZero();
    assertThat(results.get(0).out()).contains("Kafka at localhost:" + port);
  }

  /** From one half day of the market to another, by their numbers. */
  private List<String> times(int from, int to) throws IOException {
    String row = Files.readAllLines(market.get("BTCUSDT")).get(1);
    Instant first = Instant.ofEpochMilli(Long.parseLong(row.substring(0, row.indexOf(','))));
    return List.of(
        "--from",
        first.plusSeconds(from * 43_200L).toString(),
        "--to",
        first.plusSeconds(to * 43_200L).toString());
  }

  private List<String> topic(String topic) {
    return List.of("--topic", topic, "--bootstrap", broker.bootstrap());
  }

  private static List<String> bars(Map<String, Path> files) {
    List<String> arguments = new ArrayList<>();
    files.forEach((symbol, file) -> arguments.addAll(List.of("--bars", symbol + "=" + file)));
    return arguments;
  }

  private void publish(String topic, Map<String, Path> files, List<String> times) {
    RealCommandLine.Result result = publishing(topic, files, times);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("records of", "are in topic " + topic);
  }

  private RealCommandLine.Result publishing(
      String topic, Map<String, Path> files, List<String> times) {
    List<String> arguments = new ArrayList<>(List.of("data", "publish"));
    arguments.addAll(topic(topic));
    arguments.addAll(bars(files));
    arguments.addAll(times);
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  private static RealCommandLine.Result run(
      String verb, Path report, List<String> input, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of(verb, "--set", CONFIDENCE));
    arguments.addAll(List.of("--out", report.toString()));
    arguments.addAll(input);
    arguments.addAll(more);
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  private static Path backtest(String name, List<String> input, List<String> more) {
    Path report = folder.resolve(name);
    RealCommandLine.Result result = run("backtest", report, input, more);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return report;
  }

  private static void assertSame(Path report, Path files) {
    for (String name : COMPARED) {
      assertThat(report.resolve(name)).hasSameBinaryContentAs(files.resolve(name));
    }
  }

  private static void assertRefused(List<String> input, List<String> more, String told) {
    Path report = folder.resolve("refused");
    RealCommandLine.Result result = run("backtest", report, input, more);
    assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.MISUSE);
    assertThat(result.err()).contains(told);
    assertThat(report).doesNotExist();
  }
}
