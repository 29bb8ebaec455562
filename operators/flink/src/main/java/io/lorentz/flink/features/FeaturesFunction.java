package io.lorentz.flink.features;

import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Levels;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Shell of {@link FeatureStage}. */
public final class FeaturesFunction
    extends KeyedProcessFunction<String, GroupInput, FeatureVector> {

  /** Side output: levels for risk and exits. */
  public static final OutputTag<GroupInput> LEVELS =
      new OutputTag<>("levels", new AvroTypeInfo<>(GroupInput.class));

  private final FeatureOptions options;
  private transient LiveState<FeatureStage, FeatureState> stages;

  /** Computes features by the given options. */
  public FeaturesFunction(FeatureOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    stages =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("stage", FeatureState.class)),
            image -> FeatureStage.restore(options, image));
  }

  @Override
  public void processElement(GroupInput input, Context context, Collector<FeatureVector> out)
      throws IOException {
    Bar bar = (Bar) input.getPayload();
    stages
        .get(() -> new FeatureStage(bar.getInstrument(), options))
        .onBar(
            bar,
            input.getLogTimeMs(),
            input.getPartition(),
            new FeatureSink() {
              @Override
              public void vector(FeatureVector vector) {
                out.collect(vector);
              }

              @Override
              public void levels(Levels levels) {
                context.output(LEVELS, GroupInputs.levels(input, levels));
              }
            });
  }
}
