package io.lorentz.benchmarks.jobs;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.ReplayRequest;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.NeighbourScan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.wire.WireCodec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Bars per second of the bare loop on one thread and of the whole job, alternating in one process.
 *
 * <p>Both read the same CSV files through the same reader and write every row; the job's time
 * includes the start and stop of its embedded cluster. The first round warms up and is not counted.
 * The answer is checked: both must give the same rows, else the benchmark fails.
 *
 * <p>Run {@code mvn -q -pl jobs/benchmarks -am package -DskipTests} and then
 *
 * <pre>
 * java --add-modules jdk.incubator.vector --add-opens=java.base/java.util=ALL-UNNAMED \
 *   -cp "jobs/benchmarks/target/classes:$(cat jobs/benchmarks/target/class-path)" \
 *   io.lorentz.benchmarks.jobs.ThroughputBenchmark [ROUNDS] [DAYS | SYMBOL=PATH...]
 * </pre>
 *
 * <p>Default: 5 rounds over 120 days of a synthetic market of three symbols.
 */
public final class ThroughputBenchmark {

  private static final int DEFAULT_ROUNDS = 5;
  private static final int DEFAULT_DAYS = 120;
  private static final long SEED = 1;

  private final BarFileOptions bars;
  private final TradingOptions options = TradingOptions.defaults();
  private final long barCount;

  private ThroughputBenchmark(BarFileOptions bars) {
    this.bars = bars.withLengthMs(options.shortestTimeframeMs());
    this.barCount = countBars();
  }

  /** A run's time and a digest of its rows that does not depend on their order. */
  private record Result(double seconds, long digest, long rows) {}

  /** Runs the rounds and prints the medians. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
    Path folder = Files.createTempDirectory("lorentz-benchmark");
    try {
      new ThroughputBenchmark(bars(args, folder)).run(rounds, folder);
    } finally {
      delete(folder);
    }
  }

  private static BarFileOptions bars(String[] args, Path folder) throws IOException {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String arg : Arrays.asList(args).subList(Math.min(1, args.length), args.length)) {
      if (arg.contains("=")) {
        String[] parts = arg.split("=", 2);
        files.put(parts[0], List.of(parts[1]));
      }
    }
    if (!files.isEmpty()) {
      return BarFileOptions.of(files);
    }
    int days = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_DAYS;
    new SyntheticMarket(SEED, days)
        .write(folder)
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    return BarFileOptions.of(files);
  }

  private void run(int rounds, Path folder) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%,d bars, %d symbols, Java %s, %d processors, neighbour scan %s%n",
        barCount,
        bars.files().size(),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        NeighbourScan.fastest().getClass().getSimpleName());
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      Map<String, Result> results = new LinkedHashMap<>();
      results.put("bare loop", bareLoop());
      results.put("job, parallelism 1", job(1, folder.resolve("spool")));
      results.put("job, parallelism 2", job(2, folder.resolve("spool")));
      check(results);
      if (round > 0) {
        results.forEach(
            (name, result) ->
                rates
                    .computeIfAbsent(name, any -> new ArrayList<>())
                    .add(barCount / result.seconds()));
      }
    }
    rates.forEach(ThroughputBenchmark::print);
  }

  private static void print(String name, List<Double> rates) {
    List<Double> sorted = rates.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-20s median %,9.0f bars/s   (min %,.0f, max %,.0f, %d rounds)%n",
        name,
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }

  private static void check(Map<String, Result> results) {
    Result oracle = results.get("bare loop");
    results.forEach(
        (name, result) -> {
          if (result.digest() != oracle.digest() || result.rows() != oracle.rows()) {
            throw new IllegalStateException(name + " gave other rows than the bare loop");
          }
        });
  }

  private long countBars() {
    long count = 0;
    try (BarFileLog log = new BarFileLog(bars)) {
      while (log.hasNext()) {
        count += log.next().getPayload() instanceof Bar ? 1 : 0;
      }
    }
    return count;
  }

  private Result bareLoop() {
    List<RunOutput> rows = new ArrayList<>();
    long beganNanos = System.nanoTime();
    try (BarFileLog log = new BarFileLog(bars);
        Ensemble ensemble = Ensemble.jvm(options.inference())) {
      BareLoop loop =
          new BareLoop(options, List.copyOf(bars.files().keySet()), ensemble, rows::add);
      while (log.hasNext()) {
        LogRecord next = log.next();
        loop.on(next);
      }
    }
    return result(System.nanoTime() - beganNanos, rows);
  }

  private Result job(int parallelism, Path spool) throws Exception {
    delete(spool);
    Files.createDirectories(spool);
    long beganNanos = System.nanoTime();
    var replayed =
        new EmbeddedEngine()
            .replay(new ReplayRequest<>(options, bars, parallelism, spool), marketTimeMs -> {});
    List<RunOutput> rows = new ArrayList<>();
    replayed.read(rows::add);
    long nanos = System.nanoTime() - beganNanos;
    return result(nanos, rows);
  }

  private static Result result(long nanos, List<RunOutput> rows) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    long digest = 0;
    for (RunOutput row : rows) {
      digest += mixed(Arrays.hashCode(codec.encode(row)));
    }
    return new Result(nanos / 1e9, digest, rows.size());
  }

  /** Spreads a hash over 64 bits (the finaliser of SplitMix64), so that a sum of them tells. */
  private static long mixed(long hash) {
    long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(ThroughputBenchmark::remove);
    }
  }

  private static void remove(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
