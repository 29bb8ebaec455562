package io.lorentz.trading;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import io.lorentz.kafka.LogSource;
import io.lorentz.kafka.LogTimes;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main for a cluster: the one graph between a log in Kafka and its row topics, with the closed
 * bars for audit beside them, and beside the log what its members said that are not bit-exact.
 *
 * <p>Arguments, each {@code --name value}: {@code --bootstrap HOST:PORT} and {@code --topic T},
 * needed; {@code --configuration FILE}, YAML over the defaults; {@code --kafka-config FILE}, TLS
 * and SASL; {@code --rows PREFIX}, of the topics of rows and closed bars, by default T; {@code
 * --from-offset N}, by default 0, where a job without a savepoint starts; {@code --end-offset N},
 * where it ends, by default never; {@code --remote-account NAME}, the account whose orders are
 * executed at a venue that answers through the log, by default none. Files are read where this main
 * runs. It trades the instruments of the configuration.
 */
public final class TradingJob {

  /** Uid of the source of a log that goes on. */
  public static final String SOURCE_UID = "market-log";

  /** Uid of the source of a range of a log, which ends: its state is not that of the other. */
  public static final String RANGE_SOURCE_UID = "market-replay";

  private static final int PARTITION = 0;
  private static final List<String> NAMES =
      List.of(
          "--bootstrap",
          "--topic",
          "--configuration",
          "--kafka-config",
          "--rows",
          "--from-offset",
          "--end-offset",
          "--remote-account");

  private final Map<String, String> arguments;

  private TradingJob(Map<String, String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Submits the job.
   *
   * @throws IllegalArgumentException if an argument is unknown, missing or out of range
   * @throws Exception if the job fails, where the environment waits for it
   */
  public static void main(String[] args) throws Exception {
    Configuration configuration = TradingPipeline.configuration();
    configuration.set(
        PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(LogTimes.BURST_MS));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    addTo(env, args);
    env.execute("lorentz trading");
  }

  /**
   * Adds the job to an environment without running it.
   *
   * @param env an environment with {@link TradingPipeline#configuration()}
   * @param args the arguments of the main
   * @throws IllegalArgumentException if an argument is unknown, missing or out of range
   */
  public static void addTo(StreamExecutionEnvironment env, String... args) {
    new TradingJob(parsed(args)).build(env);
  }

  /**
   * Adds the job on a log that goes on to an environment: the same graph, source and sinks as the
   * main submits.
   *
   * @param env an environment with {@link TradingPipeline#configuration()}
   * @param connection how to reach the log and the row topics
   * @param topic the log; its row topics are made if they are not there
   * @param fromOffset where a job without a savepoint starts
   */
  public static void addTo(
      StreamExecutionEnvironment env,
      KafkaConnection connection,
      String topic,
      long fromOffset,
      TradingOptions options) {
    addTo(env, connection, topic, fromOffset, Optional.empty(), options);
  }

  /**
   * The same with an account whose orders are executed at a venue.
   *
   * @param remoteAccount name of that account; empty if every account trades at a simulated venue
   * @throws IllegalArgumentException if there is no such account
   */
  public static void addTo(
      StreamExecutionEnvironment env,
      KafkaConnection connection,
      String topic,
      long fromOffset,
      Optional<String> remoteAccount,
      TradingOptions options) {
    addTo(
        env,
        connection,
        topic,
        topic,
        LogSource.unbounded(connection, topic, Map.of(PARTITION, fromOffset)),
        false,
        remoteAccount,
        options);
  }

  private static void addTo(
      StreamExecutionEnvironment env,
      KafkaConnection connection,
      String logTopic,
      String rowTopics,
      Source<LogRecord, ?, ?> log,
      boolean ends,
      Optional<String> remoteAccount,
      TradingOptions options) {
    options.requireModels();
    AccountGroup.requireRemote(options.group(), remoteAccount);
    RowTopics rows = new RowTopics(connection, rowTopics);
    rows.ensure();
    BarTopic bars = new BarTopic(connection, rowTopics);
    bars.ensure();
    InferenceTopic outputs = new InferenceTopic(connection, logTopic);
    outputs.ensure();
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            log,
            ends ? LogTimes.everyRecordItsOwn() : LogTimes.burstsTogether(),
            ends ? RANGE_SOURCE_UID : SOURCE_UID,
            rows.sink(),
            JobEnsembles.of(options, new KeptOutputs.InTopic(outputs)),
            Optional.of(bars.sink()),
            Optional.empty(),
            remoteAccount);
    List<String> instruments =
        options.group().instruments().stream().map(InstrumentSpec::name).sorted().toList();
    new TradingPipeline(options, instruments, edges).build(env);
  }

  private static Map<String, String> parsed(String[] args) {
    Map<String, String> arguments = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i])) {
        throw new IllegalArgumentException(
            args[i] + ": is no argument; known are " + String.join(", ", NAMES));
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + ": has no value; write one behind it");
      }
      arguments.put(args[i], args[i + 1]);
    }
    return arguments;
  }

  private void build(StreamExecutionEnvironment env) {
    String topic = needed("--topic");
    KafkaConnection connection = connection(needed("--bootstrap"));
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(given("--configuration").map(Path::of), List.of())
            .options();
    addTo(
        env,
        connection,
        topic,
        given("--rows").orElse(topic),
        log(connection, topic),
        given("--end-offset").isPresent(),
        given("--remote-account"),
        options);
  }

  private KafkaConnection connection(String bootstrap) {
    return given("--kafka-config")
        .map(file -> KafkaConnection.of(bootstrap, Path.of(file)))
        .orElseGet(() -> KafkaConnection.of(bootstrap));
  }

  private Source<LogRecord, ?, ?> log(KafkaConnection connection, String topic) {
    long from = given("--from-offset").map(text -> offset("--from-offset", text)).orElse(0L);
    Optional<Long> end = given("--end-offset").map(text -> offset("--end-offset", text));
    return end.isPresent()
        ? LogSource.bounded(connection, LogRange.of(topic, PARTITION, from, end.get()))
        : LogSource.unbounded(connection, topic, Map.of(PARTITION, from));
  }

  private static long offset(String name, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          name + ": must be a whole number from 0, was " + text + "; give an offset");
    }
    return Long.parseLong(text);
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(arguments.get(name));
  }

  private String needed(String name) {
    return given(name)
        .orElseThrow(() -> new IllegalArgumentException(name + ": is needed; give it a value"));
  }
}
