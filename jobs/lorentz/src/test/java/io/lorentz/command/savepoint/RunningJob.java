package io.lorentz.command.savepoint;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingPipeline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job of a cluster on a log that goes on, in this process; closing it cancels it. */
public final class RunningJob implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final JobClient job;
  private final KafkaConnection connection;
  private final String rows;

  /** Asked for at once: with the job its cluster ends, and knows nothing any more. */
  private final CompletableFuture<JobExecutionResult> result;

  private RunningJob(JobClient job, KafkaConnection connection, String rows) {
    this.job = job;
    this.connection = connection;
    this.rows = rows;
    this.result = job.getJobExecutionResult();
  }

  /**
   * Starts the job.
   *
   * @param topic the log; its rows go to topics of the same name
   * @param configuration YAML over the defaults
   * @param folder where checkpoints go
   * @param savepoint what to start from, if not from the beginning
   */
  public static RunningJob start(
      KafkaConnection connection,
      String topic,
      Path configuration,
      int parallelism,
      Path folder,
      Optional<Path> savepoint)
      throws Exception {
    return start(
        connection, topic, configuration, parallelism, folder, savepoint, new Configuration());
  }

  /** The same with more of Flink's settings; unless they say otherwise, a failure ends the job. */
  public static RunningJob start(
      KafkaConnection connection,
      String topic,
      Path configuration,
      int parallelism,
      Path folder,
      Optional<Path> savepoint,
      Configuration more)
      throws Exception {
    Configuration settings = TradingPipeline.configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.addAll(more);
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    savepoint.ifPresent(
        path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings);
    TradingJob.addTo(
        env,
        "--bootstrap",
        connection.bootstrap(),
        "--topic",
        topic,
        "--configuration",
        configuration.toString());
    return new RunningJob(env.executeAsync("lorentz trading"), connection, topic);
  }

  /** Waits until rows with all of these keys are in the topics. */
  public void awaitRows(Collection<RunOutput> expected) throws Exception {
    Set<RowKey> missing = new HashSet<>();
    expected.forEach(row -> missing.add(RowKey.of(row)));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      new RowTopics(connection, rows).read(row -> missing.remove(RowKey.of(row)));
      if (missing.isEmpty()) {
        return;
      }
      requireRunning();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            missing.size() + " rows did not come, one is " + missing.iterator().next());
      }
    }
  }

  /** Waits until the job has failed and starts again. */
  public void awaitRestart(Duration patience) throws Exception {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (job.getJobStatus().get() != JobStatus.RESTARTING) {
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("the job has not failed within " + patience);
      }
      try {
        throw new AssertionError("the job has ended: " + result.get(200, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        // It goes on.
      }
    }
  }

  private void requireRunning() throws Exception {
    if (result.isDone()) {
      throw new AssertionError("the job has ended: " + result.get());
    }
  }

  /** Stops the job with a savepoint. */
  public Path stopWithSavepoint(Path folder) throws Exception {
    String path =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    return Path.of(URI.create(path));
  }

  /** Takes a savepoint of the job, which runs on. */
  public Path savepoint(Path folder) throws Exception {
    String path =
        job.triggerSavepoint(folder.toUri().toString(), SavepointFormatType.CANONICAL).get();
    return Path.of(URI.create(path));
  }

  @Override
  public void close() throws InterruptedException, ExecutionException {
    try {
      job.cancel().get();
    } catch (ExecutionException | IllegalStateException e) {
      // It has ended already.
    }
  }
}
