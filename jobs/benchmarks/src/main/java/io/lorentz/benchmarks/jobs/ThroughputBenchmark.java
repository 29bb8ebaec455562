package io.lorentz.benchmarks.jobs;

import com.sun.management.OperatingSystemMXBean;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.command.ReplayRequest;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.training.LabelRule;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.command.training.Window;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.models.ModelFolder;
import io.lorentz.pytorch.DevicePolicy;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.wire.WireCodec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.ModelOptions;
import io.lorentz.trading.ModelOptions.ClassifierKind;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bars per second of the bare loop on one thread, or of the whole job, over a synthetic market of
 * three symbols. One measurement per process, because a second job in one JVM runs on code that was
 * compiled for the first; {@code jobs/benchmarks/throughput} runs them in turn and prints medians.
 *
 * <p>The first third of the bars warms up and is not counted: the clock starts when the log is read
 * past it and stops when the job has ended (for the job that includes stopping its cluster). Both
 * read the same CSV files through the same reader. The job writes its rows to disk; the bare loop
 * only counts and digests them.
 *
 * <p>The answer is checked: every measurement prints the number of rows and a digest of them, which
 * must be the same for all.
 *
 * <p>Arguments: {@code bare}, the parallelism of the job, or {@code trained-jvm} or {@code
 * trained-pytorch}: the job at parallelism 2 under a model of 20,000 rows a timeframe, trained on
 * the first third, with neighbours found by plain Java or by PyTorch; days; a folder for the bars,
 * which are made if it has none.
 */
public final class ThroughputBenchmark {

  private static final long SEED = 1;
  private static final String TRAINED = "trained-";
  private static final int MEMORY_ROWS = 20_000;

  private final BarFileOptions bars;
  private final TradingOptions options = TradingOptions.defaults();
  private final Clock clock;
  private final Digest digest = new Digest();

  private ThroughputBenchmark(BarFileOptions bars) {
    this.bars = bars.withLengthMs(options.shortestTimeframeMs());
    this.clock = new Clock(this.bars);
  }

  /** Measures once and prints one line. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    Map<String, List<String>> files = new LinkedHashMap<>();
    new SyntheticMarket(SEED, Integer.parseInt(args[1]))
        .writeBars(folder.resolve("bars"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    ThroughputBenchmark benchmark = new ThroughputBenchmark(BarFileOptions.of(files));
    if (args[0].equals("bare")) {
      benchmark.bareLoop();
    } else if (args[0].startsWith(TRAINED)) {
      ClassifierKind classifier =
          ClassifierKind.valueOf(args[0].substring(TRAINED.length()).toUpperCase(Locale.ROOT));
      benchmark.trainedJob(
          classifier, folder.resolve("store"), Files.createTempDirectory(folder, "spool"));
    } else {
      benchmark.job(Integer.parseInt(args[0]), Files.createTempDirectory(folder, "spool"));
    }
    benchmark.print(args[0]);
  }

  private void print(String what) {
    System.out.printf(
        Locale.ROOT,
        "%s %.0f %.0f %d %x%n",
        what,
        clock.bars / clock.seconds,
        clock.bars / clock.cpuSeconds,
        digest.rows,
        digest.sum);
  }

  private void bareLoop() {
    try (BarFileLog log = new BarFileLog(bars);
        Ensemble ensemble = Ensemble.jvm(options.inference())) {
      BareLoop loop =
          new BareLoop(options, List.copyOf(bars.files().keySet()), ensemble, digest::add);
      while (log.hasNext()) {
        LogRecord next = log.next();
        loop.on(next);
        if (next.getPayload() instanceof Heartbeat heartbeat) {
          clock.passed(heartbeat.getProgressMs());
        }
      }
    }
    clock.stop();
  }

  private void job(int parallelism, Path spool) throws Exception {
    new EmbeddedEngine()
        .replay(new ReplayRequest<>(options, bars, parallelism, spool), clock::passed);
    ended(spool);
  }

  private void trainedJob(ClassifierKind classifier, Path store, Path spool) throws Exception {
    EmbeddedEngine engine = new EmbeddedEngine();
    ModelFolder version = trained(engine, store);
    ModelOptions models = ModelOptions.defaults();
    TradingOptions chosen =
        options.with(
            new ModelOptions(
                store.toString(), classifier, "auto", DevicePolicy.FAIL, models.deviceTimeoutMs()));
    engine.replayUnder(
        new ReplayRequest<>(chosen, bars, 2, spool),
        store,
        List.of(
            new ModelVersion(
                version.id(), ModelRole.PRIMARY, version.manifest().scoresFromMs(), "")),
        prediction -> {},
        clock::passed);
    ended(spool);
  }

  private ModelFolder trained(EmbeddedEngine engine, Path store) throws IOException {
    List<Long> timeframes = options.bars().timeframesMs();
    Training training =
        engine.training(
            options,
            bars,
            new TrainingSettings(timeframes, LabelRule.SIGN, 0, MEMORY_ROWS, 1_000, false),
            new TreeMap<>(),
            at -> {});
    Path half = store.resolve(".training");
    ModelFolder version =
        training.trainer().train(new Window(training.firstMs(), clock.startAtMs), half);
    Path folder = store.resolve(version.id());
    if (!Files.exists(folder)) {
      Files.move(half, folder);
    }
    return ModelFolder.open(folder);
  }

  private void ended(Path spool) throws IOException {
    clock.stop();
    new RunOutputSpool(spool).read(digest::add);
    try (var files = Files.list(spool)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(spool);
  }

  /** Starts when a third of the bars has been read; wall clock and CPU time of all threads. */
  private static final class Clock {
    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long startAtMs;
    private final long bars;
    private long beganNanos;
    private long beganCpuNanos;
    private double seconds;
    private double cpuSeconds;

    Clock(BarFileOptions options) {
      long all = 0;
      long firstMs = Long.MAX_VALUE;
      long lastMs = Long.MIN_VALUE;
      try (BarFileLog log = new BarFileLog(options)) {
        while (log.hasNext()) {
          if (log.next().getPayload() instanceof Bar bar) {
            all++;
            firstMs = Math.min(firstMs, bar.getCloseTimeMs());
            lastMs = Math.max(lastMs, bar.getCloseTimeMs());
          }
        }
      }
      startAtMs = firstMs + (lastMs - firstMs) / 3;
      bars = all - all / 3;
    }

    void passed(long marketTimeMs) {
      if (beganNanos == 0 && marketTimeMs >= startAtMs) {
        beganCpuNanos = SYSTEM.getProcessCpuTime();
        beganNanos = System.nanoTime();
      }
    }

    void stop() {
      seconds = (System.nanoTime() - beganNanos) / 1e9;
      cpuSeconds = (SYSTEM.getProcessCpuTime() - beganCpuNanos) / 1e9;
    }
  }

  /** Digest of rows that does not depend on their order. */
  private static final class Digest {
    private final WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    private long rows;
    private long sum;

    void add(RunOutput row) {
      rows++;
      sum += mixed(Arrays.hashCode(codec.encode(row)));
    }

    /** Spreads a hash over 64 bits (the finaliser of SplitMix64), so that a sum of them tells. */
    private static long mixed(long hash) {
      long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }
}
