package io.lorentz.flink.group;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.RunOutput;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes {@link GroupOperator}s. */
public final class GroupOperatorFactory extends AbstractStreamOperatorFactory<RunOutput>
    implements TwoInputStreamOperatorFactory<GroupInput, GroupInput, RunOutput> {

  private final GroupOptions options;

  /** Empty if there is none; an Optional cannot be serialized. */
  private final String remoteAccount;

  private final MeterClock clock;

  /**
   * Keeps what operators are made with.
   *
   * @param remoteAccount account whose orders are executed at a venue that answers through the log;
   *     empty if every account trades at a simulated one
   * @param clock metrics are measured by it
   * @throws IllegalArgumentException if there is no such account
   */
  public GroupOperatorFactory(
      GroupOptions options, Optional<String> remoteAccount, MeterClock clock) {
    AccountGroup.requireRemote(options, remoteAccount);
    this.clock = clock;
    this.remoteAccount = remoteAccount.orElse("");
    this.options = options;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
  public <T extends StreamOperator<RunOutput>> T createStreamOperator(
      StreamOperatorParameters<RunOutput> parameters) {
    @SuppressWarnings("unchecked") // the caller asks for the class that getStreamOperatorClass gave
    T operator = (T) new GroupOperator(parameters, options, remoteAccount, clock);
    return operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return GroupOperator.class;
  }
}
