package io.lorentz.trading;

import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.bars.BarsFunction;
import io.lorentz.flink.baselines.BaselinesFunction;
import io.lorentz.flink.confirmation.ConfirmationPattern;
import io.lorentz.flink.confirmation.TieringFunction;
import io.lorentz.flink.exchange.MessageType;
import io.lorentz.flink.features.FeaturesFunction;
import io.lorentz.flink.group.GroupOperatorFactory;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.flink.inference.InferenceOperator;
import io.lorentz.flink.inference.InferenceOperatorFactory;
import io.lorentz.flink.market.ArbiterFunction;
import io.lorentz.flink.market.InstrumentFanOut;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.InferenceInput;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The one graph. Live, paper and backtest differ only in the edges passed to the constructor.
 *
 * <pre>
 * log ─┬─ fan out ─ keyBy instrument ─ arbitrate ─ bars ─ features ─ inference ─ tiering ─ CEP ─┐
 *      │                                  ├ baselines └─ 1m bars, levels ─┐ signals ─┤
 *      │                                  └ closed bars for audit         │         │
 *      ├─ progress, day roll, funding ──────────── signals ── keyBy group ┴──────────┴─ group ─ rows
 *      └─ operator commands, what a remote venue says ──────────────── (second input) ┘
 * </pre>
 *
 * <p>From the first {@code keyBy} to the signals everything runs chained on one subtask: the key
 * does not change, so there is no second shuffle. Tiering and CEP are there once per confirmation
 * rule that an account trades, baselines where an account trades one.
 */
public final class TradingPipeline {

  /** Baked into every savepoint; never change it. */
  public static final int MAX_PARALLELISM = 128;

  /** Key of the run's one account group. */
  private static final String GROUP = "main";

  private static final TypeInformation<GroupInput> GROUP_INPUT =
      MessageType.message(GroupInput.class);

  private final TradingOptions options;
  private final List<String> instruments;
  private final Edges edges;
  private final MeterClock clock;

  /**
   * What differs between live, paper and backtest.
   *
   * @param log the log in; its watermarks are made in the source, per split
   * @param watermarks log times behind which nothing older comes: each record's own live, that of
   *     each close in a replay; which of the two changes the delay only
   * @param sourceUid uid of the source; its state is that of the edge, not of the graph
   * @param rows where rows go; at least once, recognised by their keys
   * @param ensembles makes the classifiers where they run
   * @param bars where closed bars go for audit, from each subtask and at least once; decides
   *     nothing; empty sends them nowhere
   * @param predictions where predictions go for audit, those of a version that rides along too;
   *     decides nothing; empty sends them nowhere
   * @param remoteAccount account whose orders are executed at a venue that answers through the log;
   *     empty if every account trades at a simulated one
   */
  public record Edges(
      Source<LogRecord, ?, ?> log,
      WatermarkStrategy<LogRecord> watermarks,
      String sourceUid,
      Sink<RunOutput> rows,
      EnsembleFactory ensembles,
      Optional<Sink<Bar>> bars,
      Optional<Sink<Prediction>> predictions,
      Optional<String> remoteAccount) {

    /** Edges with every account at a simulated venue. */
    public Edges(
        Source<LogRecord, ?, ?> log,
        WatermarkStrategy<LogRecord> watermarks,
        String sourceUid,
        Sink<RunOutput> rows,
        EnsembleFactory ensembles,
        Optional<Sink<Bar>> bars,
        Optional<Sink<Prediction>> predictions) {
      this(log, watermarks, sourceUid, rows, ensembles, bars, predictions, Optional.empty());
    }

    /** Edges without any audit, with every account at a simulated venue. */
    public Edges(
        Source<LogRecord, ?, ?> log,
        WatermarkStrategy<LogRecord> watermarks,
        String sourceUid,
        Sink<RunOutput> rows,
        EnsembleFactory ensembles) {
      this(log, watermarks, sourceUid, rows, ensembles, Optional.empty(), Optional.empty());
    }
  }

  /** Wires the stages between the given edges for the given instruments. */
  public TradingPipeline(TradingOptions options, List<String> instruments, Edges edges) {
    this(options, instruments, edges, SystemClock.INSTANCE);
  }

  /** The same, with metrics measured by another clock than the machine's. */
  TradingPipeline(TradingOptions options, List<String> instruments, Edges edges, MeterClock clock) {
    this.clock = clock;
    this.options = options;
    this.instruments = List.copyOf(instruments);
    this.edges = edges;
  }

