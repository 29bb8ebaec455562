package io.lorentz.command;

import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.SentOrders;
import io.lorentz.schemas.units.Money;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz paper}. */
@Command(
    name = "paper",
    description = {
      "Trades on paper until it is stopped: venues, log, job and simulated venue in one process,",
      "with Flink's web UI. No keys. Started again over the same folder it goes on. What it did",
      "stays in the log: 'check parity' replays it."
    },
    footer = {
      "",
      "Example:",
      "  lorentz paper --feeds bitget,binance,bybit --symbols BTC,ETH,SOL --data out/paper",
      "  lorentz check parity --topic market --data out/paper/broker"
    })
final class PaperCommand<T extends Record> implements Callable<Integer> {

  private static final long WORKED_OFF_WITHIN_SECONDS = 120;

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final AtomicLong signals = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong trades = new AtomicLong();
  private final Map<String, EquityPoint> lastPoints = new ConcurrentSkipListMap<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "out/paper",
      description = "Folder of log and checkpoints. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--topic",
      paramLabel = "T",
      defaultValue = "market",
      description = "Name of the log. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(
      names = "--signals-only",
      description = "Show signals; trade on no account, not even on paper.")
  private boolean signalsOnly;

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

  @Mixin private FeedArguments feeds = new FeedArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  PaperCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    requireArguments();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    StopSignal stop = StopSignal.register();
    try (FeedArguments.Feeding feeding = feeds.open(engine.instruments(resolved.options()));
        KafkaSession session = KafkaSession.inside(data.resolve("broker"))) {
      KafkaConnection connection = session.connection();
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.ensure(topic, TopicPlan.LOG);
      }
      run(resolved, feeding, connection, stop);
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  private void requireArguments() {
    Parallelism.require(parallelism);
    for (int port : new int[] {uiPort, metricsPort}) {
      if (port < 0 || port > 65_535) {
        throw new MisuseException("--ui-port, --metrics-port: must be 0 to 65535, was " + port);
      }
    }
  }

  private void run(
      ResolvedConfiguration<T> resolved,
      FeedArguments.Feeding feeding,
      KafkaConnection connection,
      StopSignal stop)
      throws Exception {
    RowTopics rows = new RowTopics(connection, topic);
    rows.ensure();
    TradeRequest<T> request =
        new TradeRequest<>(
            connection,
            topic,
            resolved.options(),
            parallelism,
            data.resolve("checkpoints").toAbsolutePath(),
            uiPort,
            metricsPort);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    Thread follower = new Thread(() -> rows.follow(this::tell, goesOn::get), "rows");
    follower.setDaemon(true);
    follower.start();
    try (RunningTrade trade = engine.trade(request)) {
      say("Flink's web UI: " + trade.uiAddress() + ", log in " + data);
      say((trade.resumed() ? "goes on" : "begins") + "; Ctrl-C stops it");
      AtomicLong progress = new AtomicLong(Long.MIN_VALUE);
      new EdgeRun(feeding.settings(connection, topic, !signalsOnly, resolved))
          .run(
              () -> stop.goesOn() && trade.failure().isEmpty() && feeding.isBeforeEnd(),
              progressMs -> {
                progress.set(progressMs);
                tellProgress(progressMs);
              });
      trade
          .failure()
          .ifPresent(
              why -> {
                throw new FaultException("paper: the job has failed (" + why + ")");
              });
      awaitWorkedOff(connection, progress.get(), stop);
    } finally {
      goesOn.set(false);
      follower.join(TimeUnit.SECONDS.toMillis(5));
    }
    summary(resolved);
  }

  /** Waits until the job has built the bars of what was written last. */
  private void awaitWorkedOff(KafkaConnection connection, long progressMs, StopSignal stop)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WORKED_OFF_WITHIN_SECONDS);
    BarTopic bars = new BarTopic(connection, topic);
    long[] builtMs = {Long.MIN_VALUE};
    while (stop.goesOn() && builtMs[0] < progressMs && System.nanoTime() < deadline) {
      bars.read(bar -> builtMs[0] = Math.max(builtMs[0], bar.getCloseTimeMs()));
      Thread.sleep(Duration.ofMillis(200).toMillis());
    }
  }

  private void tell(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof Signal signal) {
      signals.incrementAndGet();
      say(
          Cells.utc(signal.getMarketTimeMs())
              + " signal "
              + signal.getInstrument()
              + (signal.getDirection() > 0 ? " long" : " short")
              + " confidence "
              + Cells.shortest(Math.min(signal.getFastConfidence(), signal.getSlowConfidence())));
    } else if (payload instanceof OrderDecision decision && SentOrders.wasSent(decision)) {
      orders.incrementAndGet();
      say(
          Cells.utc(decision.getDecisionTimeMs())
              + " order "
              + decision.getAccount()
              + " "
              + decision.getIntent()
              + " "
              + decision.getSide()
              + " "
              + decision.getInstrument());
    } else if (payload instanceof TradeOpened opened) {
      say(
          Cells.utc(opened.getOpenTimeMs())
              + " opened "
              + opened.getAccount()
              + " "
              + opened.getInstrument());
    } else if (payload instanceof TradeClosed closed) {
      trades.incrementAndGet();
      say(Cells.utc(closed.getCloseTimeMs()) + " closed " + closed.getAccount());
    } else if (payload instanceof FeedDecision decision) {
      say(
          Cells.utc(decision.getCloseTimeMs())
              + " feed "
              + decision.getInstrument()
              + " "
              + decision.getKind()
              + " "
              + decision.getOther()
              + " "
              + decision.getVenue()
              + " "
              + decision.getDetail());
    } else if (payload instanceof EquityPoint point) {
      lastPoints.put(point.getAccount(), point);
    }
  }

  private void tellProgress(long progressMs) {
    StringBuilder equity = new StringBuilder();
    lastPoints.forEach(
        (account, point) ->
            equity
                .append("; equity ")
                .append(account)
                .append(' ')
                .append(Cells.plain(Money.fromBorder(point.getEquity()))));
    say(Cells.utc(progressMs) + " the log is complete" + equity);
  }

  private void summary(ResolvedConfiguration<T> resolved) {
    say(
        "signals "
            + signals
            + ", orders "
            + orders
            + ", trades closed "
            + trades
            + "; configuration "
            + resolved.sha256());
    say("lorentz check parity --topic " + topic + " --data " + data.resolve("broker"));
  }

  private synchronized void say(String text) {
    surroundings.out().println(text);
    surroundings.out().flush();
  }
}
