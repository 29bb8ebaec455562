package io.lorentz.flink.group;

import io.lorentz.core.group.GroupOptions;
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

  /** Keeps the options. */
  public GroupOperatorFactory(GroupOptions options) {
    this.options = options;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
  public <T extends StreamOperator<RunOutput>> T createStreamOperator(
      StreamOperatorParameters<RunOutput> parameters) {
    @SuppressWarnings("unchecked") // the caller asks for the class that getStreamOperatorClass gave
    T operator = (T) new GroupOperator(parameters, options);
    return operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return GroupOperator.class;
  }
}