  /**
   * The settings without which the graph is refused: no Kryo, no made-up uids, fixed key groups.
   */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    // Messages are immutable, so chained operators may share them.
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }

  /** Adds the graph to the environment. */
  public void build(StreamExecutionEnvironment env) {
    // 1. market: the log, one split, in its own order
    DataStream<LogRecord> log =
        env.fromSource(edges.log(), edges.watermarks(), "market: log")
            .uid(edges.sourceUid())
            .setParallelism(1);

    SingleOutputStreamOperator<Tuple2<String, LogRecord>> market =
        log.flatMap(new InstrumentFanOut(instruments, options.shortestTimeframeMs(), clock))
            .returns(InstrumentFanOut.TYPE)
            .uid("market-fan-out")
            .name("market: fan out")
            .setParallelism(1)
            .keyBy(routed -> routed.f0, Types.STRING)
            .process(new ArbiterFunction(options.market(), options.shortestTimeframeMs()))
            .returns(InstrumentFanOut.TYPE)
            .uid("market-arbitrate")
            .name("market: arbitrate");

    // 2. bars
    SingleOutputStreamOperator<GroupInput> bars =
        sameKey(market, routed -> routed.f0)
            .process(new BarsFunction(options.builtBars(), clock))
            .returns(GROUP_INPUT)
            .uid("bars-build")
            .name("bars: build");

    // 3. features
    SingleOutputStreamOperator<InferenceInput> features =
        sameKey(bars, GroupInput::getInstrument)
            .process(
                new FeaturesFunction(
                    options.features(), options.shortestTimeframeMs(), options.tiers(), clock))
            .returns(new AvroTypeInfo<>(InferenceInput.class))
            .uid("features-compute")
            .name("features: compute");

    // 4. inference
    SingleOutputStreamOperator<Prediction> predictions =
        sameKey(features, InferenceInput::getInstrument)
            .transform(
                "inference: score",
                new AvroTypeInfo<>(Prediction.class),
                new InferenceOperatorFactory(
                    options.inference(), edges.ensembles(), options.usedBatch(), clock))
            .uid("inference-score");

    // 5. confirmation, and beside it the baselines
    DataStream<GroupInput> marketSide =
        marketSide(log).union(features.getSideOutput(FeaturesFunction.FOR_GROUP));
    for (Map.Entry<String, ConfirmationOptions> rule : options.rules().entrySet()) {
      marketSide = marketSide.union(confirmed(predictions, rule.getKey(), rule.getValue()));
    }
    if (!options.baselineSources().isEmpty()) {
      marketSide = marketSide.union(baselines(bars));
    }

    // 6. risk, orders, execution, account; and 7. rows, chained to it
    sameGroup(marketSide)
        .connect(sameGroup(venueSide(log)))
        .transform(
            "group: risk, orders, execution, account",
            new AvroTypeInfo<>(RunOutput.class),
            new GroupOperatorFactory(options.group(), edges.remoteAccount(), clock))
        .uid("group-trade")
        .setParallelism(1)
        .sinkTo(edges.rows())
        .uid("rows-sink")
        .name("rows")
        .setParallelism(1);

    // 8. audit: closed bars, chained to their building; last, so that features come before it; and
    // predictions
    edges.bars().ifPresent(sink -> audit(bars, sink));
    edges.predictions().ifPresent(sink -> audited(predictions, sink));
  }

  private static void audited(
      SingleOutputStreamOperator<Prediction> predictions, Sink<Prediction> sink) {
    predictions
        .union(predictions.getSideOutput(InferenceOperator.SHADOW))
        .sinkTo(sink)
        .uid("inference-sink")
        .name("inference: predictions");
  }

  private static void audit(DataStream<GroupInput> bars, Sink<Bar> sink) {
    bars.<Bar>flatMap(
            (input, out) -> {
              if (input.getPayload() instanceof Bar bar) {
                out.collect(bar);
              }
            })
        .returns(new AvroTypeInfo<>(Bar.class))
        .uid("bars-audit")
        .name("bars: audit")
        .sinkTo(sink)
        .uid("bars-sink")
        .name("bars: closed");
  }

  private static DataStream<GroupInput> marketSide(DataStream<LogRecord> log) {
    return log.<GroupInput>flatMap(
            (logRecord, out) -> GroupInputs.marketSide(logRecord).ifPresent(out::collect))
        .returns(GROUP_INPUT)
        .uid("market-progress")
        .name("market: progress, funding, day roll")
        .setParallelism(1);
  }

  private static DataStream<GroupInput> venueSide(DataStream<LogRecord> log) {
    return log.<GroupInput>flatMap(
            (logRecord, out) -> GroupInputs.venueSide(logRecord).ifPresent(out::collect))
        .returns(GROUP_INPUT)
        .uid("market-commands")
        .name("market: operator commands")
        .setParallelism(1);
  }

  private static DataStream<GroupInput> confirmed(
      DataStream<Prediction> predictions, String source, ConfirmationOptions rule) {
    boolean main = source.equals(AccountOptions.MAIN);
    String uidEnd = main ? "" : "-" + source;
    String nameEnd = main ? "" : " " + source;
    SingleOutputStreamOperator<Candidate> candidates =
        sameKey(predictions, Prediction::getInstrument)
            .process(new TieringFunction(rule))
            .returns(new AvroTypeInfo<>(Candidate.class))
            .uid("confirmation-tier" + uidEnd)
            .name("confirmation: tier" + nameEnd);
    return ConfirmationPattern.match(sameKey(candidates, Candidate::getInstrument), rule, source)
        .uid("confirmation-match" + uidEnd)
        .name("confirmation: match" + nameEnd)
        .map(GroupInputs::signal)
        .returns(GROUP_INPUT)
        .uid("confirmation-signals" + uidEnd)
        .name("confirmation: signals" + nameEnd);
  }

  private DataStream<GroupInput> baselines(DataStream<GroupInput> bars) {
    return sameKey(bars, GroupInput::getInstrument)
        .process(new BaselinesFunction(options.baselines(), options.baselineSources()))
        .returns(GROUP_INPUT)
        .uid("baselines-signal")
        .name("baselines: signal");
  }

  private static <T> KeyedStream<T, String> sameKey(
      DataStream<T> stream, KeySelector<T, String> instrument) {
    return DataStreamUtils.reinterpretAsKeyedStream(stream, instrument, Types.STRING);
  }

  private static KeyedStream<GroupInput, String> sameGroup(DataStream<GroupInput> stream) {
    return stream.keyBy(input -> GROUP, Types.STRING);
  }
}
