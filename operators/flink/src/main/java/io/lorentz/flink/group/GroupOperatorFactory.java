package io.lorentz.flink.group;

import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.RunOutput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes {@link GroupOperator}s. */
public final class GroupOperatorFactory extends AbstractStreamOperatorFactory<RunOutput>
    implements TwoInputStreamOperatorFactory<GroupInput, GroupInput, RunOutput> {

  private final GroupOptions options;
  private final MeterClock clock;

  /** Keeps the options, and the clock that metrics are measured by. */
  public GroupOperatorFactory(GroupOptions options, MeterClock clock) {
    this.clock = clock;
    this.options = options;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
  public <T extends StreamOperator<RunOutput>> T createStreamOperator(
      StreamOperatorParameters<RunOutput> parameters) {
    @SuppressWarnings("unchecked") // the caller asks for the class that getStreamOperatorClass gave
    T operator = (T) new GroupOperator(parameters, options, clock);
    return operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return GroupOperator.class;
  }
}
