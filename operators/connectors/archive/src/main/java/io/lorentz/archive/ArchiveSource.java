package io.lorentz.archive;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

/**
 * A bounded log as a Flink source: one split, read by one reader, its state the number of records
 * given. A restored reader opens the log again and skips as many.
 *
 * <p>Use it with {@link #everyCloseItsOwn} and at parallelism 1; readers beyond the first end at
 * once.
 */
public final class ArchiveSource
    implements Source<LogRecord, LogSplit, Optional<LogSplit>>, ResultTypeQueryable<LogRecord> {

  private final LogOpener opener;
  private final SourceGate gate;

  /** Reads what the opener opens. */
  public ArchiveSource(LogOpener opener) {
    this(opener, SourceGate.open());
  }

  /**
   * Reads what the opener opens, held where the gate holds it.
   *
   * @param gate for tests
   */
  public ArchiveSource(LogOpener opener, SourceGate gate) {
    this.opener = opener;
    this.gate = gate;
  }

  /**
   * Gives the strategy of every log: a record's own log time is its timestamp and, directly behind
   * it, the watermark. Log time is strictly increasing, so nothing later can be as old; the usual
   * "highest less one" would keep each record in every buffer until the next one comes.
   */
  public static WatermarkStrategy<LogRecord> everyRecordItsOwn() {
    return strategy(record -> true);
  }

  /**
   * Gives the strategy of a file: the same, but bars have none of their own. The heartbeat that
   * ends every close brings one for them all. Buffers release in log order whatever the steps of
   * the watermark, so only the delay differs, and nobody waits for a file; each watermark less
   * saves its way through every operator and every channel.
   */
  public static WatermarkStrategy<LogRecord> everyCloseItsOwn() {
    return strategy(record -> !(record.getPayload() instanceof Bar));
  }

  private static WatermarkStrategy<LogRecord> strategy(Marked marked) {
    return WatermarkStrategy.<LogRecord>forGenerator(context -> new OwnTime(marked))
        .withTimestampAssigner((record, timestamp) -> record.getLogTimeMs());
  }

  /** Tells which records a watermark follows. */
  private interface Marked extends Predicate<LogRecord>, Serializable {}

  private record OwnTime(Marked marked) implements WatermarkGenerator<LogRecord> {
    @Override
    public void onEvent(LogRecord record, long timestampMs, WatermarkOutput output) {
      if (marked.test(record)) {
        output.emitWatermark(new Watermark(timestampMs));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // The clock has no part in it.
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public TypeInformation<LogRecord> getProducedType() {
    return new AvroTypeInfo<>(LogRecord.class);
  }

  @Override
  public SourceReader<LogRecord, LogSplit> createReader(SourceReaderContext context) {
    return new LogReader(opener, gate);
  }

  @Override
  public SplitEnumerator<LogSplit, Optional<LogSplit>> createEnumerator(
      SplitEnumeratorContext<LogSplit> context) {
    return new LogSplitEnumerator(context, Optional.of(new LogSplit(0)));
  }

  @Override
  public SplitEnumerator<LogSplit, Optional<LogSplit>> restoreEnumerator(
      SplitEnumeratorContext<LogSplit> context, Optional<LogSplit> waiting) {
    return new LogSplitEnumerator(context, waiting);
  }

  @Override
  public SimpleVersionedSerializer<LogSplit> getSplitSerializer() {
    return new LogSplitSerializer.OfReader();
  }

  @Override
  public SimpleVersionedSerializer<Optional<LogSplit>> getEnumeratorCheckpointSerializer() {
    return new LogSplitSerializer();
  }
}
