package io.lorentz.trading;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.baselines.BaselineStage;
import io.lorentz.core.confirmation.CandidateOrder;
import io.lorentz.core.confirmation.ConfirmationMatcher;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.confirmation.Tiering;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.InferenceMemory;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.core.inference.Query;
import io.lorentz.core.market.Arbiter;
import io.lorentz.core.market.ArbiterSink;
import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.BaselineState;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.MatcherState;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TierState;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All stages in one loop on one thread, without Flink: the oracle. A record is worked off with all
 * it causes before the next, which is what law 3 demands and what the job must equal.
 *
 * <p>Not thread-safe.
 */
public final class BareLoop {

  private final TradingOptions options;
  private final Ensemble ensemble;
  private final Consumer<RunOutput> rows;
  private final AccountGroup group;
  private final Map<String, Instrument> instruments = new TreeMap<>();
  private final List<GroupInput> inputs = new ArrayList<>();
  private final Set<Long> tiers;
  private final SortedMap<String, ConfirmationOptions> rules;
  private final Set<String> baselines;
  private final Set<String> listedSources;
  private final Optional<ModelStore> models;
  private LoopWatcher watcher = LoopWatcher.NOBODY;

  /** Makes a loop over fresh state whose members learn from the log. */
  public BareLoop(
      TradingOptions options,
      List<String> instruments,
      Ensemble ensemble,
      Consumer<RunOutput> rows) {
    this(options, instruments, ensemble, Optional.empty(), rows);
  }

  /** Makes a loop over fresh state, with every account at a simulated venue. */
  public BareLoop(
      TradingOptions options,
      List<String> instruments,
      Ensemble ensemble,
      Optional<ModelStore> models,
      Consumer<RunOutput> rows) {
    this(options, instruments, ensemble, models, Optional.empty(), rows);
  }

  /**
   * Makes a loop over fresh state.
   *
   * @param remoteAccount account whose orders are executed at a venue that answers through the log;
   *     empty if every account trades at a simulated one
   */
  public BareLoop(
      TradingOptions options,
      List<String> instruments,
      Ensemble ensemble,
      Optional<ModelStore> models,
      Optional<String> remoteAccount,
      Consumer<RunOutput> rows) {
    this(options, ensemble, models, rows, new AccountGroup(options.group(), remoteAccount));
    instruments.forEach(symbol -> this.instruments.put(symbol, new Instrument(symbol)));
  }

  private BareLoop(
      TradingOptions options,
      Ensemble ensemble,
      Optional<ModelStore> models,
      Consumer<RunOutput> rows,
      AccountGroup group) {
    this.models = models;
    this.options = options;
    this.ensemble = ensemble;
    this.rows = rows;
    this.group = group;
    this.tiers = options.tiers();
    this.rules = options.rules();
    this.baselines = options.baselineSources();
    this.listedSources = options.group().listedSources();
  }

  /** State of all stages between two records, as a checkpoint of the job holds it. */
  record Image(GroupState group, Map<String, InstrumentImage> instruments) {}

  /** State of the stages of one instrument. */
  record InstrumentImage(
      ArbiterState market,
      BarState bars,
      FeatureState features,
      InferenceState inference,
      Map<String, SourceImage> sources,
      BaselineState baselines) {}

  /** State of the confirmation of one source. */
  record SourceImage(TierState tiers, MatcherState candidates) {}

  /** Goes on from an image, with a fresh ensemble: that keeps nothing from query to query. */
  static BareLoop restore(
      TradingOptions options, Ensemble ensemble, Consumer<RunOutput> rows, Image image) {
    BareLoop loop =
        new BareLoop(
            options,
            ensemble,
            Optional.empty(),
            rows,
            AccountGroup.restore(options.group(), image.group()));
    image
        .instruments()
        .forEach((symbol, state) -> loop.instruments.put(symbol, loop.new Instrument(state)));
    return loop;
  }

  /** The whole state; taken between two records, when nothing is under way. */
  Image image() {
    Map<String, InstrumentImage> images = new TreeMap<>();
    instruments.forEach((symbol, instrument) -> images.put(symbol, instrument.image()));
    return new Image(group.image(), images);
  }

  /** Shows the watcher from now on what the stages give one another; changes no row. */
  public void watchedBy(LoopWatcher watcher) {
    this.watcher = watcher;
  }

