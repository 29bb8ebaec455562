package io.lorentz.benchmarks.jobs;

import com.sun.management.OperatingSystemMXBean;
import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.SourceGate;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.schemas.LogRecord;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * What a number of symbols costs: bars per second, CPU per bar, size of the state, time of a
 * checkpoint, heap. The job starts from a savepoint in which every memory is full ({@link
 * FullMemory}), runs in this process, and reads a made-up market from memory; its rows are thrown
 * away. One measurement per process; {@code jobs/benchmarks/growth} makes the table.
 *
 * <p>The first two fifths of the bars warm up. Checkpoints are taken when all bars are worked off,
 * as live, where a minute's bars take a fraction of the minute.
 *
 * <p>Arguments: symbols; bars, all symbols together; parallelism; a folder.
 */
public final class GrowthBenchmark {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int CHECKPOINTS = 3;
  private static final double MEGA = 1e6;

  private final int symbols;
  private final long minutes;
  private final int parallelism;
  private final TradingOptions options;

  private GrowthBenchmark(int symbols, long bars, int parallelism) {
    this.symbols = symbols;
    this.minutes = Math.max(5, bars / symbols);
    this.parallelism = parallelism;
    TradingOptions defaults = TradingOptions.defaults();
    GroupOptions group = defaults.group();
    this.options =
        defaults.with(
            new GroupOptions(
                group.shortestTimeframeMs(),
                group.epoch(),
                CrowdedMarket.instruments(symbols),
                group.accounts(),
                group.execution()));
  }

  /**
   * What was measured.
   *
   * @param barsPerSecond of the wall clock
   * @param cpuMicros of all threads, per bar
   * @param stateBytes of a full checkpoint
   * @param checkpointMs from its trigger to its completion, the median
   * @param heapBytes after a collection
   */
  record Figures(
      double barsPerSecond, double cpuMicros, long stateBytes, long checkpointMs, long heapBytes) {}

  /** Measures once and prints one line. */
  public static void main(String[] args) throws Exception {
    int symbols = Integer.parseInt(args[0]);
    Figures figures =
        measure(symbols, Long.parseLong(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
    System.out.printf(
        Locale.ROOT,
        "%d %.0f %.2f %.2f %d %.0f%n",
        symbols,
        figures.barsPerSecond(),
        figures.cpuMicros(),
        figures.stateBytes() / MEGA,
        figures.checkpointMs(),
        figures.heapBytes() / MEGA);
  }

  /** Measures in this process. */
  static Figures measure(int symbols, long bars, int parallelism, Path folder) throws Exception {
    return new GrowthBenchmark(symbols, bars, parallelism).run(folder);
  }

  private Figures run(Path folder) throws Exception {
    FullMemory memory = new FullMemory(options);
    String savepoint = folder.resolve("savepoint-" + symbols).toUri().toString();
    new FullSavepoint(symbols).write(memory, savepoint);
    Path checkpoints = Files.createTempDirectory(folder, "checkpoints");
    MiniClusterConfiguration cluster =
        new MiniClusterConfiguration.Builder()
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(parallelism)
            .build();
    Stretch stretch = new Stretch(minutes * (symbols + 1) * 2 / 5, minutes * (symbols + 1));
    Stretch.measured = stretch;
    try (MiniCluster flink = new MiniCluster(cluster)) {
      flink.start();
      JobGraph job = job(memory.continued(symbols), savepoint, checkpoints);
      flink.submitJob(job).get();
      stretch.awaitEnd(flink, job.getJobID());
      awaitRunning(flink, job.getJobID());
      // The first one waits for what is still under way.
      checkpoint(flink, job.getJobID());
      List<CompletedCheckpointStats> taken = new ArrayList<>();
      for (int i = 0; i < CHECKPOINTS; i++) {
        taken.add(checkpoint(flink, job.getJobID()));
      }
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      flink.cancelJob(job.getJobID()).get();
      long[] durations =
          taken.stream()
              .mapToLong(CompletedCheckpointStats::getEndToEndDuration)
              .sorted()
              .toArray();
      double measuredBars = (minutes - minutes * 2 / 5) * (double) symbols;
      return new Figures(
          measuredBars / stretch.seconds(),
          stretch.cpuSeconds() * MEGA / measuredBars,
          taken.get(0).getStateSize(),
          durations[durations.length / 2],
          heap);
    }
  }

  private JobGraph job(CrowdedMarket market, String savepoint, Path checkpoints) {
    Configuration configuration = TradingPipeline.configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    // Only those that are asked for.
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(365));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    Minutes.market = market;
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            new ArchiveSource(Minutes::new, new StretchGate()),
            ArchiveSource.everyCloseItsOwn(),
            "market-archive",
            new DiscardingSink<>(),
            EnsembleFactory.jvm());
    new TradingPipeline(options, CrowdedMarket.symbols(symbols), edges).build(env);
    return env.getStreamGraph().getJobGraph();
  }

