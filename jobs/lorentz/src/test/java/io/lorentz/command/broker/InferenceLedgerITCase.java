package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.inference.OutputLedger;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.MemberOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What members said, on a real broker, with several writers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceLedgerITCase {

  private static final long MINUTE = 60_000;
  private static final String FILE = "f".repeat(64);

  @TempDir static Path folder;

  private EmbeddedBroker broker;
  private KafkaConnection connection;

  @BeforeAll
  void start() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void ofTwoWritersTheFirstDecidesForBothAndForWhoeverComesLater() {
    InferenceTopic topic = topic("two");
    FeatureVector vector = vector("BTCUSDT", 1, 0.5);
    try (OutputLedger lost = topic.ledger(FILE);
        OutputLedger successor = topic.ledger(FILE)) {
      // Both have looked and found nothing when the first writes.
      assertThat(lost.find(vector)).isEmpty();
      assertThat(successor.find(vector)).isEmpty();
      lost.acknowledge(List.of(vector), List.of(0.25));
      successor.acknowledge(List.of(vector), List.of(-0.75));

      assertThat(lost.find(vector)).hasValue(0.25);
      assertThat(successor.find(vector)).hasValue(0.25);
    }
    try (OutputLedger later = topic.ledger(FILE);
        OutputLedger check = topic.readOnly(FILE)) {
      assertThat(later.find(vector)).hasValue(0.25);
      assertThat(check.find(vector)).hasValue(0.25);
    }
    assertThat(scores(topic)).containsExactly(0.25, -0.75);
  }

  @Test
  void aRestartInTheMiddleFindsAllFromItsPlaceOn() {
    InferenceTopic topic = topic("middle");
    List<FeatureVector> vectors = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      vectors.add(vector(i % 2 == 0 ? "BTCUSDT" : "ETHUSDT", i / 2, 0.5));
      scores.add(i / 200.0);
    }
    try (OutputLedger ledger = topic.ledger(FILE)) {
      // One task was ahead of the other: the topic is not in the order of log times.
      for (int instrument = 1; instrument >= 0; instrument--) {
        List<FeatureVector> own = new ArrayList<>();
        List<Double> said = new ArrayList<>();
        for (int i = instrument; i < vectors.size(); i += 2) {
          own.add(vectors.get(i));
          said.add(scores.get(i));
        }
        ledger.acknowledge(own, said);
      }
    }
    try (OutputLedger restarted = topic.ledger(FILE)) {
      for (int i = 100; i < vectors.size(); i++) {
        restarted.forgetBefore(vectors.get(i).getLogTimeMs());
        assertThat(restarted.find(vectors.get(i))).hasValue(scores.get(i));
      }
    }
  }

  @Test
  void anotherFileOtherFeaturesOrAnotherTimeIsAnotherQuestion() {
    InferenceTopic topic = topic("questions");
    FeatureVector vector = vector("BTCUSDT", 1, 0.5);
    try (OutputLedger ledger = topic.ledger(FILE)) {
      ledger.acknowledge(List.of(vector), List.of(0.5));
    }
    try (OutputLedger same = topic.ledger(FILE);
        OutputLedger otherFile = topic.ledger("0".repeat(64))) {
      assertThat(otherFile.find(vector)).isEmpty();
      assertThat(same.find(vector)).hasValue(0.5);
      assertThat(same.find(vector("BTCUSDT", 1, Math.nextUp(0.5)))).isEmpty();
      assertThat(same.find(vector("ETHUSDT", 1, 0.5))).isEmpty();
      assertThat(same.find(vector("BTCUSDT", 2, 0.5))).isEmpty();
    }
  }

  @Test
  void aMemberThatCouldNotSayIsNotAskedAgain() {
    InferenceTopic topic = topic("nothing");
    FeatureVector vector = vector("BTCUSDT", 1, 0.5);
    try (OutputLedger ledger = topic.ledger(FILE)) {
      ledger.acknowledge(List.of(vector), List.of(Double.NaN));
    }
    try (OutputLedger again = topic.ledger(FILE)) {
      assertThat(again.find(vector)).isEqualTo(OptionalDouble.of(Double.NaN));
    }
  }

  @Test
  void whoOnlyReadsAddsNothingAndNeedsNoTopic() {
    InferenceTopic topic = topic("read");
    FeatureVector vector = vector("BTCUSDT", 1, 0.5);
    for (InferenceTopic each : List.of(topic, new InferenceTopic(connection, "absent"))) {
      try (OutputLedger ledger = each.readOnly(FILE)) {
        assertThat(ledger.find(vector)).isEmpty();
        ledger.acknowledge(List.of(vector), List.of(0.5));
        assertThat(ledger.find(vector)).hasValue(0.5);
      }
    }
    assertThat(scores(topic)).isEmpty();
  }

  private InferenceTopic topic(String log) {
    InferenceTopic topic = new InferenceTopic(connection, log);
    topic.ensure();
    return topic;
  }

  private static List<Double> scores(InferenceTopic topic) {
    List<Double> scores = new ArrayList<>();
    topic.read(each -> scores.add(((MemberOutput) each.getPayload()).getScore()));
    return scores;
  }

  private static FeatureVector vector(String instrument, long minute, double feature) {
    return FeatureVector.newBuilder()
        .setLogTimeMs(minute * MINUTE + 7)
        .setPartition(0)
        .setInstrument(instrument)
        .setTimeframeMs(MINUTE)
        .setCloseTimeMs(minute * MINUTE)
        .setRowIndex(minute)
        .setRsi14(feature)
        .setWaveTrend(0.1)
        .setCci20(0.2)
        .setAdx20(0.3)
        .setRsi9(0.4)
        .setChandelierDirection(1)
        .setAtr14(1)
        .setClose(100)
        .setQuality(BarQuality.COMPLETE)
        .setCorrected(false)
        .setMaturedRowIndex(-1)
        .setMaturedLabel(0)
        .build();
  }
}
