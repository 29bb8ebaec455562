package io.lorentz.command;

import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.LiveExecution;
import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.rows.UnequalRowException;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * A job and the edge of its log inside this process, and what a person is told of them. As a mixin
 * it holds what concerns the process. For one run.
 */
final class TradingProcess {

  private static final long WORKED_OFF_WITHIN_SECONDS = 120;

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:=,+-]+");

  private final AtomicBoolean failureTold = new AtomicBoolean();
  private RunTeller told;

  @Option(
      names = "--topic",
      paramLabel = "T",
      defaultValue = "market",
      description = "Name of the log. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of the job; changes no decision. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--ui-port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Port of Flink's web UI on localhost, 0 for any. Default: ${DEFAULT-VALUE}.")
  private int uiPort;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port on which Prometheus may scrape, 0 for none. Default: ${DEFAULT-VALUE}.")
  private int metricsPort;

  @Option(
      names = "--page-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the live page on localhost, 0 for any. Default: ${DEFAULT-VALUE}.")
  private int pagePort;

  /**
   * What runs.
   *
   * @param engine runs the job
   * @param resolved what it decides by
   * @param feeding what feeds the log
   * @param settings what the edge does
   * @param remoteAccount account whose orders go to a venue; empty: all trade on paper
   * @param execution what brings them there, with a remote account
   * @param data folder of its checkpoints
   * @param given the options by which a person has configured it, to be given again
   */
  record Setup<T extends Record>(
      Engine<T> engine,
      ResolvedConfiguration<T> resolved,
      FeedArguments.Feeding feeding,
      EdgeSettings settings,
      Optional<String> remoteAccount,
      Optional<LiveExecution> execution,
      Path data,
      List<String> given) {}

  String topic() {
    return topic;
  }

  /** Checks the arguments. */
  void requireArguments() {
    Parallelism.require(parallelism);
    for (int port : new int[] {uiPort, metricsPort, pagePort}) {
      if (port < 0 || port > 65_535) {
        throw new MisuseException(
            "--ui-port, --metrics-port, --page-port: must be 0 to 65535, was " + port);
      }
    }
  }

  /**
   * Runs until it is stopped or a recording ends. Without a remote account also until the job has
   * failed; with one the edge goes on alone, watches what is open and obeys.
   */
  <T extends Record> void run(Setup<T> setup, PrintWriter writer, StopSignal stop)
      throws Exception {
    told = new RunTeller(writer);
    KafkaConnection connection = setup.settings().connection();
    RowTopics rows = new RowTopics(connection, topic);
    rows.ensure();
    AtomicBoolean goesOn = new AtomicBoolean(true);
    Thread follower = new Thread(() -> follow(rows, goesOn::get), "rows");
    follower.setDaemon(true);
    follower.start();
    try (RunningTrade trade = setup.engine().trade(request(setup));
        LivePage page =
            LivePage.open(setup.engine(), setup.resolved(), connection, topic, pagePort)) {
      say("live page: " + page.address());
      say("Flink's web UI: " + trade.uiAddress() + ", log in " + setup.data());
      say((trade.resumed() ? "goes on" : "begins") + "; Ctrl-C stops it");
      long progressMs = feed(setup, trade, stop);
      if (setup.execution().isEmpty()) {
        trade.failure().ifPresent(TradingProcess::failed);
      }
      awaitWorkedOff(connection, progressMs, () -> stop.goesOn() && trade.failure().isEmpty());
    } finally {
      goesOn.set(false);
      follower.join(TimeUnit.SECONDS.toMillis(5));
    }
    summary(setup);
  }

  private void follow(RowTopics rows, BooleanSupplier goesOn) {
    try {
      rows.follow(told::row, goesOn);
    } catch (KafkaFaultException | UnequalRowException e) {
      say("what the job does is told no more: " + e.getMessage());
    }
  }

  private <T extends Record> TradeRequest<T> request(Setup<T> setup) {
    return new TradeRequest<>(
        setup.settings().connection(),
        topic,
        setup.resolved().options(),
        setup.remoteAccount(),
        parallelism,
        setup.data().resolve("checkpoints").toAbsolutePath(),
        uiPort,
        metricsPort);
  }

  /** Gives how far the log is in the end. */
  private <T extends Record> long feed(Setup<T> setup, RunningTrade trade, StopSignal stop) {
    AtomicLong progress = new AtomicLong(Long.MIN_VALUE);
    new EdgeRun(setup.settings(), setup.execution())
        .run(
            () -> stop.goesOn() && setup.feeding().isBeforeEnd() && mayGoOn(setup, trade),
            progressMs -> {
              progress.set(progressMs);
              told.progress(progressMs);
            });
    return progress.get();
  }

  private <T extends Record> boolean mayGoOn(Setup<T> setup, RunningTrade trade) {
    Optional<String> failure = trade.failure();
    if (failure.isPresent() && failureTold.compareAndSet(false, true)) {
      say("the job has failed (" + failure.get() + ")");
    }
    return failure.isEmpty() || setup.execution().isPresent();
  }

  private static void failed(String why) {
    throw new FaultException("the job has failed (" + why + ")");
  }

  /** Waits until the job has built the bars of what was written last. */
  private void awaitWorkedOff(KafkaConnection connection, long progressMs, BooleanSupplier goesOn)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WORKED_OFF_WITHIN_SECONDS);
    BarTopic bars = new BarTopic(connection, topic);
    long[] builtMs = {Long.MIN_VALUE};
    while (goesOn.getAsBoolean() && builtMs[0] < progressMs && System.nanoTime() < deadline) {
      bars.read(bar -> builtMs[0] = Math.max(builtMs[0], bar.getCloseTimeMs()));
      Thread.sleep(Duration.ofMillis(200).toMillis());
    }
  }

  private <T extends Record> void summary(Setup<T> setup) {
    say(told.counts() + "; configuration " + setup.resolved().sha256());
    say(
        "lorentz check parity --topic "
            + topic
            + " --data "
            + quoted(setup.data().resolve("broker").toString())
            + setup.given().stream().map(each -> " " + quoted(each)).collect(Collectors.joining()));
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void say(String text) {
    told.say(text);
  }
}
