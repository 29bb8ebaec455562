package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The source in a real job: every record once and in order, also after a failure. */
class ArchiveSourceITCase {

  private static final int RECORDS = 10_000;
  private static final String ACCOUNT = "main";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir private Path folder;

  /** Counts records and gives its count with each; remembers the checkpoint it came back from. */
  static final class Counting extends ProcessFunction<LogRecord, RunOutput>
      implements CheckpointedFunction {

    static volatile long restoredFrom = -1;

    private transient ListState<Long> state;
    private long count;
    private boolean first = true;

    @Override
    public void processElement(LogRecord record, Context context, Collector<RunOutput> out) {
      // The record before is the watermark: nothing older can come and nothing is held back.
      long expectedMs = first ? Long.MIN_VALUE : record.getLogTimeMs() - 1;
      first = false;
      if (context.timerService().currentWatermark() != expectedMs) {
        throw new IllegalStateException(
            "watermark " + context.timerService().currentWatermark() + " before " + record);
      }
      if (context.timestamp() != record.getLogTimeMs()) {
        throw new IllegalStateException("timestamp " + context.timestamp());
      }
      count++;
      out.collect(equity(count));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      state.update(List.of(count));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      state =
          context.getOperatorStateStore().getListState(new ListStateDescriptor<>("n", Types.LONG));
      for (long restored : state.get()) {
        count = restored;
      }
      context.getRestoredCheckpointId().ifPresent(id -> restoredFrom = id);
    }
  }

  @Test
  void everyRecordIsGivenOnceInOrderWithItsOwnWatermark() throws Exception {
    run(new ArchiveSource(log()), 1, folder);

    assertThat(rows(folder)).isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
  }

  @Test
  void aReaderBeyondTheFirstEndsAtOnce() throws Exception {
    StreamExecutionEnvironment env = environment();
    env.fromSource(new ArchiveSource(log()), ArchiveSource.everyRecordItsOwn(), "log")
        .uid("log-source")
        .setParallelism(2)
        .map(record -> equity(record.getLogTimeMs()))
        .returns(new AvroTypeInfo<>(RunOutput.class))
        .uid("rows")
        .sinkTo(new RunOutputSink(folder))
        .uid("rows-sink")
        .setParallelism(2);
    env.execute();

    assertThat(new RunOutputSpool(folder).read(row -> {}))
        .isEqualTo(new RunOutputSpool.Count(RECORDS, 0));
  }

  @Test
  void afterAFailureItGoesOnBehindTheRecordsOfTheRestoredCheckpoint() throws Exception {
    Counting.restoredFrom = -1;

    run(new ArchiveSource(log(), new TestingFailureGate("middle", 5_000)), 1, folder);

    assertThat(TestingFailureGate.failedAfter("middle")).isPositive();
    assertThat(Counting.restoredFrom).isEqualTo(TestingFailureGate.failedAfter("middle"));
    assertThat(rows(folder)).isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
  }

  private void run(ArchiveSource source, int parallelism, Path directory) throws Exception {
    StreamExecutionEnvironment env = environment();
    env.setParallelism(parallelism);
    env.fromSource(source, ArchiveSource.everyRecordItsOwn(), "log")
        .uid("log-source")
        .process(new Counting())
        .returns(new AvroTypeInfo<>(RunOutput.class))
        .uid("counting")
        .rebalance()
        .sinkTo(new RunOutputSink(directory))
        .uid("rows-sink");
    env.execute();
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  private static LogOpener log() {
    return () -> records().iterator();
  }

  private static List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    for (long i = 1; i <= RECORDS; i++) {
      records.add(new LogRecord(i, 0, new Heartbeat(i)));
    }
    return records;
  }

  private static RunOutput equity(long timeMs) {
    BigDecimal money = BigDecimal.valueOf(timeMs).setScale(18);
    return new RunOutput(
        new EquityPoint(
            ACCOUNT, timeMs, money, money, money, 0.0, 0.0, 0, true, timeMs, 0L, 0L, 0L, 0L, 0L,
            0.0, 0.0));
  }

  private static List<Long> rows(Path directory) {
    List<Long> times = new ArrayList<>();
    new RunOutputSpool(directory)
        .read(row -> times.add(((EquityPoint) row.getPayload()).getTimeMs()));
    return times;
  }
}
