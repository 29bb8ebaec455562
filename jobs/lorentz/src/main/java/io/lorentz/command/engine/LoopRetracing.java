package io.lorentz.command.engine;

import io.lorentz.command.page.Retraced;
import io.lorentz.command.page.Retracing;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.Signal;
import io.lorentz.trading.JobEnsembles;
import io.lorentz.trading.KeptOutputs;
import io.lorentz.trading.TradingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Retraces signals through the bare loop. An instrument's signals depend on no other instrument and
 * on no account, so each has a loop of its own, which goes on where it stands when a later signal
 * is asked for. Only the loops asked last are kept.
 */
final class LoopRetracing implements Retracing {

  private static final int PARTITION = 0;
  private static final int LOOPS = 4;
  private static final int TOLD_EVERY = 10_000;

  private final TradingOptions options;
  private final KafkaConnection connection;
  private final String topic;
  private final Map<String, RetracedInstrument> loops = new LinkedHashMap<>(16, 0.75f, true);

  LoopRetracing(TradingOptions options, KafkaConnection connection, String topic) {
    this.options = options;
    this.connection = connection;
    this.topic = topic;
  }

  @Override
  public Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn) {
    RetracedInstrument loop = loopOf(signal);
    if (loop.reachedMs() >= signal.getLogTimeMs()) {
      return loop.found(signal);
    }
    LogScan scan = new LogScan(connection, topic, PARTITION);
    Walk walk = new Walk(loop, signal.getLogTimeMs(), progress, goesOn);
    walk.endsAt(scan.offsetFrom(signal.getLogTimeMs()));
    long from = loop.nextOffset();
    LogScan.Extent extent;
    try {
      extent = scan.readFrom(from, walk);
    } catch (RuntimeException e) {
      // A record that was worked off in part must not be the beginning of the next way.
      forget(signal.getInstrument());
      throw e;
    }
    if (extent.from() > from) {
      forget(signal.getInstrument());
      return new Retraced.Missing(
          "the log is kept from offset "
              + extent.from()
              + " on only, so what the run had learned before it cannot be worked off again");
    }
    return walk.stopped ? new Retraced.Missing("stopped before it was found") : loop.found(signal);
  }

  /** One that stands before the signal, or has kept it. */
  private RetracedInstrument loopOf(Signal signal) {
    String instrument = signal.getInstrument();
    RetracedInstrument kept = loops.get(instrument);
    if (kept != null && (kept.reachedMs() < signal.getLogTimeMs() || kept.keeps(signal))) {
      return kept;
    }
    forget(instrument);
    if (loops.size() == LOOPS) {
      forget(loops.keySet().iterator().next());
    }
    JobEnsembles ensembles =
        JobEnsembles.of(options, new KeptOutputs.FromTopic(new InferenceTopic(connection, topic)));
    RetracedInstrument fresh = new RetracedInstrument(options, instrument, ensembles);
    loops.put(instrument, fresh);
    return fresh;
  }

  private void forget(String instrument) {
    RetracedInstrument gone = loops.remove(instrument);
    if (gone != null) {
      gone.close();
    }
  }

  @Override
  public void close() {
    loops.values().forEach(RetracedInstrument::close);
    loops.clear();
  }

  /** From where a loop stands to the record that caused the signal. */
  private static final class Walk implements LogScan.Visitor {

    private final RetracedInstrument loop;
    private final long toMs;
    private final DoubleConsumer progress;
    private final BooleanSupplier goesOn;
    private final long fromOffset;
    private long endOffset;
    private boolean stopped;

    Walk(RetracedInstrument loop, long toMs, DoubleConsumer progress, BooleanSupplier goesOn) {
      this.loop = loop;
      this.toMs = toMs;
      this.progress = progress;
      this.goesOn = goesOn;
      this.fromOffset = loop.nextOffset();
    }

    /** The broker's answer is a hint: only the log time says when it is over. */
    void endsAt(long offset) {
      endOffset = Math.max(offset, fromOffset + 1);
    }

    @Override
    public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
      if (!goesOn.getAsBoolean()) {
        stopped = true;
        return false;
      }
      if (offset % TOLD_EVERY == 0) {
        progress.accept(Math.min(1, (offset - fromOffset) / (double) (endOffset - fromOffset)));
      }
      if (logRecord.getLogTimeMs() > toMs) {
        return false;
      }
      loop.on(offset, logRecord);
      return logRecord.getLogTimeMs() < toMs;
    }

    @Override
    public void onUnreadable(long offset, String reason) {
      // The run passed over it too.
    }
  }
}
