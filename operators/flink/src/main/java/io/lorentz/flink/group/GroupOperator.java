package io.lorentz.flink.group;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.VenueEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Shell of {@link AccountGroup}: holds both inputs back to the watermark and releases them in law
 * 3's order, so that the channel by which a record came decides nothing. Gives the group's rows,
 * and a row for each signal of a listed source.
 *
 * <p>A row's timestamp is the log time of the record that caused it; rows that mark the end of the
 * data have none.
 *
 * <p>What waits is kept on the heap, in that order, and goes into keyed state only when a snapshot
 * is taken. It is what one channel is ahead of the slowest: with buffer timeout 0 one log record,
 * in a replay what flows in a tenth of a second.
 */
public final class GroupOperator extends AbstractStreamOperator<RunOutput>
    implements TwoInputStreamOperator<GroupInput, GroupInput, RunOutput> {

  private static final String WAITING = "waiting";

  private static final String GROUP = "group";

  private final GroupOptions options;
  private final String remoteAccount;
  private final MeterClock clock;
  private transient Set<String> listedSources;
  private transient LiveState<AccountGroup, GroupState> groups;
  private transient ListState<GroupInput> saved;
  private transient WaitingRoom waiting;
  private transient StreamRecord<RunOutput> row;
  private transient GroupMeters meters;
  private transient AccountGroup working;
  private transient long causeLogTimeMs;

  /**
   * An operator that is set up later, as test harnesses do.
   *
   * @param remoteAccount account whose venue answers through the log; empty if there is none
   */
  GroupOperator(GroupOptions options, String remoteAccount, MeterClock clock) {
    this.clock = clock;
    this.remoteAccount = remoteAccount;
    this.options = options;
  }

  GroupOperator(
      StreamOperatorParameters<RunOutput> parameters,
      GroupOptions options,
      String remoteAccount,
      MeterClock clock) {
    super(parameters);
    this.clock = clock;
    this.remoteAccount = remoteAccount;
    this.options = options;
  }

  @Override
  public void open() throws Exception {
    super.open();
    row = new StreamRecord<>(null);
    listedSources = options.listedSources();
    groups =
        new LiveState<>(
            getPartitionedState(
                LiveState.<AccountGroup, GroupState>descriptor(GROUP, GroupState.class)),
            image -> AccountGroup.restore(options, remote(), image));
    saved =
        getPartitionedState(
            new ListStateDescriptor<>(WAITING, new AvroTypeInfo<>(GroupInput.class)));
    waiting = new WaitingRoom();
    restoreWaiting();
    meters = new GroupMeters(getMetricGroup(), options, clock);
    forKeys(GROUP, key -> meters.publish(group()));
  }

  /** The group of the current key. */
  private AccountGroup group() throws IOException {
    return groups.get(() -> new AccountGroup(options, remote()));
  }

  private Optional<String> remote() {
    return Optional.of(remoteAccount).filter(name -> !name.isEmpty());
  }

  @Override
  public void processElement1(StreamRecord<GroupInput> marketSide) {
    hold(marketSide.getValue());
  }

  @Override
  public void processElement2(StreamRecord<GroupInput> venueSide) {
    hold(venueSide.getValue());
  }

  private void hold(GroupInput input) {
    if (input.getLogTimeMs() <= combinedWatermark.getCombinedWatermark()) {
      throw new IllegalStateException(
          "nothing can be late in log time: logTimeMs="
              + input.getLogTimeMs()
              + " watermark="
              + combinedWatermark.getCombinedWatermark());
    }
    waiting.add(getCurrentKey(), input);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      requireNothingWaits();
      forKeys(GROUP, key -> endGroup());
      super.processWatermark(mark);
    } else {
      release(mark.getTimestamp());
    }
    // The rows need no watermarks but the last one.
  }

  private void endGroup() throws IOException {
    AccountGroup ending = group();
    ending.end(this::emitAtEnd);
    meters.publish(ending);
  }

  /** The last record of a log is followed by its watermark, so the end finds nothing waiting. */
  private void requireNothingWaits() {
    if (!waiting.isEmpty()) {
      throw new IllegalStateException("the data ended before the watermark of " + waiting.first());
    }
  }

  private void release(long logTimeMs) throws Exception {
    for (List<Waiting> due = waiting.due(logTimeMs); !due.isEmpty(); due = waiting.due(logTimeMs)) {
      for (Waiting one : due) {
        work(one);
      }
    }
  }

  private void work(Waiting due) throws Exception {
    setCurrentKey(due.group());
    GroupInput input = due.input();
    causeLogTimeMs = input.getLogTimeMs();
    working = group();
    if (input.getPayload() instanceof Signal signal && listedSources.contains(signal.getSource())) {
      emit(new RunOutput(signal));
    }
    working.on(input, this::emit);
    if (needNotGiveARow(input.getPayload())) {
      meters.publish(working);
    } else {
      meters.after(working);
    }
  }

  /**
   * Whether it may change how an account stands without a row: a halt, a deposit, an order's way.
   */
  private static boolean needNotGiveARow(Object payload) {
    return payload instanceof OperatorCommand
        || payload instanceof VenueEvent
        || payload instanceof AccountBill;
  }

  private void emit(RunOutput output) {
    meters.leaves(output, working, causeLogTimeMs);
    this.output.collect(row.replace(output, causeLogTimeMs));
  }

  private void emitAtEnd(RunOutput output) {
    row.eraseTimestamp();
    this.output.collect(row.replace(output));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    meters.checkpointCompleted();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    forKeys(WAITING, key -> saved.clear());
    for (Waiting one : waiting.all()) {
      setCurrentKey(one.group());
      saved.add(one.input());
    }
  }

  private void restoreWaiting() throws Exception {
    forKeys(
        WAITING,
        key -> {
          for (GroupInput input : saved.get()) {
            waiting.add(key, input);
          }
        });
  }

  private void forKeys(String state, Visit visit) throws Exception {
    List<Object> keys = new ArrayList<>();
    try (Stream<Object> found = getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
      found.forEach(keys::add);
    }
    for (Object key : keys) {
      setCurrentKey(key);
      visit.at(key);
    }
  }

  private interface Visit {
    void at(Object key) throws Exception;
  }
}
