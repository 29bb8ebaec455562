package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.page.Retraced;
import io.lorentz.command.page.Retracing;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.Signal;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What led to a signal, worked off again from its log in Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopRetracingITCase {

  private static final String LOG = "market";
  private static final long MINUTE_MS = 60_000;
  private static final int HORIZON = 4;

  @TempDir static Path folder;

  private final TradingOptions options = options("0.4");
  private final List<Signal> signals = new ArrayList<>();
  private final Map<String, Map<Long, Bar>> minutes = new HashMap<>();
  private EmbeddedBroker broker;
  private KafkaConnection connection;

  private static TradingOptions options(String confidence) {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.empty(), List.of("confirmation.min-confidence=" + confidence))
        .options();
  }

  @BeforeAll
  void publish() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    List<LogRecord> log = log();
    BareLoop loop =
        new BareLoop(
            options,
            List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"),
            Ensemble.jvm(options.inference()),
            row -> {
              if (row.getPayload() instanceof Signal signal) {
                signals.add(signal);
              }
            });
    for (LogRecord logRecord : log) {
      loop.on(logRecord);
      if (logRecord.getPayload() instanceof Bar bar) {
        minutes
            .computeIfAbsent(bar.getInstrument(), name -> new HashMap<>())
            .put(bar.getCloseTimeMs(), bar);
      }
    }
    publish(LOG, log);
    publish("trimmed", log);
    assertThat(signals).hasSizeGreaterThan(10);
  }

  private void publish(String topic, List<LogRecord> log) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(log);
    }
  }

  private static List<LogRecord> log() throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 1)
        .writeBars(folder.resolve("bars"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    List<LogRecord> log = new ArrayList<>();
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files))) {
      source.forEachRemaining(log::add);
    }
    return log;
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private Retracing retracing(TradingOptions with, String topic) {
    return new EmbeddedEngine().retracing(with, connection, topic);
  }

  private static Retraced retrace(Retracing retracing, Signal signal) {
    return retracing.retrace(signal, share -> assertThat(share).isBetween(0.0, 1.0), () -> true);
  }

  @Test
  void everySignalOfARunIsFoundAgainWithTheNumbersThatLedToIt() {
    int compared = 0;
    try (Retracing retracing = retracing(options, LOG)) {
      for (Signal signal : signals) {
        Retraced.Found found = (Retraced.Found) retrace(retracing, signal);

        assertThat(found.isSameAs(signal)).isTrue();
        Retraced.Reading fast = found.readings().get(0);
        Retraced.Reading slow = found.readings().get(1);
        assertThat(Math.abs(fast.prediction().getScore())).isEqualTo(signal.getFastConfidence());
        assertThat(Math.abs(slow.prediction().getScore())).isEqualTo(signal.getSlowConfidence());
        assertThat(Math.max(fast.bar().getCloseTimeMs(), slow.bar().getCloseTimeMs()))
            .isEqualTo(signal.getMarketTimeMs());
        assertThat(fast.bar())
            .isEqualTo(minutes.get(signal.getInstrument()).get(fast.bar().getCloseTimeMs()));
        for (Retraced.Reading reading : found.readings()) {
          assertVotes(reading);
        }
        compared += assertLabelsCameTrue(signal.getInstrument(), fast);
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  /** Members and neighbours add up to what was predicted. */
  private void assertVotes(Retraced.Reading reading) {
    assertThat(reading.neighbours()).hasSize(options.inference().neighbours());
    int votes = reading.neighbours().stream().mapToInt(Retraced.Neighbour::label).sum();
    assertThat(reading.prediction().getLorentzian())
        .isEqualTo(votes / (double) options.inference().neighbours());
    double score =
        0.6 * reading.prediction().getLorentzian()
            + 0.3 * reading.prediction().getLogistic()
            + 0.1 * reading.prediction().getChandelier();
    assertThat(reading.weights())
        .containsExactly(
            Map.entry("lorentzian", 0.6), Map.entry("logistic", 0.3), Map.entry("chandelier", 0.1));
    assertThat(reading.prediction().getScore()).isEqualTo(score, within(1e-15));
    double before = 0;
    for (Retraced.Neighbour neighbour : reading.neighbours()) {
      double distance = 0;
      List<Double> own =
          List.of(
              reading.vector().getRsi14(),
              reading.vector().getWaveTrend(),
              reading.vector().getCci20(),
              reading.vector().getAdx20(),
              reading.vector().getRsi9());
      for (int i = 0; i < own.size(); i++) {
        distance += Math.log(1 + Math.abs(own.get(i) - neighbour.features().get(i)));
      }
      assertThat(neighbour.distance())
          .isEqualTo(distance, within(1e-12))
          .isGreaterThanOrEqualTo(before - 1e-12);
      before = neighbour.distance();
      assertThat(neighbour.bar().orElseThrow().closeTimeMs())
          .isLessThanOrEqualTo(
              reading.bar().getCloseTimeMs() - HORIZON * reading.bar().getLengthMs());
    }
  }

  /** By the bars themselves, where none is missing in between. */
  private int assertLabelsCameTrue(String instrument, Retraced.Reading fast) {
    Map<Long, Bar> bars = minutes.get(instrument);
    int compared = 0;
    for (Retraced.Neighbour neighbour : fast.neighbours()) {
      Retraced.PastBar past = neighbour.bar().orElseThrow();
      assertThat(past.close()).isEqualTo(bars.get(past.closeTimeMs()).getClose());
      List<Bar> after = new ArrayList<>();
      for (int i = 1; i <= HORIZON; i++) {
        Bar bar = bars.get(past.closeTimeMs() + i * MINUTE_MS);
        if (bar != null && bar.getQuality() == BarQuality.COMPLETE) {
          after.add(bar);
        }
      }
      if (after.size() == HORIZON) {
        assertThat(neighbour.label())
            .isEqualTo((int) Math.signum(after.get(HORIZON - 1).getClose() - past.close()));
        compared++;
      }
    }
    return compared;
  }

  @Test
  void anEarlierSignalIsFoundAfterALaterOne() {
    try (Retracing retracing = retracing(options, LOG)) {
      for (int i = signals.size() - 1; i >= 0; i -= 3) {
        Signal signal = signals.get(i);
        assertThat(retrace(retracing, signal))
            .isInstanceOfSatisfying(
                Retraced.Found.class, found -> assertThat(found.isSameAs(signal)).isTrue());
      }
    }
  }

  @Test
  void aSignalThatTheRunWroteOtherwiseIsSeenToDiffer() {
    Signal other = Signal.newBuilder(signals.get(3)).setFastConfidence(0.99).build();
    try (Retracing retracing = retracing(options, LOG)) {
      assertThat(retrace(retracing, other))
          .isInstanceOfSatisfying(
              Retraced.Found.class, found -> assertThat(found.isSameAs(other)).isFalse());
    }
  }

  @Test
  void underAnotherConfigurationASignalMayNotBeThereAndThatIsSaid() {
    try (Retracing retracing = retracing(options("0.999"), LOG)) {
      assertThat(retrace(retracing, signals.get(5)))
          .isInstanceOfSatisfying(
              Retraced.Missing.class,
              missing ->
                  assertThat(missing.why())
                      .contains("gives no such signal", "configuration or code"));
    }
  }

  @Test
  void aLogThatNoLongerReachesBackIsNotGuessedAt() throws Exception {
    try (Admin admin = Admin.create(connection.consumer())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition("trimmed", 0), RecordsToDelete.beforeOffset(100)))
          .all()
          .get();
    }
    try (Retracing retracing = retracing(options, "trimmed")) {
      assertThat(retrace(retracing, signals.get(5)))
          .isInstanceOfSatisfying(
              Retraced.Missing.class,
              missing -> assertThat(missing.why()).contains("kept from offset 100 on only"));
    }
  }

  @Test
  void itStopsWhenItIsTold() {
    try (Retracing retracing = retracing(options, LOG)) {
      assertThat(retracing.retrace(signals.get(5), share -> {}, () -> false))
          .isInstanceOfSatisfying(
              Retraced.Missing.class, missing -> assertThat(missing.why()).contains("stopped"));
      assertThat(retrace(retracing, signals.get(5))).isInstanceOf(Retraced.Found.class);
    }
  }
}
