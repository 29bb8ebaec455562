package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.kafka.LogAppender;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JobManager and a TaskManager die at random moments while the log comes in, and a supervisor
 * starts them again. Seeds are 0 to 9; {@code -Dlorentz.seed=N} runs one.
 */
@Tag("slow")
class KilledClusterITCase {

  private static final int SEEDS = 10;

  /** How long the log takes to come in, and the moments at which something may die. */
  private static final long LOG_MS = 12_000;

  private static final int SLICES = 240;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What a cluster that has hours waits for half a minute is waited for here for a second: when a
   * process counts as dead, and when a job is started again.
   */
  private static final String IMPATIENT =
      """
      heartbeat.interval: 500 ms
      heartbeat.timeout: 4 s
      high-availability.zookeeper.client.session-timeout: 3 s
      execution.checkpointing.interval: 1 s
      restart-strategy.exponential-delay.initial-backoff: 200 ms
      restart-strategy.exponential-delay.max-backoff: 1 s
      """;

  @TempDir Path folder;

  /** What a run has shown. */
  private record Run(long seed, String deaths, long repeats, long restored, double recoveredS) {}

  @Test
  void whateverDiesAndWhenTheRowsAreThoseOfTheBareLoopAndNoneIsMissing() throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    Recorded recorded = Recorded.market(2, 2, folder.resolve("market"), configuration);
    assertThat(count(recorded.rows(), OrderDecision.class)).isGreaterThan(50);
    String hash = recorded.ordersSha256(recorded.rows(), folder.resolve("loop-report"));

    List<Run> runs = new ArrayList<>();
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
        LocalCluster cluster =
            LocalCluster.start(folder.resolve("cluster"), IMPATIENT, "--ha", "2")) {
      for (long seed : seeds()) {
        RunTopics topics = RunTopics.create(broker.bootstrap(), "killed-" + seed);
        String job =
            cluster.submit(
                LocalCluster.jobJar(), List.of("-p", "2"), topics.arguments(configuration));
        Run run = killed(seed, cluster, topics, job, recorded);
        System.out.println(run);
        runs.add(run);
        List<RunOutput> rows = topics.read().rows();
        assertThat(new HashSet<>(rows).equals(new HashSet<>(recorded.rows())))
            .as("rows of seed %d are those of the bare loop", seed)
            .isTrue();
        assertThat(count(rows, EquityPoint.class))
            .as("ledger of seed %d", seed)
            .isEqualTo(count(recorded.rows(), EquityPoint.class));
        assertThat(recorded.ordersSha256(rows, folder.resolve("report-" + seed)))
            .as("seed %d", seed)
            .isEqualTo(hash);
        cluster.cancel(job);
      }
    }
    assertThat(runs).as("each run was restored").allMatch(run -> run.restored() > 0);
    assertThat(runs.stream().mapToLong(Run::repeats).sum())
        .as("rows written again after a failure, or the kills have proved nothing")
        .isPositive();
  }

  private static long[] seeds() {
    String one = System.getProperty("lorentz.seed");
    return one == null ? LongStream.range(0, SEEDS).toArray() : new long[] {Long.parseLong(one)};
  }

  private static long count(List<RunOutput> rows, Class<?> kind) {
    return rows.stream().filter(row -> kind.isInstance(row.getPayload())).count();
  }

  private static Run killed(
      long seed, LocalCluster cluster, RunTopics topics, String job, Recorded recorded)
      throws Exception {
    Random random = new Random(seed);
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
    try (LogAppender appender = topics.appender()) {
      Future<?> log = comingIn(clock, appender, recorded.log());
      // Each kind dies once, a TaskManager of the two by chance, and one more of any kind.
      List<String> deaths =
          List.of(
              "taskmanager-" + (1 + random.nextInt(2)),
              "jobmanager",
              List.of("jobmanager", "taskmanager-1", "taskmanager-2").get(random.nextInt(3)));
      StringBuilder told = new StringBuilder();
      // One after the other, so that the supervisor of this test need not be told apart.
      for (int i = 0; i < deaths.size(); i++) {
        long third = LOG_MS / deaths.size();
        long diesMs = i == 0 ? third / 4 + random.nextLong(third / 2) : random.nextLong(third);
        long downMs = random.nextLong(1_500);
        String process = deaths.get(i);
        at(clock, diesMs, () -> kill(cluster, process));
        at(clock, downMs, () -> launch(cluster, process));
        told.append(process)
            .append(" after ")
            .append(diesMs)
            .append(" ms down ")
            .append(downMs)
            .append("; ");
      }
      log.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      long beganNanos = System.nanoTime();
      RunTopics.Rows rows =
          topics.await(
              recorded.rows(), PATIENCE, () -> "seed " + seed + ": " + cluster.exceptions(job));
      double recoveredS = (System.nanoTime() - beganNanos) / 1e9;
      long restored = cluster.rest("/jobs/" + job + "/checkpoints").at("/counts/restored").asLong();
      return new Run(seed, told.toString(), rows.repeats(), restored, recoveredS);
    } finally {
      clock.shutdownNow();
    }
  }

  /** The log comes in by its own clock, whatever happens to the cluster. */
  private static Future<?> comingIn(
      ScheduledExecutorService clock, LogAppender appender, List<LogRecord> log) {
    List<List<LogRecord>> slices =
        Stream.iterate(0, i -> i < SLICES, i -> i + 1)
            .map(i -> log.subList(log.size() * i / SLICES, log.size() * (i + 1) / SLICES))
            .toList();
    return clock.submit(
        () -> {
          long beganNanos = System.nanoTime();
          for (int i = 0; i < SLICES; i++) {
            long dueNanos = beganNanos + TimeUnit.MILLISECONDS.toNanos(LOG_MS * i / SLICES);
            List<LogRecord> slice = slices.get(i);
            clock
                .schedule(
                    () -> appender.publish(slice),
                    Math.max(0, dueNanos - System.nanoTime()),
                    TimeUnit.NANOSECONDS)
                .get();
          }
          return null;
        });
  }

  private static void at(ScheduledExecutorService clock, long delayMs, Callable<Void> what)
      throws Exception {
    clock.schedule(what, delayMs, TimeUnit.MILLISECONDS).get(60, TimeUnit.SECONDS);
  }

  private static Void kill(LocalCluster cluster, String process) throws Exception {
    cluster.kill(process);
    return null;
  }

  private static Void launch(LocalCluster cluster, String process) throws Exception {
    cluster.launch(process);
    return null;
  }
}
