package io.lorentz.flink.baselines;

import io.lorentz.core.baselines.BaselineOptions;
import io.lorentz.core.baselines.BaselineStage;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BaselineState;
import io.lorentz.schemas.GroupInput;
import java.io.IOException;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Shell of {@link BaselineStage}. */
public final class BaselinesFunction extends KeyedProcessFunction<String, GroupInput, GroupInput> {

  private final BaselineOptions options;
  private final Set<String> sources;
  private transient LiveState<BaselineStage, BaselineState> stages;

  /**
   * Gives the signals of baselines.
   *
   * @param sources names of the sources that are traded
   */
  public BaselinesFunction(BaselineOptions options, Set<String> sources) {
    this.options = options;
    this.sources = Set.copyOf(sources);
  }

  @Override
  public void open(OpenContext context) {
    stages =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("stage", BaselineState.class)),
            image -> BaselineStage.restore(options, sources, image));
  }

  @Override
  public void processElement(GroupInput input, Context context, Collector<GroupInput> out)
      throws IOException {
    if (!(input.getPayload() instanceof Bar bar)) {
      return;
    }
    stages
        .get(() -> new BaselineStage(bar.getInstrument(), options, sources))
        .onBar(
            bar,
            input.getLogTimeMs(),
            input.getPartition(),
            signal -> out.collect(GroupInputs.signal(signal)));
  }
}
