package io.lorentz.command;

import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.edge.Standby;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.LiveOptions;
import io.lorentz.command.live.VenueDoor;
import io.lorentz.command.live.VenueLink;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.JobStarted;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz edge}. */
@Command(
    name = "edge",
    description = {
      "Feeds venues into a log until it is stopped.",
      "Bars, mark prices, fundings, specifications, with progress and a clock. It is the log's one",
      "appender; started again it goes on where the log ends and fetches what was missed meanwhile."
    },
    footer = {
      "",
      "Example:",
      "  lorentz edge --feeds bitget,binance,bybit --symbols BTC,ETH,SOL --topic market"
    })
final class EdgeCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final VenueDoor door;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log.")
  private String topic;

  @Option(
      names = "--standby",
      description = "Wait until nothing comes into the log any more, then take over.")
  private boolean standby;

  @Option(
      names = "--standby-after",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Silence after which a standby takes over. Default: ${DEFAULT-VALUE}.")
  private int standbyAfterSeconds;

  @Option(
      names = "--signals-only",
      description = "Never start trading: a job on the log gives signals and no order.")
  private boolean signalsOnly;

  @Option(
      names = "--live",
      description =
          "Execute the job's orders at Bitget too, as 'live' does; the job runs elsewhere with"
              + " --remote-account.")
  private boolean executes;

  @Option(
      names = "--control",
      paramLabel = "DIR",
      defaultValue = LiveCommand.DATA,
      description =
          "With --live: folder of the file by which commands find this edge. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path control;

  @Mixin private LiveArguments account = new LiveArguments();
  @Mixin private LivePermit permit = new LivePermit();
  @Mixin private FeedArguments feeds = new FeedArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
  @Mixin private KafkaArguments kafka = new KafkaArguments();

  EdgeCommand(Engine<T> engine, Surroundings surroundings, VenueDoor door) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.door = door;
  }

  @Override
  public Integer call() throws Exception {
    if (standbyAfterSeconds < 1 || standbyAfterSeconds > 3_600) {
      throw new MisuseException(
          "--standby-after " + standbyAfterSeconds + ": must be 1 to 3600 seconds");
    }
    permit.requireArguments();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    StopSignal stop = StopSignal.register();
    try (FeedArguments.Feeding feeding = feeds.open(engine.instruments(resolved.options()))) {
      if (executes) {
        runLive(resolved, feeding, stop);
      } else {
        run(resolved, feeding, Optional.empty(), stop);
      }
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  /** What may be sent, and by which key. */
  private record Live<T extends Record>(LiveStart<T> start, VenueLink link, JobStarted started) {}

  private void runLive(
      ResolvedConfiguration<T> resolved, FeedArguments.Feeding feeding, StopSignal stop)
      throws Exception {
    if (signalsOnly) {
      throw new MisuseException("--signals-only: gives no order to execute; leave out --live");
    }
    LiveOptions live = configuration.live();
    LiveStart<T> start = new LiveStart<>(engine, surroundings.out(), resolved, live);
    start.requireConfigured(feeding);
    JobStarted started = permit.started(resolved.sha256(), live.account());
    try (VenueLink link = start.open(door, account)) {
      start.tellLimits();
      run(resolved, feeding, Optional.of(new Live<>(start, link, started)), stop);
    }
  }

  private void run(
      ResolvedConfiguration<T> resolved,
      FeedArguments.Feeding feeding,
      Optional<Live<T>> live,
      StopSignal stop)
      throws Exception {
    try (KafkaSession session = kafka.open()) {
      KafkaConnection connection = session.connection();
      say("Kafka at " + connection.bootstrap() + "; Ctrl-C stops it");
      if (standby && !takesOver(connection, stop)) {
        return;
      }
      live.ifPresent(
          of -> {
            LiveStart.requireLogOf(connection, topic, Optional.of(of.started().getRemoteAccount()));
            of.start().inspect(of.link(), feeding.instruments(), connection, topic);
          });
      EdgeSettings settings =
          live.map(of -> feeding.settings(connection, topic, true, of.started()))
              .orElseGet(() -> feeding.settings(connection, topic, !signalsOnly, resolved));
      new EdgeRun(
              settings,
              live.map(of -> of.start().execution(of.link(), feeding.instruments(), control)))
          .run(
              () -> stop.goesOn() && feeding.isBeforeEnd(),
              progressMs -> say("progress " + Cells.utc(progressMs)));
    }
  }

  private boolean takesOver(KafkaConnection connection, StopSignal stop)
      throws InterruptedException {
    say("standing by");
    Duration silence = Duration.ofSeconds(standbyAfterSeconds);
    if (!Standby.awaitSilence(connection, topic, silence, stop::goesOn)) {
      return false;
    }
    say("the log is silent: taking over");
    return true;
  }

  private void say(String text) {
    surroundings.out().println(text);
    surroundings.out().flush();
  }
}
