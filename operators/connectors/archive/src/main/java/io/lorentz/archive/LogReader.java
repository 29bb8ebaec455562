package io.lorentz.archive;

import io.lorentz.schemas.LogRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/** Hands the log over, some records at a time, and counts them. */
final class LogReader implements SourceReader<LogRecord, LogSplit> {

  /** Records per call: enough to make the call cheap, few enough to leave barriers little wait. */
  private static final int BATCH = 64;

  private final LogOpener opener;
  private final SourceGate gate;
  private Iterator<LogRecord> log = Collections.emptyIterator();
  private boolean assigned;
  private boolean noMoreSplits;
  private long given;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  LogReader(LogOpener opener, SourceGate gate) {
    this.opener = opener;
    this.gate = gate;
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<LogSplit> splits) {
    for (LogSplit split : splits) {
      assigned = true;
      log = opener.open();
      skip(split.given());
      gate.opened(given);
    }
    available.complete(null);
  }

  private void skip(long records) {
    for (given = 0; given < records; given++) {
      if (!log.hasNext()) {
        throw new IllegalStateException(
            "the log has "
                + given
                + " records but "
                + records
                + " were given before; its input is"
                + " another than when the checkpoint was taken");
      }
      log.next();
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    available.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<LogRecord> output) {
    if (!assigned) {
      return noMoreSplits ? InputStatus.END_OF_INPUT : pause();
    }
    SourceOutput<LogRecord> split = output.createOutputForSplit(LogSplit.ID);
    for (int i = 0; i < BATCH; i++) {
      if (!log.hasNext()) {
        return noMoreSplits ? InputStatus.END_OF_INPUT : pause();
      }
      if (!gate.passes(given)) {
        return pause();
      }
      LogRecord record = log.next();
      given++;
      split.collect(record, record.getLogTimeMs());
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private InputStatus pause() {
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public List<LogSplit> snapshotState(long checkpointId) {
    if (!assigned) {
      return List.of();
    }
    gate.snapshotTaken(checkpointId, given);
    return List.of(new LogSplit(given));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    gate.checkpointCompleted(checkpointId);
    available.complete(null);
  }

  @Override
  public void close() throws IOException {
    if (log instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
