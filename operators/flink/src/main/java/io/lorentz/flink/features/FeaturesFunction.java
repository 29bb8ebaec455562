package io.lorentz.flink.features;

import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.exchange.MessageType;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.UnitHistogram;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.InferenceInput;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.ModelVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Shell of {@link FeatureStage}. Versions of the models pass through in their order. */
public final class FeaturesFunction
    extends KeyedProcessFunction<String, GroupInput, InferenceInput> {

  /**
   * Side output: the bars that drive the venue, what was decided about venues, and the levels for
   * risk and exits. They leave together, because every edge to the group carries every watermark of
   * the log.
   */
  public static final OutputTag<GroupInput> FOR_GROUP =
      new OutputTag<>("for-group", MessageType.message(GroupInput.class));

  private final FeatureOptions options;
  private final long venueTimeframeMs;
  private final Set<Long> tierTimeframesMs;
  private final MeterClock clock;
  private transient LiveState<FeatureStage, FeatureState> stages;
  private transient MetricGroup meters;
  private transient Map<String, Histogram> computeTimes;

  /**
   * Computes features.
   *
   * @param options lengths of the indicators
   * @param venueTimeframeMs length of the bars that go on to the group, ms
   * @param tierTimeframesMs timeframes whose levels go on to the group, ms
   * @param clock what metrics are measured by
   */
  public FeaturesFunction(
      FeatureOptions options, long venueTimeframeMs, Set<Long> tierTimeframesMs, MeterClock clock) {
    this.clock = clock;
    this.options = options;
    this.venueTimeframeMs = venueTimeframeMs;
    this.tierTimeframesMs = Set.copyOf(tierTimeframesMs);
  }

  @Override
  public void open(OpenContext context) {
    stages =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("stage", FeatureState.class)),
            image -> FeatureStage.restore(options, image));
    meters = getRuntimeContext().getMetricGroup().addGroup("features");
    computeTimes = new HashMap<>();
  }

  @Override
  public void processElement(GroupInput input, Context context, Collector<InferenceInput> out)
      throws IOException {
    if (input.getPayload() instanceof ModelVersion) {
      out.collect(new InferenceInput(input.getInstrument(), input.getPayload()));
      return;
    }
    if (!(input.getPayload() instanceof Bar bar)) {
      context.output(FOR_GROUP, input);
      return;
    }
    if (bar.getLengthMs() == venueTimeframeMs) {
      context.output(FOR_GROUP, input);
    }
    long begun = clock.nanos();
    stages
        .get(() -> new FeatureStage(bar.getInstrument(), options))
        .onBar(
            bar,
            input.getLogTimeMs(),
            input.getPartition(),
            new FeatureSink() {
              @Override
              public void vector(FeatureVector vector) {
                // The next stages run inside collect; they are not part of it.
                computeTime(vector.getInstrument()).update(clock.nanos() - begun);
                out.collect(new InferenceInput(vector.getInstrument(), vector));
              }

              @Override
              public void levels(Levels levels) {
                if (tierTimeframesMs.contains(levels.getTimeframeMs())) {
                  context.output(FOR_GROUP, GroupInputs.levels(input, levels));
                }
              }
            });
  }

  private Histogram computeTime(String instrument) {
    Histogram histogram = computeTimes.get(instrument);
    if (histogram == null) {
      histogram =
          meters
              .addGroup("instrument", instrument)
              .histogram("compute_seconds", UnitHistogram.ofNanos());
      computeTimes.put(instrument, histogram);
    }
    return histogram;
  }
}
