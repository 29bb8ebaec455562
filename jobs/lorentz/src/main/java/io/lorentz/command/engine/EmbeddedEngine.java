package io.lorentz.command.engine;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.LogOpener;
import io.lorentz.archive.RunOutputSink;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.command.Baselined;
import io.lorentz.command.CostMeter;
import io.lorentz.command.Engine;
import io.lorentz.command.FeatureRequest;
import io.lorentz.command.FeatureTable;
import io.lorentz.command.ProgressListener;
import io.lorentz.command.ReplayRequest;
import io.lorentz.command.RunReplayRequest;
import io.lorentz.command.RunningTrade;
import io.lorentz.command.TopicReplayRequest;
import io.lorentz.command.TradeRequest;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.check.LaterLog;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.page.AccountTerms;
import io.lorentz.command.page.Retracing;
import io.lorentz.command.parity.CausedRow;
import io.lorentz.command.report.BaselineFacts;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.training.LabelOptions;
import io.lorentz.command.training.MarketRows;
import io.lorentz.command.training.Trainer;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.baselines.BaselineOptions.RandomRate;
import io.lorentz.core.baselines.Baselines;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.inference.Member;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import io.lorentz.kafka.LogSource;
import io.lorentz.kafka.LogTimes;
import io.lorentz.models.ModelNeeds;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.UnequalRowException;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.trading.BaselineAccounts;
import io.lorentz.trading.ExpectedMoveAccount;
import io.lorentz.trading.JobEnsembles;
import io.lorentz.trading.KeptOutputs;
import io.lorentz.trading.SweepAccounts;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the one job graph on a Flink cluster inside this process. */
public final class EmbeddedEngine implements Engine<TradingOptions> {

  private static final String SOURCE_UID = "market-archive";

  /** Random accounts of {@code --baselines}. */
  private static final int SEEDS = 100;