  /** A few bars are read before the tasks behind the source have restored their state. */
  private static void awaitRunning(MiniCluster flink, JobID job) throws Exception {
    for (AccessExecutionVertex task :
        flink.getExecutionGraph(job).get().getAllExecutionVertices()) {
      ExecutionState state = task.getExecutionState();
      while (state != ExecutionState.RUNNING) {
        if (state.isTerminal()) {
          throw new IllegalStateException(
              "a task has ended: " + task.getTaskNameWithSubtaskIndex());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        state = stateNow(flink, job, task);
      }
    }
  }

  private static ExecutionState stateNow(MiniCluster flink, JobID job, AccessExecutionVertex task)
      throws Exception {
    for (AccessExecutionVertex now : flink.getExecutionGraph(job).get().getAllExecutionVertices()) {
      if (now.getTaskNameWithSubtaskIndex().equals(task.getTaskNameWithSubtaskIndex())) {
        return now.getExecutionState();
      }
    }
    throw new IllegalStateException("no task " + task.getTaskNameWithSubtaskIndex());
  }

  private static CompletedCheckpointStats checkpoint(MiniCluster flink, JobID job)
      throws Exception {
    flink.triggerCheckpoint(job).get();
    return flink
        .getExecutionGraph(job)
        .get()
        .getCheckpointStatsSnapshot()
        .getHistory()
        .getLatestCompletedCheckpoint();
  }

  /** The market, without end. It is in this process only, so it does not travel. */
  private static final class Minutes implements Iterator<LogRecord> {

    private static CrowdedMarket market;

    private final Deque<LogRecord> minute = new ArrayDeque<>();
    private long lastLogTimeMs = Long.MIN_VALUE;

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public LogRecord next() {
      if (minute.isEmpty()) {
        minute.addAll(market.nextRecords(lastLogTimeMs));
        lastLogTimeMs = minute.getLast().getLogTimeMs();
      }
      return minute.removeFirst();
    }
  }

  /** Which records are measured, and how long they took. */
  private static final class Stretch {

    private static volatile Stretch measured;

    private final long from;
    private final long end;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long beganNanos;
    private long beganCpuNanos;
    private double seconds;
    private double cpuSeconds;

    Stretch(long from, long end) {
      this.from = from;
      this.end = end;
    }

    boolean passes(long index) {
      if (index == from) {
        beganCpuNanos = SYSTEM.getProcessCpuTime();
        beganNanos = System.nanoTime();
      }
      if (index < end) {
        return true;
      }
      if (ended.getCount() > 0) {
        seconds = (System.nanoTime() - beganNanos) / 1e9;
        cpuSeconds = (SYSTEM.getProcessCpuTime() - beganCpuNanos) / 1e9;
        ended.countDown();
      }
      return false;
    }

    void awaitEnd(MiniCluster flink, JobID job) throws Exception {
      while (!ended.await(1, TimeUnit.SECONDS)) {
        if (flink.getJobStatus(job).get().isGloballyTerminalState()) {
          throw new IllegalStateException(
              "the job has ended: " + flink.requestJobResult(job).get());
        }
      }
    }

    double seconds() {
      return seconds;
    }

    double cpuSeconds() {
      return cpuSeconds;
    }
  }

  private static final class StretchGate implements SourceGate {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean passes(long index) {
      return Stretch.measured.passes(index);
    }
  }
}
