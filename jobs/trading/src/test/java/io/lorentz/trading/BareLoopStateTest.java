package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MatcherState;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TierState;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing the state of every stage down and going on from the bytes changes nothing. */
final class BareLoopStateTest {

  private static final TradingOptions OPTIONS =
      TestingOptions.with(TestingOptions.talkative(), shortMemory());

  private static final List<LogRecord> LOG = new ArrayList<>();
  private static final List<RunOutput> UNBROKEN = new ArrayList<>();
  private static BareLoop.Image unbrokenEnd;

  /** A small ring keeps the images small; every part of them is still in use. */
  private static EnsembleOptions shortMemory() {
    EnsembleOptions e = EnsembleOptions.defaults();
    return new EnsembleOptions(
        0.5,
        0.3,
        0.1,
        0.1,
        e.neighbours(),
        200,
        e.labelHorizonBars(),
        e.inFlightRows(),
        e.logisticLearningRate(),
        e.logisticL2(),
        50);
  }

  @BeforeAll
  static void runUnbroken() {
    BarFileOptions twoDays =
        BarFileOptions.of(SharedData.perpetuals())
            .withToMs(Instant.parse("2025-05-06T16:00:00Z").toEpochMilli());
    try (BarFileLog log = new BarFileLog(twoDays)) {
      log.forEachRemaining(LOG::add);
    }
    BareLoop loop = fresh(UNBROKEN::add);
    LOG.forEach(loop::on);
    unbrokenEnd = loop.image();
  }

  @Test
  void theRunTrades() {
    assertThat(RunRow.of(TradeClosed.class, UNBROKEN).count()).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aLoopRestoredAtRandomRecordsGivesTheSameRowsAndEndsInTheSameState(long seed)
      throws IOException {
    SortedSet<Integer> places = places(new SplittableRandom(seed));
    List<RunOutput> rows = new ArrayList<>();
    BareLoop loop = fresh(rows::add);
    for (int i = 0; i < LOG.size(); i++) {
      if (places.contains(i)) {
        loop = restored(loop, rows::add);
      }
      loop.on(LOG.get(i));
    }
    assertThat(rows.size()).isEqualTo(UNBROKEN.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).as("restored before %s", places).isEqualTo(UNBROKEN.get(i));
    }
    assertThat(loop.image()).as("restored before %s", places).isEqualTo(unbrokenEnd);
  }

  /** Some anywhere, some in a row: between a bar, the next instrument's, and the heartbeat. */
  private static SortedSet<Integer> places(SplittableRandom random) {
    SortedSet<Integer> places = new TreeSet<>();
    for (int i = 0; i < 8; i++) {
      places.add(random.nextInt(LOG.size()));
    }
    int first = random.nextInt(LOG.size() - 5);
    for (int i = 0; i < 5; i++) {
      places.add(first + i);
    }
    return places;
  }

  private static BareLoop fresh(Consumer<RunOutput> rows) {
    return new BareLoop(
        OPTIONS,
        List.copyOf(SharedData.perpetuals().keySet()),
        Ensemble.jvm(OPTIONS.inference()),
        rows);
  }

  private static BareLoop restored(BareLoop loop, Consumer<RunOutput> rows) throws IOException {
    BareLoop.Image image = loop.image();
    Map<String, BareLoop.InstrumentImage> instruments = new TreeMap<>();
    for (Map.Entry<String, BareLoop.InstrumentImage> entry : image.instruments().entrySet()) {
      BareLoop.InstrumentImage stages = entry.getValue();
      instruments.put(
          entry.getKey(),
          new BareLoop.InstrumentImage(
              throughBytes(BarState.class, stages.bars()),
              throughBytes(FeatureState.class, stages.features()),
              throughBytes(InferenceState.class, stages.inference()),
              throughBytes(TierState.class, stages.tiers()),
              throughBytes(MatcherState.class, stages.candidates())));
    }
    return BareLoop.restore(
        OPTIONS,
        Ensemble.jvm(OPTIONS.inference()),
        rows,
        new BareLoop.Image(throughBytes(GroupState.class, image.group()), instruments));
  }

  private static <T extends SpecificRecordBase> T throughBytes(Class<T> type, T state)
      throws IOException {
    WireCodec<T> codec = WireCodec.of(type);
    return codec.decode(codec.encode(state));
  }
}
