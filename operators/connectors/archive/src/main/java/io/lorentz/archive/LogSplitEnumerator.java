package io.lorentz.archive;

import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives the one split to the first reader and tells the others that nothing comes. */
final class LogSplitEnumerator implements SplitEnumerator<LogSplit, Optional<LogSplit>> {

  private static final int FIRST = 0;

  private final SplitEnumeratorContext<LogSplit> context;
  private Optional<LogSplit> waiting;

  LogSplitEnumerator(SplitEnumeratorContext<LogSplit> context, Optional<LogSplit> waiting) {
    this.context = context;
    this.waiting = waiting;
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, String host) {}

  @Override
  public void addSplitsBack(List<LogSplit> splits, int subtask) {
    waiting = splits.stream().findFirst().or(() -> waiting);
  }

  @Override
  public void addReader(int subtask) {
    if (subtask == FIRST && waiting.isPresent()) {
      context.assignSplit(waiting.get(), subtask);
      waiting = Optional.empty();
    }
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public Optional<LogSplit> snapshotState(long checkpointId) {
    return waiting;
  }

  @Override
  public void close() {}
}
