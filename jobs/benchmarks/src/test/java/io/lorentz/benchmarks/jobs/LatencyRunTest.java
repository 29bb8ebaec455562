package io.lorentz.benchmarks.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogSource;
import io.lorentz.kafka.LogTimes;
import io.lorentz.kafka.RowTopics;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement of latency, in small: a broker and a job in this process. */
final class LatencyRunTest {

  private static final String TOPIC = "bench";

  @TempDir private Path folder;
  private JobClient job;

  @Test
  void findsOrdersThatTheLoadCausedNoneBeforeItsMoment() throws Exception {
    LatencyPlan plan = new LatencyPlan(3, 1_500, 20, 10, 60);
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT)) {
      KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
      LatencyResult result =
          new LatencyRun(connection, TOPIC, plan, () -> {})
              .measure(() -> job = submit(plan, connection));
      job.cancel().get();

      assertThat(result.orders()).isGreaterThan(10);
      assertThat(result.orderMs(50)).isGreaterThan(0).isLessThan(10_000);
      assertThat(result.lines()).hasSizeGreaterThan(5);
    }
  }

  private JobClient submit(LatencyPlan plan, KafkaConnection connection) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), plan.configuration());
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(file), List.of())
            .options();
    Configuration configuration = TradingPipeline.configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(
        PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(LogTimes.BURST_MS));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    env.setBufferTimeout(0);
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            LogSource.unbounded(connection, TOPIC, Map.of(0, 0L)),
            LogTimes.burstsTogether(),
            "market-log",
            new RowTopics(connection, TOPIC).sink(),
            EnsembleFactory.jvm());
    new TradingPipeline(options, CrowdedMarket.symbols(plan.symbols()), edges).build(env);
    return env.executeAsync("latency");
  }
}
