package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.ReplayRequest;
import io.lorentz.command.market.TidalFile;
import io.lorentz.command.training.LabelRule;
import io.lorentz.command.training.Schedule;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.command.training.WalkForward;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.models.ModelFolder;
import io.lorentz.models.ModelFolders;
import io.lorentz.pytorch.DevicePolicy;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.ModelOptions;
import io.lorentz.trading.ModelOptions.ClassifierKind;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job under a schedule of trained models, against the bare loop under the same. */
class ScheduledReplayITCase {

  private static final TradingOptions OPTIONS = TradingOptions.defaults();
  private static final EmbeddedEngine ENGINE = new EmbeddedEngine();

  /** The CPU, or what the system property names. */
  private static final String DEVICE = System.getProperty("lorentz.device", "cpu");

  @TempDir private static Path folder;
  private static BarFileOptions bars;
  private static Schedule schedule;

  @TempDir private Path spool;

  @BeforeAll
  static void trainTwoVersions() throws Exception {
    Path btc = TidalFile.write(folder.resolve("btc.csv"), 8 * 1_440, 0.0004, 0.0008, 3);
    Path eth = TidalFile.write(folder.resolve("eth.csv"), 8 * 1_440, 0.0004, 0.0008, 4);
    bars =
        BarFileOptions.of(
                Map.of("BTCUSDT", List.of(btc.toString()), "ETHUSDT", List.of(eth.toString())))
            .withLengthMs(OPTIONS.shortestTimeframeMs());
    TrainingSettings settings =
        new TrainingSettings(
            List.of(60_000L, 300_000L, 900_000L), LabelRule.SIGN, 20, 0, 1_000, false);
    Training training = ENGINE.training(OPTIONS, bars, settings, new TreeMap<>(), at -> {});
    schedule =
        new WalkForward(training.trainer(), 4, 2)
            .train(
                training.firstMs(),
                training.lastMs(),
                bars.fromMs(),
                folder.resolve("store"),
                2,
                step -> {});
  }

  @Test
  @Tag("slow")
  void theJobGivesTheRowsAndPredictionsOfTheBareLoop() throws Exception {
    List<ModelVersion> announced = new ArrayList<>(schedule.records());
    // The first version rides along when the second has taken over.
    announced.add(
        new ModelVersion(
            announced.get(0).getId(),
            ModelRole.SHADOW,
            announced.get(1).getInForceFromMs() + 3_600_000,
            ""));
    Heard expected = new Heard();
    Set<String> expectedRows = rows(bareLoop(announced, expected));

    replayed(OPTIONS, 1, announced, expected, expectedRows);
    replayed(OPTIONS, 2, announced, expected, expectedRows);
    // Batches of up to 64 queries, gathered for 2 ms, whose neighbours PyTorch proposes.
    ModelOptions onDevice =
        new ModelOptions("", ClassifierKind.PYTORCH, DEVICE, DevicePolicy.FAIL, 60_000);
    replayed(OPTIONS.with(onDevice), 2, announced, expected, expectedRows);

    assertThat(expectedRows).anyMatch(row -> row.contains("exitIntent"));
    assertThat(expected.shadows).isNotEmpty();
    assertThat(expected.traded).hasSizeGreaterThan(5_000);
    assertThat(expected.traded.stream().map(Prediction::getModel).distinct())
        .hasSize(schedule.versions().size());
  }

  private void replayed(
      TradingOptions options,
      int parallelism,
      List<ModelVersion> announced,
      Heard expected,
      Set<String> expectedRows)
      throws Exception {
    List<Prediction> heard = new ArrayList<>();
    List<RunOutput> rows = new ArrayList<>();
    Path own = Files.createTempDirectory(spool, "rows");
    ENGINE
        .replayUnder(
            new ReplayRequest<>(options, bars, parallelism, own),
            folder.resolve("store"),
            announced,
            prediction -> {
              synchronized (heard) {
                heard.add(prediction);
              }
            },
            at -> {})
        .read(rows::add);
    assertThat(rows(rows)).isEqualTo(expectedRows);
    assertThat(sorted(heard)).isEqualTo(sorted(expected.all()));
  }

  @Test
  void noPredictionComesFromInsideATrainingWindow() throws IOException {
    // Announced as in force from the very first bar on.
    String id = schedule.versions().get(schedule.versions().firstKey()).id();
    ModelFolder version = schedule.versions().get(schedule.versions().firstKey());
    Heard heard = new Heard();
    bareLoop(List.of(new ModelVersion(id, ModelRole.PRIMARY, 0L, "")), heard);

    assertThat(heard.traded).isNotEmpty();
    assertThat(heard.traded)
        .allSatisfy(
            prediction ->
                assertThat(prediction.getMarketTimeMs())
                    .isGreaterThanOrEqualTo(version.manifest().scoresFromMs()));
  }

  @Test
  void aVersionThatIsNotThereEndsTheJobWithItsName() {
    String missing = "0".repeat(64);
    assertThatThrownBy(
            () ->
                ENGINE.replayUnder(
                    new ReplayRequest<>(OPTIONS, bars, 1, spool),
                    folder.resolve("store"),
                    List.of(new ModelVersion(missing, ModelRole.PRIMARY, 0L, "")),
                    prediction -> {},
                    at -> {}))
        .hasStackTraceContaining(missing)
        .hasStackTraceContaining("cannot be read");
  }

  private static List<RunOutput> bareLoop(List<ModelVersion> announced, LoopWatcher watcher) {
    ModelStore store = new ModelFolders(folder.resolve("store"), OPTIONS.modelNeeds());
    List<RunOutput> rows = new ArrayList<>();
    try (Ensemble ensemble = Ensemble.jvm(OPTIONS.inference())) {
      BareLoop loop =
          new BareLoop(
              OPTIONS, List.of("BTCUSDT", "ETHUSDT"), ensemble, Optional.of(store), rows::add);
      loop.watchedBy(watcher);
      Iterator<LogRecord> log = new ScheduledLog(announced, BarFileLog.opener(bars)).open();
      long last = Long.MIN_VALUE;
      while (log.hasNext()) {
        LogRecord next = log.next();
        assertThat(next.getLogTimeMs()).isGreaterThan(last);
        last = next.getLogTimeMs();
        loop.on(next);
      }
      loop.end();
    }
    return rows;
  }

  private static Set<String> rows(List<RunOutput> rows) {
    return rows.stream().map(RunOutput::toString).collect(Collectors.toSet());
  }

  private static List<Prediction> sorted(List<Prediction> predictions) {
    List<Prediction> sorted = new ArrayList<>(predictions);
    sorted.sort(
        Comparator.comparingLong(Prediction::getMarketTimeMs)
            .thenComparing(Prediction::getInstrument)
            .thenComparingLong(Prediction::getTimeframeMs)
            .thenComparing(Prediction::getModel));
    return sorted;
  }

  /** Keeps what the loop predicts. */
  private static final class Heard implements LoopWatcher {
    private final List<Prediction> traded = new ArrayList<>();
    private final List<Prediction> shadows = new ArrayList<>();

    @Override
    public void prediction(Prediction prediction) {
      traded.add(prediction);
    }

    @Override
    public void shadow(Prediction prediction) {
      shadows.add(prediction);
    }

    private List<Prediction> all() {
      List<Prediction> all = new ArrayList<>(traded);
      all.addAll(shadows);
      return all;
    }
  }
}
