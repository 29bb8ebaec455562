package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.page.AccountTerms;
import io.lorentz.command.page.Retracing;
import io.lorentz.command.parity.CausedRow;
import io.lorentz.command.report.BaselineFacts;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.report.TestingRows;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.models.ModelNeeds;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** An engine that trades nothing and can be told to fail. */
final class TestingEngine implements Engine<TestingEngine.Options> {

  /** Its options. */
  record Options(int maxBridgedBars, long timeframeMs) {
    Options {
      if (maxBridgedBars < 0) {
        throw new IllegalArgumentException(
            "maxBridgedBars: must be 0 or more, was " + maxBridgedBars + "; 5 is usual");
      }
    }
  }

  private final List<ReplayRequest<Options>> replays = new ArrayList<>();
  private final List<FeatureRequest<Options>> features = new ArrayList<>();
  private Optional<Exception> failure = Optional.empty();

  void failWith(Exception exception) {
    failure = Optional.of(exception);
  }

  List<ReplayRequest<Options>> replays() {
    return replays;
  }

  List<FeatureRequest<Options>> featureRequests() {
    return features;
  }

  @Override
  public ConfigurationBinder<Options> configuration() {
    return new ConfigurationBinder<>(Options.class, new Options(5, 60_000));
  }

  @Override
  public long barLengthMs(Options options) {
    return options.timeframeMs();
  }

  @Override
  public SortedSet<String> instruments(Options options) {
    return new TreeSet<>(Set.of("BTCUSDT"));
  }

  @Override
  public RunningTrade trade(TradeRequest<Options> request) {
    throw new UnsupportedOperationException("this engine trades nothing");
  }

  @Override
  public void requireInstruments(Options options, Set<String> instruments) {
    if (instruments.contains("DOGEUSDT")) {
      throw new BadConfigurationException(
          "instruments.DOGEUSDT: is missing; a backtest needs its tick, lot and minimum");
    }
  }

  @Override
  public List<String> demoSettings() {
    return List.of("max-bridged-bars=4");
  }

  @Override
  public CostMeter costMeter(Options options) {
    return CostMeter.NONE;
  }

  @Override
  public void requireComparable(Options options) {}

  @Override
  public Baselined<Options> baselines(
      ReplayRequest<Options> request, OptionalDouble rate, ProgressListener progress) {
    return new Baselined<>(
        request.options(),
        new BaselineFacts(
            Map.of(300_000L, rate.orElse(0.001)), rate.isEmpty(), "limited", List.of(), List.of()));
  }

  @Override
  public Optional<String> sweptKey(String key) {
    return Optional.of(key);
  }

  @Override
  public List<String> sweptGroups() {
    return List.of();
  }

  @Override
  public Options together(Options base, List<Options> cells, boolean limits) {
    return base;
  }

  @Override
  public String cellName(int cell) {
    return "limited";
  }

  @Override
  public SortedSet<String> accounts(Options options) {
    return new TreeSet<>(Set.of("main"));
  }

  @Override
  public BigDecimal capital(Options options, String account) {
    return BigDecimal.TEN;
  }

  @Override
  public List<String> limits(Options options, String account) {
    return List.of("no limit");
  }

  @Override
  public Map<String, AccountTerms> accountTerms(Options options) {
    return Map.of();
  }

  @Override
  public boolean asksModels(Options options) {
    return false;
  }

  @Override
  public Retracing retracing(Options options, KafkaConnection connection, String topic) {
    throw new UnsupportedOperationException("retracing");
  }

  @Override
  public Set<String> unlisted(Options options) {
    return Set.of();
  }

  @Override
  public List<String> assumptions(Options options) {
    return List.of("nothing is traded");
  }

  @Override
  public RowSource replay(ReplayRequest<Options> request, ProgressListener progress)
      throws Exception {
    replays.add(request);
    progress.onProgress(TestingRows.START_MS + TestingRows.MINUTE_MS);
    if (failure.isPresent()) {
      throw failure.get();
    }
    List<RunOutput> rows =
        List.of(
            TestingRows.row(
                TestingRows.equity(
                    "limited", TestingRows.START_MS + TestingRows.MINUTE_MS, "10000")),
            TestingRows.row(
                TestingRows.equity(
                    "limited", TestingRows.START_MS + 2 * TestingRows.MINUTE_MS, "10000")));
    return rows::forEach;
  }

  @Override
  public void replayRun(
      RunReplayRequest<Options> request, Consumer<CausedRow> rows, ProgressListener progress) {
    throw new UnsupportedOperationException("no test of the command line alone needs it");
  }

  @Override
  public Map<Integer, Long> savedPlaces(Path savepoint, String topic) {
    throw new UnsupportedOperationException("no test of the command line alone needs it");
  }

  @Override
  public RowSource replayTopic(TopicReplayRequest<Options> request, ProgressListener progress) {
    throw new UnsupportedOperationException("no broker is started for this engine");
  }

  @Override
  public FeatureTable features(FeatureRequest<Options> request) throws Exception {
    features.add(request);
    if (failure.isPresent()) {
      throw failure.get();
    }
    Iterator<Double> values = List.of(Double.NaN, 0.1).iterator();
    return new FeatureTable() {
      @Override
      public List<String> columns() {
        return List.of("time", "rsi14", "filter", "label", "knn8_idx");
      }

      @Override
      public boolean next(Row row) {
        if (!values.hasNext()) {
          return false;
        }
        row.whole(TestingRows.START_MS / 1000);
        row.number(values.next());
        row.flag(true);
        row.undefined();
        row.text("1 2");
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Training training(
      Options options,
      BarFileOptions bars,
      TrainingSettings settings,
      SortedMap<String, String> data,
      ProgressListener progress) {
    throw new UnsupportedOperationException("nothing here can be trained");
  }

  @Override
  public RowSource replayUnder(
      ReplayRequest<Options> request,
      Path store,
      List<ModelVersion> schedule,
      Consumer<Prediction> predictions,
      ProgressListener progress) {
    throw new UnsupportedOperationException("nothing here can be trained");
  }

  @Override
  public Baselined<Options> ruleBaselines(Options options, int instruments) {
    throw new UnsupportedOperationException("nothing here can be compared");
  }

  @Override
  public ModelNeeds modelNeeds(Options options) {
    return new ModelNeeds("f1", 4, 8, List.of("lorentzian"));
  }

  @Override
  public List<Long> confirmedTimeframesMs(Options options) {
    return List.of();
  }

  @Override
  public String judgedAccount(Options options) {
    return "main";
  }

  @Override
  public CheckedSystem checked(Options options, Set<String> instruments) {
    throw new UnsupportedOperationException("nothing here can be checked");
  }
}
