package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.market.TidalFile;
import io.lorentz.command.report.ChartBars;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.command.report.RunSummary;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.models.ModelFolders;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verdict where there is nothing to know: labels drawn by a coin, a market that is a random
 * walk and costs nothing, so that luck has an even chance. The whole walk forward, by the bare
 * loop.
 */
class ShuffledLabelsTest {

  private static final int DAY_BARS = 1_440;
  private static final ResolvedConfiguration<TradingOptions> FREE =
      new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
          .resolve(
              Optional.empty(),
              List.of(
                  "group.execution.maker-fee-fraction=0",
                  "group.execution.taker-fee-fraction=0",
                  "group.execution.half-spread-bps=0",
                  "group.execution.slip-bps=0",
                  "confirmation.min-confidence=0.2"));

  @TempDir private Path folder;

  @Test
  @Tag("slow")
  void labelsDrawnByACoinGetAnEdgeAtMostFiveTimesOfAHundred() {
    Map<EdgeVerdict.Kind, Integer> verdicts = new EnumMap<>(EdgeVerdict.Kind.class);
    IntStream.rangeClosed(1, 100)
        .parallel()
        .mapToObj(seed -> verdict(seed, 0, shuffled(seed)))
        .forEachOrdered(kind -> verdicts.merge(kind, 1, Integer::sum));

    assertThat(verdicts.getOrDefault(EdgeVerdict.Kind.EDGE, 0)).isLessThanOrEqualTo(5);
    assertThat(verdicts).containsOnlyKeys(EdgeVerdict.Kind.NO_EDGE_SEEN);
  }

  @Test
  void theSameWalkFindsTheEdgeOfAMarketThatHasOne() {
    assertThat(verdict(1, 0.0003, LabelRule.SIGN::label)).isEqualTo(EdgeVerdict.Kind.EDGE);
  }

  private static Labeller shuffled(int seed) {
    return (rows, row, options) ->
        LabelRule.SIGN.label(rows, row, options) == LabelRule.UNKNOWN
            ? LabelRule.UNKNOWN
            : new SplittableRandom(seed * 1_000_003L + rows.closeMs(row)).nextBoolean() ? 1 : -1;
  }

  private EdgeVerdict.Kind verdict(int seed, double drift, Labeller labeller) {
    try {
      Path own = Files.createDirectory(folder.resolve("seed-" + seed));
      Path csv = TidalFile.write(own.resolve("walk.csv"), 29 * DAY_BARS, drift, 0.0008, seed);
      return verdict(own, BarFileOptions.of(Map.of("BTCUSDT", List.of(csv.toString()))), labeller);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EdgeVerdict.Kind verdict(Path own, BarFileOptions bars, Labeller labeller)
      throws IOException, InterruptedException {
    TradingOptions options = FREE.options();
    MarketRows market;
    try (BarFileLog log = new BarFileLog(bars)) {
      market = MarketRows.read(log, options.bars(), options.features(), at -> {});
    }
    TrainingOptions training =
        new TrainingSettings(options.bars().timeframesMs(), LabelRule.SIGN, 20, 0, 1_000, false)
            .options(options.inference(), new LabelOptions(4, 2, 0, 0));
    Trainer trainer =
        new Trainer(
            market,
            options.bars().timeframesMs(),
            training,
            new Trainer.Provenance(options.features().schema(), new TreeMap<>(), "test"),
            labeller);
    SeriesRows shortest = market.of(market.timeframesMs().get(0)).get(0);
    long lastMs = shortest.closeMs(shortest.size() - 1);
    Schedule schedule =
        new WalkForward(trainer, 6, 7)
            .train(shortest.closeMs(0), lastMs, 0, own.resolve("store"), 1, step -> {});
    PredictionLog predictions = new PredictionLog();
    BarFileOptions traded = bars.withFromMs(schedule.versions().firstKey());
    List<RunOutput> rows = replay(options, traded, schedule, own, predictions);
    WalkForwardJudge judge =
        new WalkForwardJudge(
            market,
            schedule,
            predictions,
            training,
            options.confirmation(),
            new WalkForwardJudge.Settings("unlimited", 1, 500));
    RunFacts facts =
        new RunFacts(
            "test",
            true,
            shortest.closeMs(0),
            lastMs,
            schedule.versions().firstKey(),
            0,
            0,
            0,
            List.of(),
            1,
            List.of(),
            List.of());
    RunSummary summary =
        new RunReport(FREE, CodeVersion.current())
            .judgedBy(judge)
            .write(
                Files.createDirectory(own.resolve("report")),
                rows::forEach,
                facts,
                List.of(),
                new ChartBars());
    return EdgeVerdict.Kind.valueOf(summary.judgement().orElseThrow().path("verdict").asText());
  }

  private static List<RunOutput> replay(
      TradingOptions options,
      BarFileOptions bars,
      Schedule schedule,
      Path own,
      PredictionLog predictions) {
    List<RunOutput> rows = new ArrayList<>();
    try (Ensemble ensemble = Ensemble.jvm(options.inference());
        BarFileLog log = new BarFileLog(bars)) {
      BareLoop loop =
          new BareLoop(
              options,
              List.of("BTCUSDT"),
              ensemble,
              Optional.of(new ModelFolders(own.resolve("store"), options.modelNeeds())),
              rows::add);
      loop.watchedBy(
          new LoopWatcher() {
            @Override
            public void prediction(Prediction prediction) {
              predictions.accept(prediction);
            }
          });
      long logTimeMs = 0;
      for (ModelVersion version : schedule.records()) {
        loop.on(new LogRecord(logTimeMs++, 0, version));
      }
      log.forEachRemaining(loop::on);
      loop.end();
    }
    return rows;
  }
}
