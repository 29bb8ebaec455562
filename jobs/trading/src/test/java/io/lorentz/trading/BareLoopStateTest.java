package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.BaselineState;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MatcherState;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TierState;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing the state of every stage down and going on from the bytes changes nothing. */
final class BareLoopStateTest {

  private static final TradingOptions OPTIONS =
      TestingOptions.withSources(TestingOptions.with(TestingOptions.talkative(), shortMemory()));

  private static final List<OperatorAction> ACTIONS =
      List.of(OperatorAction.FLATTEN, OperatorAction.HALT, OperatorAction.RESUME);

  private static final List<LogRecord> LOG = new ArrayList<>();
  private static final List<RunOutput> UNBROKEN = new ArrayList<>();
  private static BareLoop.Image unbrokenEnd;
  private static Bar lastEthereum;

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

  @TempDir private static Path folder;

  @BeforeAll
  static void runUnbroken() throws IOException {
    BarFileOptions twoDays =
        BarFileOptions.of(withHoles(SharedData.perpetuals())).withToMs(ms("2025-05-06T16:00:00Z"));
    try (BarFileLog log = new BarFileLog(twoDays)) {
      log.forEachRemaining(BareLoopStateTest::addWithEvents);
    }
    BareLoop loop = fresh(UNBROKEN::add);
    LOG.forEach(loop::on);
    unbrokenEnd = loop.image();
  }

  /** BTC lacks three minutes, which are bridged, ETH forty, which are not, and SOL ends early. */
  private static Map<String, List<String>> withHoles(Map<String, List<String>> files)
      throws IOException {
    Map<String, List<String>> holed = new TreeMap<>();
    holed.put("BTCUSDT", without(files, "BTCUSDT", "2025-05-05T13:02:00Z", "2025-05-05T13:05:00Z"));
    holed.put("ETHUSDT", without(files, "ETHUSDT", "2025-05-05T18:32:00Z", "2025-05-05T19:12:00Z"));
    holed.put("SOLUSDT", without(files, "SOLUSDT", "2025-05-06T11:03:00Z", "2026-01-01T00:00:00Z"));
    return holed;
  }

  private static List<String> without(
      Map<String, List<String>> files, String symbol, String from, String to) throws IOException {
    Path csv = folder.resolve(symbol + ".csv");
    SharedData.writeWithout(Path.of(files.get(symbol).get(0)), ms(from), ms(to), csv);
    return List.of(csv.toString());
  }

  private static long ms(String utc) {
    return Instant.parse(utc).toEpochMilli();
  }

  /** Beside what files hold: corrected bars, funding, an operator's halt, resume and flatten. */
  private static void addWithEvents(LogRecord logRecord) {
    LOG.add(logRecord);
    if (logRecord.getPayload() instanceof Bar bar) {
      lastEthereum = bar.getInstrument().equals("ETHUSDT") ? bar : lastEthereum;
    } else if (logRecord.getPayload() instanceof Heartbeat heartbeat) {
      long timeMs = heartbeat.getProgressMs();
      int minute = (int) (timeMs / 60_000);
      if (minute % 37 == 0 && lastEthereum.getCloseTimeMs() == timeMs) {
        add(timeMs + 100, corrected(lastEthereum));
      }
      if (minute % 480 == 0) {
        add(timeMs + 200, new Funding("BTCUSDT", timeMs, Money.toBorder(new BigDecimal("0.0001"))));
      }
      if (minute % 600 < 3) {
        add(timeMs + 300, command(timeMs, ACTIONS.get(minute % 600)));
      }
    }
  }

  private static Bar corrected(Bar bar) {
    return Bar.newBuilder(bar).setClose((bar.getHigh() + bar.getLow()) / 2).build();
  }

  private static OperatorCommand command(long timeMs, OperatorAction action) {
    return new OperatorCommand(timeMs, "main", action, "");
  }

  private static void add(long logTimeMs, Object payload) {
    LOG.add(new LogRecord(logTimeMs, 0, payload));
  }

  @Test
  void theRunTradesAndMeetsGapsCorrectionsAndItsOperator() {
    assertThat(RunRow.of(TradeClosed.class, UNBROKEN).count()).isGreaterThan(10);
    assertThat(RunRow.of(OrderDecision.class, UNBROKEN))
        .extracting(OrderDecision::getIntent)
        .contains(OrderIntent.STOP, OrderIntent.EXIT_OPERATOR);
    assertThat(
            RunRow.of(TradeClosed.class, UNBROKEN).map(TradeClosed::getAccount).distinct().toList())
        .contains("main", "eager", "random-000", "random-004", "momentum-4", "filters");
    assertThat(RunRow.of(TradeOpened.class, UNBROKEN))
        .filteredOn(opened -> opened.getAccount().equals("buy-and-hold"))
        .extracting(TradeOpened::getInstrument)
        .containsExactlyInAnyOrder("BTCUSDT", "ETHUSDT", "SOLUSDT");
    assertThat(RunRow.of(Signal.class, UNBROKEN).map(Signal::getSource).distinct())
        .containsExactlyInAnyOrder("main", "loose");
    assertThat(unbrokenEnd.group().getGaps()).isEqualTo(2);
    assertThat(unbrokenEnd.group().getMissingBars()).isEqualTo(3 + 40);
    assertThat(unbrokenEnd.instruments().get("ETHUSDT").bars().getCorrections()).isGreaterThan(50);
    assertThat(unbrokenEnd.instruments().get("SOLUSDT").bars().getEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aLoopRestoredAtRandomRecordsGivesTheSameRowsAndEndsInTheSameState(long seed)
      throws IOException {
    NavigableSet<Integer> places = places(new SplittableRandom(seed));
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
  private static NavigableSet<Integer> places(SplittableRandom random) {
    NavigableSet<Integer> places = new TreeSet<>();
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
              throughBytes(ArbiterState.class, stages.market()),
              throughBytes(BarState.class, stages.bars()),
              throughBytes(FeatureState.class, stages.features()),
              throughBytes(InferenceState.class, stages.inference()),
              throughBytes(stages.sources()),
              throughBytes(BaselineState.class, stages.baselines())));
    }
    return BareLoop.restore(
        OPTIONS,
        Ensemble.jvm(OPTIONS.inference()),
        rows,
        new BareLoop.Image(throughBytes(GroupState.class, image.group()), instruments));
  }

  private static Map<String, BareLoop.SourceImage> throughBytes(
      Map<String, BareLoop.SourceImage> sources) throws IOException {
    Map<String, BareLoop.SourceImage> read = new TreeMap<>();
    for (Map.Entry<String, BareLoop.SourceImage> entry : sources.entrySet()) {
      read.put(
          entry.getKey(),
          new BareLoop.SourceImage(
              throughBytes(TierState.class, entry.getValue().tiers()),
              throughBytes(MatcherState.class, entry.getValue().candidates())));
    }
    return read;
  }

  private static <T extends SpecificRecordBase> T throughBytes(Class<T> type, T state)
      throws IOException {
    WireCodec<T> codec = WireCodec.of(type);
    return codec.decode(codec.encode(state));
  }
}
