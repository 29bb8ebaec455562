package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaArgumentException;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.LogRange;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.LogSource;
import io.lorentz.kafka.LogTimes;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.rows.UnequalRowException;
import io.lorentz.schemas.wire.WireCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edges for Kafka against a real broker. */
class LogInKafkaITCase {

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static KafkaConnection connection;

  @BeforeAll
  static void startTheBroker() {
    broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
  }

  @AfterAll
  static void stopTheBroker() {
    broker.close();
  }

  @Test
  void aLiveAppenderFollowsTheClockButNeverStandsStillOrGoesBack() {
    String topic = log("live");
    long[] clockMs = {1_000};
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> clockMs[0])) {
      appender.append(List.of(new Heartbeat(1L), new Heartbeat(2L)));
      clockMs[0] = 5_000;
      appender.append(List.of(new Heartbeat(3L)));
    }
    clockMs[0] = 2_000;
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> clockMs[0])) {
      assertThat(appender.lastLogTimeMs()).isEqualTo(OptionalLong.of(5_000));
      assertThat(appender.append(List.of(new Heartbeat(4L))))
          .containsExactly(new LogRecord(5_001L, 0, new Heartbeat(4L)));
    }

    assertThat(records(topic))
        .extracting(LogRecord::getLogTimeMs)
        .containsExactly(1_000L, 1_001L, 5_000L, 5_001L);
  }

  @Test
  void anAppenderThatAnotherHasTakenOverFromIsRefused() {
    String topic = log("fenced");
    try (LogAppender first = LogAppender.open(connection, topic, 0, () -> 1_000)) {
      first.append(List.of(new Heartbeat(1L)));
      try (LogAppender second = LogAppender.open(connection, topic, 0, () -> 1_000)) {
        assertThatThrownBy(() -> first.append(List.of(new Heartbeat(2L))))
            .isInstanceOf(KafkaFaultException.class)
            .hasMessageContaining("another appender has taken over partition 0");
        second.append(List.of(new Heartbeat(3L)));
        assertThatThrownBy(() -> first.append(List.of(new Heartbeat(4L))))
            .isInstanceOf(KafkaFaultException.class)
            .hasMessageContaining("has failed before");
      }
    }

    assertThat(records(topic))
        .containsExactly(
            new LogRecord(1_000L, 0, new Heartbeat(1L)),
            new LogRecord(1_001L, 0, new Heartbeat(3L)));
  }

  @Test
  void recordsThatAreNotLaterAreRefusedAsAWholeAndNothingIsWritten() {
    String topic = log("refused");
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(heartbeats(10, 20));
      assertThatThrownBy(() -> appender.publish(heartbeats(20, 30)))
          .isInstanceOf(KafkaArgumentException.class)
          .hasMessageContaining("its last record has log time 20")
          .hasMessageContaining("was 20");
      assertThatThrownBy(
              () -> appender.publish(List.of(heartbeats(31, 31).get(0), heartbeats(30, 30).get(0))))
          .isInstanceOf(KafkaArgumentException.class);
      appender.publish(heartbeats(21, 22));
    }

    assertThat(records(topic)).isEqualTo(heartbeats(10, 22));
  }

  @Test
  void theAppenderLooksPastWhatCannotBeReadForTheLastLogTime() throws Exception {
    String topic = log("tail");
    publish(topic, heartbeats(1, 3));
    for (int i = 0; i < 30; i++) {
      write(topic, 0, "garbage".getBytes(StandardCharsets.UTF_8));
    }

    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      assertThat(appender.lastLogTimeMs()).isEqualTo(OptionalLong.of(3));
    }
  }

  @Test
  void aRangeIsReadByItsOffsetsHoweverTheLogGrows() throws Exception {
    String topic = log("range");
    publish(topic, heartbeats(1, 10));
    long end = extent(topic).end();
    publish(topic, heartbeats(11, 20));

    assertThat(jobOver(LogSource.bounded(connection, LogRange.of(topic, 0, 3, end)), 1))
        .isEqualTo(heartbeats(4, 10));
  }

  @Test
  void whatCannotBeReadGoesToItsTopicWithTheReasonAndTheJobGoesOn() throws Exception {
    String topic = log("poisoned");
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    publish(topic, heartbeats(1, 2));
    // Not the end of the topic: the mark of the appender's last transaction may come behind it.
    long offset = write(topic, 0, poison);
    publish(topic, heartbeats(3, 4));

    LogRange range = LogRange.of(topic, 0, 0, extent(topic).end());
    assertThat(jobOver(LogSource.bounded(connection, range), 1)).isEqualTo(heartbeats(1, 4));

    List<DeadLetter> letters = DeadLetter.all(connection, topic);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).key()).isEqualTo(topic + "-0-" + offset);
    assertThat(letters.get(0).text()).isEqualTo("poison");
    assertThat(letters.get(0).headers())
        .containsEntry("partition", "0")
        .containsEntry("offset", String.valueOf(offset))
        .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("BadHeader"));
  }

  @Test
  void aLogWhoseTimeDoesNotIncreaseFailsTheJobAndTheScan() throws Exception {
    String topic = log("unordered");
    WireCodec<LogRecord> codec = WireCodec.of(LogRecord.class);
    for (long logTimeMs : new long[] {1, 3, 3}) {
      write(topic, 0, codec.encode(new LogRecord(logTimeMs, 0, new Heartbeat(logTimeMs))));
    }

    assertThatThrownBy(() -> extent(topic))
        .isInstanceOf(KafkaFaultException.class)
        .hasMessageContaining("offset 2: log time 3 after 3");
    Source<LogRecord, ?, ?> source = LogSource.bounded(connection, LogRange.of(topic, 0, 0, 3));
    StreamExecutionEnvironment env = environment();
    env.fromSource(source, LogTimes.everyRecordItsOwn(), "log").sinkTo(new DiscardingSink<>());
    assertThatThrownBy(env::execute)
        .hasStackTraceContaining("log time: must increase within partition 0, was 3 after 3");
  }

  @Test
  void whatIsNotKeptAnyMoreFailsTheJobRatherThanBeingPassedOver() throws Exception {
    String topic = log("cut");
    publish(topic, heartbeats(1, 10));
    long end = extent(topic).end();
    try (Admin admin = Admin.create(connection.admin())) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(5)))
          .all()
          .get();
    }

    Source<LogRecord, ?, ?> source = LogSource.bounded(connection, LogRange.of(topic, 0, 0, end));
    assertThatThrownBy(() -> jobOver(source, 1)).hasStackTraceContaining("OffsetOutOfRange");
  }

  @Test
  void noRecordOfTwoPartitionsIsLateThoughTheyMix() throws Exception {
    String topic = "two";
    try (Admin admin = Admin.create(connection.admin())) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
    List<LogRecord> odd = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      List<LogRecord> records = new ArrayList<>();
      for (long i = 0; i < 2_000; i++) {
        records.add(new LogRecord(2 * i + partition, partition, new Heartbeat(i)));
      }
      odd.addAll(records);
      try (LogAppender appender = LogAppender.open(connection, topic, partition, () -> 0)) {
        appender.publish(records);
      }
    }
    LogRange range =
        new LogRange(topic, Map.of(0, 0L, 1, 0L), Map.of(0, 2_000L, 1, 2_000L), Optional.empty());

    for (int parallelism : new int[] {1, 2}) {
      assertThat(jobOver(LogSource.bounded(connection, range), parallelism))
          .containsExactlyInAnyOrderElementsOf(odd);
    }
  }

  @Test
  void rowsComeBackOnceEachHoweverOftenTheyWereWritten() throws Exception {
    RowTopics topics = new RowTopics(connection, "rows");
    topics.ensure();
    List<RunOutput> rows = List.of(equity("a", 1, "1.5"), equity("b", 1, "2"), signal(3));
    writeRows(
        topics, Stream.concat(rows.stream(), Stream.of(rows.get(1), equity("a", 2, "3"))).toList());

    List<RunOutput> read = new ArrayList<>();
    assertThat(topics.read(read::add)).isEqualTo(new RowTopics.Count(4, 1));
    assertThat(read)
        .containsExactlyInAnyOrder(
            signal(3), equity("a", 1, "1.5"), equity("b", 1, "2"), equity("a", 2, "3"));
  }

  @Test
  void aRowThatWasWrittenAgainOtherwiseIsAFault() throws Exception {
    RowTopics topics = new RowTopics(connection, "unequal");
    topics.ensure();
    writeRows(topics, List.of(equity("a", 1, "1.5"), equity("a", 1, "1.6")));

    assertThatThrownBy(() -> topics.read(row -> {}))
        .isInstanceOf(UnequalRowException.class)
        .hasMessageStartingWith("EquityPoint (a, 1) was written twice and differs");
  }

  @Test
  void whoFollowsALogGetsWhatLiesThereAndWhatComes() {
    String topic = log("followed");
    publish(topic, heartbeats(1, 5));
    List<LogRecord> seen = new ArrayList<>();

    new LogScan(connection, topic, 0)
        .follow(
            2,
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                seen.add(logRecord);
                if (logRecord.getLogTimeMs() == 5) {
                  publish(topic, heartbeats(6, 9));
                }
                return logRecord.getLogTimeMs() < 8;
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            },
            () -> true);

    assertThat(seen).isEqualTo(heartbeats(3, 8));
  }

  @Test
  void whoReadsAndFollowsRowsGetsThemAsOftenAsTheyWereWritten() throws Exception {
    RowTopics topics = new RowTopics(connection, "rowsfollowed");
    topics.ensure();
    writeRows(topics, List.of(equity("a", 1, "1.5"), signal(3), equity("a", 1, "1.5")));
    List<RunOutput> seen = new ArrayList<>();
    boolean[] caughtUp = {false};

    topics.readAndFollow(seen::add, () -> caughtUp[0] = true, () -> !caughtUp[0]);

    assertThat(seen)
        .containsExactlyInAnyOrder(equity("a", 1, "1.5"), signal(3), equity("a", 1, "1.5"));
    assertThatThrownBy(
            () ->
                new RowTopics(connection, "nowhere").readAndFollow(row -> {}, () -> {}, () -> true))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("topic nowhere.signals: is not at");
  }

  @Test
  void whoFollowsBarsGetsTheLastOfThem() throws Exception {
    BarTopic bars = new BarTopic(connection, "barsfollowed");
    bars.ensure();
    WireCodec<Bar> codec = WireCodec.of(Bar.class);
    for (long minute = 1; minute <= 5; minute++) {
      write("barsfollowed.bars", 0, codec.encode(bar(minute)));
    }
    List<Bar> seen = new ArrayList<>();

    bars.follow(2, seen::add, () -> seen.size() < 2);

    assertThat(seen).containsExactly(bar(4), bar(5));
    assertThatThrownBy(() -> new BarTopic(connection, "nowhere").follow(2, bar -> {}, () -> true))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("topic nowhere.bars: is not at");
  }

  private static Bar bar(long minute) {
    return new Bar(
        "BTCUSDT",
        60_000L,
        minute * 60_000,
        1.0,
        2.0,
        0.5,
        1.5,
        10.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      assertThatThrownBy(() -> admin.partitions("absent"))
          .isInstanceOf(KafkaArgumentException.class)
          .hasMessageContaining("topic absent: is not at " + broker.bootstrap());
      assertThatThrownBy(() -> admin.ensure("no/slash", TopicPlan.LOG))
          .isInstanceOf(KafkaArgumentException.class)
          .hasMessageContaining("choose another name");
    }
  }

  private static String log(String topic) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    return topic;
  }

  private static void publish(String topic, List<LogRecord> records) {
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(records);
    }
  }

  /** Gives the offset. */
  private static long write(String topic, int partition, byte[] value)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer())) {
      return producer.send(new ProducerRecord<>(topic, partition, null, value)).get().offset();
    }
  }

  private static List<LogRecord> records(String topic) {
    List<LogRecord> records = new ArrayList<>();
    scan(topic, records);
    return records;
  }

  private static LogScan.Extent extent(String topic) {
    return scan(topic, new ArrayList<>());
  }

  private static LogScan.Extent scan(String topic, List<LogRecord> records) {
    return new LogScan(connection, topic, 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                records.add(logRecord);
                return true;
              }

              @Override
              public void onUnreadable(long offset, String reason) {}
            });
  }

  private static List<LogRecord> heartbeats(long fromMs, long toMs) {
    return LongStream.rangeClosed(fromMs, toMs)
        .mapToObj(timeMs -> new LogRecord(timeMs, 0, new Heartbeat(timeMs)))
        .toList();
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  /** What a job reads of a log; fails if a record is late. */
  private static List<LogRecord> jobOver(Source<LogRecord, ?, ?> source, int parallelism)
      throws Exception {
    List<LogRecord> records = new ArrayList<>();
    try (CloseableIterator<LogRecord> read =
        environment()
            .fromSource(source, LogTimes.everyRecordItsOwn(), "log")
            .setParallelism(parallelism)
            .rebalance()
            .process(new NothingIsLate())
            .returns(new AvroTypeInfo<>(LogRecord.class))
            .setParallelism(1)
            .executeAndCollect()) {
      read.forEachRemaining(records::add);
    }
    return records;
  }

  private static final class NothingIsLate extends ProcessFunction<LogRecord, LogRecord> {
    @Override
    public void processElement(LogRecord next, Context context, Collector<LogRecord> out) {
      if (next.getLogTimeMs() <= context.timerService().currentWatermark()) {
        throw new IllegalStateException("late: " + next);
      }
      out.collect(next);
    }
  }

  private static void writeRows(RowTopics topics, List<RunOutput> rows) throws Exception {
    StreamExecutionEnvironment env = environment();
    env.fromData(new AvroTypeInfo<>(RunOutput.class), rows.toArray(RunOutput[]::new))
        .setParallelism(1)
        .sinkTo(topics.sink())
        .setParallelism(1);
    env.execute();
  }

  private static RunOutput equity(String account, long timeMs, String equity) {
    BigDecimal money = new BigDecimal(equity).setScale(18);
    return new RunOutput(
        EquityPoint.newBuilder()
            .setAccount(account)
            .setTimeMs(timeMs)
            .setBalance(money)
            .setEquity(money)
            .setExposure(money)
            .setDayLoss(0)
            .setDrawdown(0)
            .setOpenPositions(0)
            .setTrading(true)
            .setBars(0)
            .setMissingBars(0)
            .setGaps(0)
            .setSignals(0)
            .build());
  }

  private static RunOutput signal(long timeMs) {
    return new RunOutput(
        Signal.newBuilder()
            .setLogTimeMs(timeMs)
            .setPartition(0)
            .setInstrument("BTCUSDT")
            .setMarketTimeMs(timeMs)
            .setEarlierTimeMs(timeMs)
            .setDirection(1)
            .setFastConfidence(0.8)
            .setSlowConfidence(0.9)
            .setTierMs(300_000)
            .setAtr14(Double.NaN)
            .setClose(100)
            .setQuality(BarQuality.COMPLETE)
            .build());
  }
}
