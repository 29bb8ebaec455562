package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.page.AccountTerms;
import io.lorentz.command.page.Retracing;
import io.lorentz.command.parity.CausedRow;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.models.ModelNeeds;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The real engine, but for the system that checks look at. */
final class LyingEngine implements Engine<TradingOptions> {

  private final EmbeddedEngine real = new EmbeddedEngine();
  private final BiFunction<TradingOptions, Set<String>, CheckedSystem> system;

  LyingEngine(BiFunction<TradingOptions, Set<String>, CheckedSystem> system) {
    this.system = system;
  }

  /** Runs a verb over this engine, by the command line that people use. */
  RealCommandLine.Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    int exitCode = CommandLineFactory.create(this, surroundings, "the.log").execute(arguments);
    return new RealCommandLine.Result(exitCode, out.toString(), err.toString());
  }

  @Override
  public ConfigurationBinder<TradingOptions> configuration() {
    return real.configuration();
  }

  @Override
  public long barLengthMs(TradingOptions options) {
    return real.barLengthMs(options);
  }

  @Override
  public SortedSet<String> instruments(TradingOptions options) {
    return real.instruments(options);
  }

  @Override
  public RunningTrade trade(TradeRequest<TradingOptions> request) throws Exception {
    return real.trade(request);
  }

  @Override
  public void requireInstruments(TradingOptions options, Set<String> instruments) {
    real.requireInstruments(options, instruments);
  }

  @Override
  public List<String> assumptions(TradingOptions options) {
    return real.assumptions(options);
  }

  @Override
  public List<String> demoSettings() {
    return real.demoSettings();
  }

  @Override
  public CostMeter costMeter(TradingOptions options) {
    return real.costMeter(options);
  }

  @Override
  public void requireComparable(TradingOptions options) {
    real.requireComparable(options);
  }

  @Override
  public Baselined<TradingOptions> baselines(
      ReplayRequest<TradingOptions> request, OptionalDouble rate, ProgressListener progress)
      throws Exception {
    return real.baselines(request, rate, progress);
  }

  @Override
  public Optional<String> sweptKey(String key) {
    return real.sweptKey(key);
  }

  @Override
  public List<String> sweptGroups() {
    return real.sweptGroups();
  }

  @Override
  public TradingOptions together(TradingOptions base, List<TradingOptions> cells, boolean limits) {
    return real.together(base, cells, limits);
  }

  @Override
  public String cellName(int cell) {
    return real.cellName(cell);
  }

  @Override
  public SortedSet<String> accounts(TradingOptions options) {
    return real.accounts(options);
  }

  @Override
  public BigDecimal capital(TradingOptions options, String account) {
    return real.capital(options, account);
  }

  @Override
  public List<String> limits(TradingOptions options, String account) {
    return real.limits(options, account);
  }

  @Override
  public Map<String, AccountTerms> accountTerms(TradingOptions options) {
    return real.accountTerms(options);
  }

  @Override
  public boolean asksModels(TradingOptions options) {
    return real.asksModels(options);
  }

  @Override
  public Retracing retracing(TradingOptions options, KafkaConnection connection, String topic) {
    return real.retracing(options, connection, topic);
  }

  @Override
  public Set<String> unlisted(TradingOptions options) {
    return real.unlisted(options);
  }

  @Override
  public RowSource replay(ReplayRequest<TradingOptions> request, ProgressListener progress)
      throws Exception {
    return real.replay(request, progress);
  }

  @Override
  public RowSource replayTopic(
      TopicReplayRequest<TradingOptions> request, ProgressListener progress) throws Exception {
    return real.replayTopic(request, progress);
  }

  @Override
  public void replayRun(
      RunReplayRequest<TradingOptions> request, Consumer<CausedRow> rows, ProgressListener progress)
      throws Exception {
    real.replayRun(request, rows, progress);
  }

  @Override
  public Map<Integer, Long> savedPlaces(Path savepoint, String topic) throws Exception {
    return real.savedPlaces(savepoint, topic);
  }

  @Override
  public FeatureTable features(FeatureRequest<TradingOptions> request) {
    return real.features(request);
  }

  @Override
  public CheckedSystem checked(TradingOptions options, Set<String> instruments) {
    return system.apply(options, instruments);
  }

  @Override
  public Training training(
      TradingOptions options,
      BarFileOptions bars,
      TrainingSettings settings,
      SortedMap<String, String> data,
      ProgressListener progress) {
    return real.training(options, bars, settings, data, progress);
  }

  @Override
  public RowSource replayUnder(
      ReplayRequest<TradingOptions> request,
      Path store,
      List<ModelVersion> schedule,
      Consumer<Prediction> predictions,
      ProgressListener progress)
      throws Exception {
    return real.replayUnder(request, store, schedule, predictions, progress);
  }

  @Override
  public Baselined<TradingOptions> ruleBaselines(TradingOptions options, int instruments) {
    return real.ruleBaselines(options, instruments);
  }

  @Override
  public ModelNeeds modelNeeds(TradingOptions options) {
    return real.modelNeeds(options);
  }

  @Override
  public List<Long> confirmedTimeframesMs(TradingOptions options) {
    return real.confirmedTimeframesMs(options);
  }

  @Override
  public String judgedAccount(TradingOptions options) {
    return real.judgedAccount(options);
  }
}
