package io.lorentz.command.engine;

import io.lorentz.command.LoopbackPort;
import io.lorentz.command.RunningTrade;
import io.lorentz.command.TradeRequest;
import io.lorentz.kafka.LogTimes;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job on a log that goes on, on a Flink cluster inside this process, as live is configured. */
final class EmbeddedTrade implements RunningTrade {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTrade.class);
  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);
  private static final long STOP_WITHIN_SECONDS = 30;
  private static final String HOST = "localhost";

  private final JobClient job;
  private final int uiPort;
  private final boolean resumed;

  /** Asked for at once: with the job its cluster ends, and knows nothing any more. */
  private final CompletableFuture<JobExecutionResult> result;

  private EmbeddedTrade(JobClient job, int uiPort, boolean resumed) {
    this.job = job;
    this.uiPort = uiPort;
    this.resumed = resumed;
    this.result = job.getJobExecutionResult();
  }

  static EmbeddedTrade start(TradeRequest<TradingOptions> request) throws Exception {
    Optional<Path> last = lastCheckpoint(request.checkpoints());
    int uiPort = request.uiPort() == 0 ? LoopbackPort.free() : request.uiPort();
    Configuration configuration = configuration(request, uiPort);
    last.ifPresent(
        path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    LOG.info("job: starts from {}", last.map(Path::toString).orElse("the beginning of the log"));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
    env.setParallelism(request.parallelism());
    TradingJob.addTo(
        env, request.connection(), request.topic(), 0, request.remoteAccount(), request.options());
    String name = request.remoteAccount().isPresent() ? "lorentz live" : "lorentz paper";
    return new EmbeddedTrade(env.executeAsync(name), uiPort, last.isPresent());
  }

  private static Configuration configuration(TradeRequest<TradingOptions> request, int uiPort) {
    Configuration configuration = TradingPipeline.configuration();
    configuration.set(
        PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(LogTimes.BURST_MS));
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_EVERY);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, request.checkpoints().toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    // Flink's REST port runs whatever it is sent: nobody else reaches it.
    configuration.set(RestOptions.ADDRESS, HOST);
    configuration.set(RestOptions.BIND_ADDRESS, HOST);
    configuration.set(RestOptions.PORT, uiPort);
    configuration.setString("web.submit.enable", "false");
    configuration.setString("web.cancel.enable", "false");
    if (request.metricsPort() != 0) {
      configuration.setString("metrics.reporters", "prom");
      configuration.setString(
          "metrics.reporter.prom.factory.class",
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      configuration.setString("metrics.reporter.prom.port", String.valueOf(request.metricsPort()));
      configuration.setString("metrics.reporter.prom.filterLabelValueCharacters", "false");
    }
    return configuration;
  }

  /** The last whole checkpoint: one that was being written has no metadata. */
  private static Optional<Path> lastCheckpoint(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparing(EmbeddedTrade::modified))
          .map(Path::getParent);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public String uiAddress() {
    return "http://" + HOST + ":" + uiPort;
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public Optional<String> failure() {
    if (!result.isDone()) {
      return Optional.empty();
    }
    try {
      result.get();
      return Optional.of("the job has ended");
    } catch (ExecutionException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Optional.of(String.valueOf(root.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  @Override
  public void close() {
    try {
      job.cancel().get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
      result.handle((done, failure) -> done).get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("job: it did not stop by itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
