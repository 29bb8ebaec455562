package io.lorentz.flink.group;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.RunOutput;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Shell of {@link AccountGroup}: buffers both inputs to the watermark and releases them in law 3's
 * order, so that the channel by which a record came decides nothing.
 */
public final class GroupFunction
    extends KeyedCoProcessFunction<String, GroupInput, GroupInput, RunOutput> {

  private final GroupOptions options;
  private transient LiveState<AccountGroup, GroupState> groups;
  private transient MapState<Long, List<GroupInput>> waiting;

  /** Runs a group by the given options. */
  public GroupFunction(GroupOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    groups =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("group", GroupState.class)),
            image -> AccountGroup.restore(options, image));
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting", Types.LONG, Types.LIST(new AvroTypeInfo<>(GroupInput.class))));
  }

  @Override
  public void processElement1(GroupInput marketSide, Context context, Collector<RunOutput> out)
      throws Exception {
    hold(marketSide, context);
  }

  @Override
  public void processElement2(GroupInput venueSide, Context context, Collector<RunOutput> out)
      throws Exception {
    hold(venueSide, context);
  }

  private void hold(GroupInput input, Context context) throws Exception {
    long logTimeMs = input.getLogTimeMs();
    if (logTimeMs <= context.timerService().currentWatermark()) {
      throw new IllegalStateException(
          "nothing can be late in log time: logTimeMs="
              + logTimeMs
              + " watermark="
              + context.timerService().currentWatermark());
    }
    List<GroupInput> inputs = waiting.get(logTimeMs);
    if (inputs == null) {
      inputs = new ArrayList<>();
      context.timerService().registerEventTimeTimer(logTimeMs);
    }
    inputs.add(input);
    waiting.put(logTimeMs, inputs);
  }

  @Override
  public void onTimer(long logTimeMs, OnTimerContext context, Collector<RunOutput> out)
      throws Exception {
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      throw new IllegalStateException(
          "the data ended before the watermark of logTimeMs=" + logTimeMs);
    }
    List<GroupInput> inputs = waiting.get(logTimeMs);
    waiting.remove(logTimeMs);
    inputs.sort(GroupInputs.ORDER);
    AccountGroup group = groups.get(() -> new AccountGroup(options));
    for (GroupInput input : inputs) {
      group.on(input, out::collect);
    }
  }
}