  /** Works off one record of the log. */
  public void on(LogRecord logRecord) {
    GroupInputs.marketSide(logRecord).ifPresent(inputs::add);
    GroupInputs.venueSide(logRecord).ifPresent(inputs::add);
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar) {
      instruments.get(bar.getInstrument()).on(logRecord);
    } else if (payload instanceof VenueBar bar) {
      instruments.get(bar.getBar().getInstrument()).on(logRecord);
    } else if (payload instanceof Trade trade) {
      instruments.get(trade.getInstrument()).on(logRecord);
    } else if (payload instanceof SeriesEnded ended) {
      instruments.get(ended.getInstrument()).on(logRecord);
    } else if (payload instanceof Heartbeat || payload instanceof MarketClock) {
      instruments.values().forEach(instrument -> instrument.on(logRecord));
    } else if (payload instanceof ModelVersion version) {
      instruments.values().forEach(instrument -> instrument.memory.announce(version));
    }
    if (inputs.size() > 1) {
      inputs.sort(GroupInputs.ORDER);
    }
    for (GroupInput input : inputs) {
      if (input.getPayload() instanceof Signal signal
          && listedSources.contains(signal.getSource())) {
        rows.accept(new RunOutput(signal));
      }
      group.on(input, rows);
    }
    inputs.clear();
  }

  /** Takes note that the log has ended: the rows that mark the end come, and nothing is decided. */
  public void end() {
    group.end(rows);
  }

  /** The confirmation of one source for one instrument. */
  private static final class Confirmation {

    private final Tiering tiering;
    private final ConfirmationMatcher matcher;
    private final List<Candidate> candidates = new ArrayList<>();

    Confirmation(Tiering tiering, ConfirmationMatcher matcher) {
      this.tiering = tiering;
      this.matcher = matcher;
    }

    void take(Prediction prediction) {
      tiering.onPrediction(prediction).ifPresent(candidates::add);
    }

    void confirm(Consumer<Signal> signals) {
      if (candidates.isEmpty()) {
        return;
      }
      candidates.sort(CandidateOrder.INSTANCE);
      for (Candidate candidate : candidates) {
        matcher.onCandidate(candidate).ifPresent(signals);
      }
      candidates.clear();
    }
  }

  /** The stages of one instrument, from bars to signals. */
  private final class Instrument implements FeatureSink, ArbiterSink {

    private final Arbiter arbiter;
    private final BarBuilder builder;
    private final FeatureStage features;
    private final InferenceMemory memory;
    private final SortedMap<String, Confirmation> confirmations = new TreeMap<>();
    private final BaselineStage baselineStage;

    private LogRecord cause;
    private int sequence;
    private GroupInput barInput;

    Instrument(String symbol) {
      arbiter = new Arbiter(symbol, options.market(), options.shortestTimeframeMs());
      builder = new BarBuilder(symbol, options.builtBars());
      features = new FeatureStage(symbol, options.features());
      memory = new InferenceMemory(symbol, options.inference(), models);
      rules.forEach(
          (source, rule) ->
              confirmations.put(
                  source,
                  new Confirmation(
                      new Tiering(symbol, rule), new ConfirmationMatcher(symbol, rule, source))));
      baselineStage = new BaselineStage(symbol, options.baselines(), baselines);
    }

    Instrument(InstrumentImage image) {
      arbiter = Arbiter.restore(options.market(), options.shortestTimeframeMs(), image.market());
      builder = BarBuilder.restore(options.builtBars(), image.bars());
      features = FeatureStage.restore(options.features(), image.features());
      memory = InferenceMemory.restore(options.inference(), image.inference(), models);
      rules.forEach(
          (source, rule) -> {
            SourceImage state = image.sources().get(source);
            confirmations.put(
                source,
                new Confirmation(
                    Tiering.restore(rule, state.tiers()),
                    ConfirmationMatcher.restore(rule, source, state.candidates())));
          });
      baselineStage = BaselineStage.restore(options.baselines(), baselines, image.baselines());
    }

    InstrumentImage image() {
      Map<String, SourceImage> sources = new TreeMap<>();
      confirmations.forEach(
          (source, confirmation) ->
              sources.put(
                  source,
                  new SourceImage(confirmation.tiering.image(), confirmation.matcher.image())));
      return new InstrumentImage(
          arbiter.image(),
          builder.image(),
          features.image(),
          memory.image(),
          sources,
          baselineStage.image());
    }

    void on(LogRecord logRecord) {
      cause = logRecord;
      sequence = 0;
      Object payload = logRecord.getPayload();
      if (payload instanceof Bar bar) {
        builder.onBar(bar, this::closed);
      } else if (payload instanceof VenueBar bar) {
        arbiter.onBar(bar, this);
      } else if (payload instanceof MarketClock clock) {
        arbiter.onClock(clock, this);
      } else if (payload instanceof Heartbeat heartbeat) {
        arbiter.onHeartbeat(heartbeat, this);
        builder.onHeartbeat(heartbeat, this::closed);
      } else if (payload instanceof Trade trade) {
        builder.onTrade(trade, this::closed);
      } else if (payload instanceof SeriesEnded ended) {
        builder.onSeriesEnded(ended);
      }
      for (Confirmation confirmation : confirmations.values()) {
        confirmation.confirm(this::signal);
      }
    }

    private void signal(Signal signal) {
      inputs.add(GroupInputs.signal(signal));
    }

    @Override
    public void bar(Bar bar) {
      builder.onBar(bar, this::closed);
    }

    @Override
    public void decision(FeedDecision decision) {
      inputs.add(GroupInputs.decision(cause, decision));
    }

    private void closed(Bar bar) {
      watcher.bar(bar);
      barInput = GroupInputs.bar(cause, bar, sequence);
      sequence++;
      if (bar.getLengthMs() == options.shortestTimeframeMs()) {
        inputs.add(barInput);
      }
      features.onBar(bar, cause.getLogTimeMs(), cause.getPartition(), this);
      baselineStage.onBar(bar, cause.getLogTimeMs(), cause.getPartition(), this::signal);
    }

    @Override
    public void vector(FeatureVector vector) {
      watcher.vector(vector);
      Optional<Query> query = memory.absorb(vector);
      query.ifPresent(watcher::query);
      Optional<Prediction> prediction = query.flatMap(ensemble::predict);
      prediction.ifPresent(watcher::prediction);
      prediction.ifPresent(this::predicted);
      memory.shadow().flatMap(ensemble::predict).ifPresent(watcher::shadow);
    }

    @Override
    public void levels(Levels levels) {
      watcher.levels(levels);
      if (tiers.contains(levels.getTimeframeMs())) {
        inputs.add(GroupInputs.levels(barInput, levels));
      }
    }

    private void predicted(Prediction prediction) {
      for (Confirmation confirmation : confirmations.values()) {
        confirmation.take(prediction);
      }
    }
  }
}