  @Override
  public ConfigurationBinder<TradingOptions> configuration() {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults());
  }

  @Override
  public long barLengthMs(TradingOptions options) {
    return options.shortestTimeframeMs();
  }

  @Override
  public SortedSet<String> instruments(TradingOptions options) {
    return options.group().instruments().stream()
        .map(InstrumentSpec::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void requireInstruments(TradingOptions options, Set<String> instruments) {
    Set<String> known = instruments(options);
    for (String instrument : instruments) {
      if (!known.contains(instrument)) {
        throw new BadConfigurationException(
            instrument
                + ": has no specification (tick, lot, minimum), known are "
                + known
                + "; add it to group.instruments");
      }
    }
  }

  @Override
  public RowSource replay(ReplayRequest<TradingOptions> request, ProgressListener progress)
      throws Exception {
    return replay(request, BarFileLog.opener(request.bars()), Optional.empty(), progress);
  }

  private RowSource replay(
      ReplayRequest<TradingOptions> request,
      LogOpener log,
      Optional<Sink<Prediction>> predictions,
      ProgressListener progress)
      throws Exception {
    request.options().requireModels();
    try (ReportedLog.Registration registration = ReportedLog.register(progress)) {
      TradingPipeline.Edges edges =
          new TradingPipeline.Edges(
              new ArchiveSource(new ReportedLog(registration.id(), log)),
              ArchiveSource.everyCloseItsOwn(),
              SOURCE_UID,
              new RunOutputSink(request.spool()),
              JobEnsembles.of(request.options()),
              Optional.empty(),
              predictions);
      List<String> instruments = List.copyOf(request.bars().files().keySet());
      execute(new TradingPipeline(request.options(), instruments, edges), request.parallelism());
    }
    return rowsOf(request.spool());
  }

  @Override
  public RowSource replayUnder(
      ReplayRequest<TradingOptions> request,
      Path store,
      List<ModelVersion> schedule,
      Consumer<Prediction> predictions,
      ProgressListener progress)
      throws Exception {
    TradingOptions trained =
        request.options().with(request.options().models().withStore(store.toString()));
    try (HandedMessages.Registration taken =
        HandedMessages.<Prediction>register(
            (causeMs, prediction) -> predictions.accept(prediction))) {
      return replay(
          new ReplayRequest<>(trained, request.bars(), request.parallelism(), request.spool()),
          new ScheduledLog(schedule, BarFileLog.opener(request.bars())),
          Optional.of(new HandedMessages<>(taken.id())),
          progress);
    }
  }

  @Override
  public Training training(
      TradingOptions options,
      BarFileOptions bars,
      TrainingSettings settings,
      SortedMap<String, String> data,
      ProgressListener progress) {
    if (options.inference().has(Member.TORCHSCRIPT)) {
      throw new MisuseException(
          "inference.torchscript-weight: must be 0 where models are trained, because they are"
              + " calibrated without a user's file, was "
              + options.inference().torchscriptWeight()
              + "; leave it out");
    }
    BarOptions built = options.bars();
    for (long timeframeMs : settings.timeframesMs()) {
      if (!built.timeframesMs().contains(timeframeMs)) {
        throw new MisuseException(
            "--timeframes "
                + Cells.timeframe(timeframeMs)
                + ": must be one of bars.timeframes-ms "
                + built.timeframesMs()
                + "; add it there or leave it out");
      }
    }
    MarketRows rows;
    try (BarFileLog log = new BarFileLog(bars)) {
      rows = MarketRows.read(log, built, options.features(), progress::onProgress);
    }
    AccountOptions main = options.group().accounts().get(0);
    LabelOptions labels =
        new LabelOptions(
            options.inference().labelHorizonBars(),
            main.risk().stopAtrMultiple().doubleValue(),
            main.exits().targetR().doubleValue(),
            options.group().execution().roundTripCostFraction());
    return new Training(
        rows,
        settings.options(options.inference(), labels),
        settings.timeframesMs(),
        new Trainer.Provenance(options.features().schema(), data, CodeVersion.current().toString()),
        options.confirmation());
  }

  @Override
  public Baselined<TradingOptions> ruleBaselines(TradingOptions options, int instruments) {
    return new Baselined<>(
        BaselineAccounts.addTo(ExpectedMoveAccount.addTo(options), List.of(), 0, instruments),
        new BaselineFacts(
            Map.of(),
            false,
            BaselineAccounts.comparedWith(options),
            BaselineAccounts.rules(),
            List.of()));
  }

  @Override
  public ModelNeeds modelNeeds(TradingOptions options) {
    return options.modelNeeds();
  }

  @Override
  public List<Long> confirmedTimeframesMs(TradingOptions options) {
    SortedSet<Long> timeframes = new TreeSet<>(options.confirmation().tiers());
    timeframes.add(options.confirmation().fastTimeframeMs());
    return List.copyOf(timeframes);
  }

  @Override
  public String judgedAccount(TradingOptions options) {
    return BaselineAccounts.comparedWith(options);
  }

  @Override
  public List<String> demoSettings() {
    return List.of("confirmation.min-confidence=0.5");
  }

  @Override
  public CostMeter costMeter(TradingOptions options) {
    return new CostGauge(options);
  }

  @Override
  public void requireComparable(TradingOptions options) {
    List<RandomRate> any = List.of(new RandomRate(options.confirmation().slowTimeframeMs(), 1));
    BaselineAccounts.addTo(options, any, SEEDS, 1);
  }

  @Override
  public Baselined<TradingOptions> baselines(
      ReplayRequest<TradingOptions> request, OptionalDouble rate, ProgressListener progress)
      throws Exception {
    TradingOptions options = request.options();
    List<RandomRate> rates =
        rate.isPresent()
            ? List.of(new RandomRate(options.confirmation().slowTimeframeMs(), rate.getAsDouble()))
            : counted(request, progress);
    TradingOptions all =
        BaselineAccounts.addTo(options, rates, SEEDS, request.bars().files().size());
    Map<Long, Double> byTimeframe = new TreeMap<>();
    rates.forEach(each -> byTimeframe.put(each.timeframeMs(), each.rate()));
    List<String> random = unlisted(all).stream().filter(Baselines::isRandom).sorted().toList();
    BaselineFacts facts =
        new BaselineFacts(
            byTimeframe,
            rate.isEmpty(),
            BaselineAccounts.comparedWith(options),
            BaselineAccounts.rules(),
            random);
    return new Baselined<>(all, facts);
  }

  private List<RandomRate> counted(ReplayRequest<TradingOptions> request, ProgressListener progress)
      throws Exception {
    Path spool = Files.createDirectories(request.spool().resolve("first-pass"));
    TradingOptions alone = BaselineAccounts.firstPass(request.options());
    FirstPass pass = new FirstPass(request.bars().files().size(), alone.shortestTimeframeMs());
    replay(new ReplayRequest<>(alone, request.bars(), request.parallelism(), spool), progress)
        .read(pass);
    return pass.rates();
  }

  @Override
  public Optional<String> sweptKey(String key) {
    return SweepAccounts.configurationKey(key);
  }

  @Override
  public List<String> sweptGroups() {
    return SweepAccounts.groups();
  }

  @Override
  public TradingOptions together(TradingOptions base, List<TradingOptions> cells, boolean limits) {
    return SweepAccounts.together(base, cells, limits);
  }

  @Override
  public String cellName(int cell) {
    return SweepAccounts.name(cell);
  }

  @Override
  public SortedSet<String> accounts(TradingOptions options) {
    return options.group().accounts().stream()
        .map(AccountOptions::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public BigDecimal capital(TradingOptions options, String account) {
    return account(options, account).capital();
  }

  @Override
  public List<String> limits(TradingOptions options, String account) {
    AccountOptions of = account(options, account);
    RiskOptions risk = of.risk();
    String when = of.limits() ? "" : " (off)";
    return List.of(
        "loss of a day at most " + Cells.plain(risk.dayLossFraction()) + " of equity" + when,
        "fall from the peak at most " + Cells.plain(risk.drawdownFraction()) + " of equity" + when,
        "a trade risks at most " + Cells.plain(risk.riskFraction()) + " of equity",
        "margin of a position at most " + Cells.plain(risk.positionMarginFraction()) + " of equity",
        "positions at most " + risk.maxPositions(),
        "orders per minute at most " + risk.maxOrdersPerMinute());
  }

  @Override
  public Map<String, AccountTerms> accountTerms(TradingOptions options) {
    Map<String, AccountTerms> terms = new TreeMap<>();
    for (AccountOptions account : options.group().accounts()) {
      RiskOptions risk = account.risk();
      terms.put(
          account.name(),
          new AccountTerms(
              account.limits(),
              risk.dayLossFraction().doubleValue(),
              risk.drawdownFraction().doubleValue(),
              account.signals()));
    }
    return terms;
  }

  @Override
  public boolean asksModels(TradingOptions options) {
    return !options.models().store().isEmpty();
  }

  @Override
  public Retracing retracing(TradingOptions options, KafkaConnection connection, String topic) {
    return new LoopRetracing(options, connection, topic);
  }

  private static AccountOptions account(TradingOptions options, String name) {
    return options.group().accounts().stream()
        .filter(account -> account.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("account " + name + ": is not configured"));
  }

  @Override
  public Set<String> unlisted(TradingOptions options) {
    return options.group().accounts().stream()
        .filter(account -> !account.listed())
        .map(AccountOptions::name)
        .collect(Collectors.toSet());
  }

  @Override
  public RowSource replayTopic(
      TopicReplayRequest<TradingOptions> request, ProgressListener progress) throws Exception {
    request.options().requireModels();
    try (ReportedLog.Registration registration = ReportedLog.register(progress)) {
      TradingPipeline.Edges edges =
          new TradingPipeline.Edges(
              LogSource.bounded(request.connection(), request.range()),
              new ReportedTimes(registration.id(), LogTimes.everyRecordItsOwn()),
              TradingJob.RANGE_SOURCE_UID,
              new RunOutputSink(request.spool()),
              JobEnsembles.of(request.options(), beside(request.connection(), request.range())),
              Optional.empty(),
              Optional.empty(),
              request.remoteAccount());
      execute(
          new TradingPipeline(request.options(), request.instruments(), edges),
          request.parallelism());
    }
    return rowsOf(request.spool());
  }

  @Override
  public void replayRun(
      RunReplayRequest<TradingOptions> request, Consumer<CausedRow> rows, ProgressListener progress)
      throws Exception {
    TradingOptions options = request.options().requireModels();
    List<String> instruments =
        options.group().instruments().stream().map(InstrumentSpec::name).sorted().toList();
    Configuration configuration = replaying();
    request
        .savepoint()
        .ifPresent(
            path -> {
              configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
              // Its source and its sinks are those of the run; the stages between are ours.
              configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
            });
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(request.parallelism(), configuration);
    try (ReportedLog.Registration registration = ReportedLog.register(progress);
        HandedMessages.Registration taken =
            HandedMessages.<RunOutput>register(
                (causeMs, row) -> rows.accept(new CausedRow(causeMs, row)))) {
      TradingPipeline.Edges edges =
          new TradingPipeline.Edges(
              LogSource.bounded(request.connection(), request.range()),
              new ReportedTimes(registration.id(), LogTimes.everyRecordItsOwn()),
              TradingJob.RANGE_SOURCE_UID,
              new HandedMessages<>(taken.id()),
              JobEnsembles.of(options, beside(request.connection(), request.range())),
              Optional.empty(),
              Optional.empty(),
              request.remoteAccount());
      new TradingPipeline(options, instruments, edges).build(env);
      env.execute("lorentz replay");
    }
  }

  /** A log is only read here, and so is what lies beside it. */
  private static KeptOutputs beside(KafkaConnection connection, LogRange range) {
    return new KeptOutputs.FromTopic(new InferenceTopic(connection, range.topic()));
  }

  @Override
  public RunningTrade trade(TradeRequest<TradingOptions> request) throws Exception {
    return EmbeddedTrade.start(request);
  }

  @Override
  public Map<Integer, Long> savedPlaces(Path savepoint, String topic) throws Exception {
    return SavedPlace.of(savepoint, topic);
  }

  @Override
  public List<String> assumptions(TradingOptions options) {
    return VenueAssumptions.of(options.group());
  }

  private static void execute(TradingPipeline pipeline, int parallelism) throws Exception {
    StreamExecutionEnvironment env = environment(parallelism);
    pipeline.build(env);
    env.execute("lorentz replay");
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, replaying());
  }

  private static Configuration replaying() {
    Configuration configuration = TradingPipeline.configuration();
    // A replay can simply be run again; a broken one must say so at once.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return configuration;
  }

  private static RowSource rowsOf(Path directory) {
    RunOutputSpool spool = new RunOutputSpool(directory);
    return rows -> read(spool, rows);
  }

  private static void read(RunOutputSpool spool, Consumer<RunOutput> rows) {
    try {
      spool.read(rows);
    } catch (UnequalRowException e) {
      throw new FaultException(e.getMessage());
    }
  }

  @Override
  public FeatureTable features(FeatureRequest<TradingOptions> request) {
    TradingOptions defaults = TradingOptions.defaults();
    if (!request.options().features().equals(defaults.features())
        || !request.options().inference().equals(defaults.inference())) {
      throw new MisuseException(
          "features, inference: the columns of this table have fixed lengths, those of the"
              + " published indicators; leave these keys as they are");
    }
    BarFileLog log = new BarFileLog(request.bars());
    if (request.timeframeMs() % log.lengthMs() != 0) {
      log.close();
      throw new MisuseException(
          "--timeframe: must be a multiple of "
              + Cells.timeframe(log.lengthMs())
              + ", the length of the bars"
              + ", was "
              + Cells.timeframe(request.timeframeMs())
              + "; choose one, or give shorter bars");
    }
    TimeframeBars bars =
        new TimeframeBars(
            readFrom(request.firstStartMs(), log),
            log.lengthMs(),
            request.instrument(),
            request.timeframeMs(),
            request.options().bars().maxBridgedBars(),
            request.bars().consecutive());
    return new ResearchTable(bars, log::close);
  }

  private static Iterator<LogRecord> readFrom(long firstStartMs, BarFileLog log) {
    return firstStartMs == FeatureRequest.FIRST_BAR ? log : new LaterLog(log, firstStartMs);
  }

  @Override
  public CheckedSystem checked(TradingOptions options, Set<String> instruments) {
    return new LoopSystem(options.requireModels(), instruments);
  }
}
