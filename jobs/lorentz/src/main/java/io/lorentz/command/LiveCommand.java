package io.lorentz.command;

import io.lorentz.command.live.LiveOptions;
import io.lorentz.command.live.VenueDoor;
import io.lorentz.command.live.VenueLink;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.JobStarted;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz live}. */
@Command(
    name = "live",
    description = {
      "Trades one account at Bitget until it is stopped: venues, log, job and edge in one process.",
      "It trades only the account that live.confirm names, and only a configuration that ran on",
      "paper and was replayed by 'check parity' without a difference. Orders and stops that are open",
      "stay when it stops; 'flatten' before closes them."
    },
    footer = {
      "",
      "Example:",
      "  lorentz check account --demo --secrets ~/bitget-demo",
      "  lorentz live --demo --secrets ~/bitget-demo --set live.confirm=1234567890"
    })
final class LiveCommand<T extends Record> implements Callable<Integer> {

  /** Where a live edge lies unless told otherwise. */
  static final String DATA = "out/live";

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final VenueDoor door;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = DATA,
      description =
          "Folder of log and checkpoints, and of the file by which commands find this. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path data;

  @Mixin private LiveArguments account = new LiveArguments();
  @Mixin private LivePermit permit = new LivePermit();
  @Mixin private TradingProcess process = new TradingProcess();
  @Mixin private FeedArguments feeds = new FeedArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  LiveCommand(Engine<T> engine, Surroundings surroundings, VenueDoor door) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.door = door;
  }

  @Override
  public Integer call() throws Exception {
    process.requireArguments();
    permit.requireArguments();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    LiveOptions live = configuration.live();
    StopSignal stop = StopSignal.register();
    try (FeedArguments.Feeding feeding = feeds.open(engine.instruments(resolved.options()))) {
      LiveStart<T> start = new LiveStart<>(engine, surroundings.out(), resolved, live);
      start.requireConfigured(feeding);
      JobStarted started = permit.started(resolved.sha256(), live.account());
      try (VenueLink link = start.open(door, account);
          KafkaSession session = KafkaSession.inside(data.resolve("broker"))) {
        start.tellLimits();
        trade(start, link, session.connection(), feeding, resolved, started, stop);
      }
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  private void trade(
      LiveStart<T> start,
      VenueLink link,
      KafkaConnection connection,
      FeedArguments.Feeding feeding,
      ResolvedConfiguration<T> resolved,
      JobStarted started,
      StopSignal stop)
      throws Exception {
    Optional<String> remote = Optional.of(started.getRemoteAccount());
    LiveStart.requireLogOf(connection, process.topic(), remote);
    start.inspect(link, feeding.instruments(), connection, process.topic());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(process.topic(), TopicPlan.LOG);
    }
    process.run(
        new TradingProcess.Setup<>(
            engine,
            resolved,
            feeding,
            feeding.settings(connection, process.topic(), true, started),
            remote,
            Optional.of(start.execution(link, feeding.instruments(), data)),
            data,
            configuration.given()),
        surroundings.out(),
        stop);
  }
}
