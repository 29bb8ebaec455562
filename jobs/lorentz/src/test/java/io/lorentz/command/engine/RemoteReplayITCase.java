package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSink;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.execution.OpenPositions;
import io.lorentz.core.execution.SimulatedVenue;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in which a venue answers to one account: the job gives the rows of the bare loop. */
class RemoteReplayITCase {

  private static final Path CSV =
      Path.of(System.getProperty("lorentz.shared", ""), "market-data", "csv");
  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final Optional<String> REMOTE = Optional.of("main");

  /** Read by the source of the job, which runs in this process. */
  private static final List<LogRecord> LOG = new ArrayList<>();

  /** Executes the commands of the account at simulated prices and answers through the log. */
  private static final class Edge implements OpenPositions {

    private final Map<Integer, BigDecimal> open = new HashMap<>();
    private final Map<String, OrderSide> sides = new HashMap<>();
    private final Deque<VenueEvent> answers = new ArrayDeque<>();
    private final SimulatedVenue venue;
    private long version;

    Edge(GroupOptions options) {
      venue =
          new SimulatedVenue(
              options.execution(), options.instruments(), options.shortestTimeframeMs(), this);
    }

    @Override
    public BigDecimal quantity(int instrument) {
      return open.getOrDefault(instrument, BigDecimal.ZERO);
    }

    @Override
    public long version(int instrument) {
      return version;
    }

    @Override
    public BigDecimal marginBalance(int instrument, BigDecimal price) {
      return new BigDecimal("1E12");
    }

    private void answer(VenueEvent event) {
      if (event.getQuantity().signum() > 0) {
        boolean buys = sides.get(event.getClientId()) == OrderSide.BUY;
        BigDecimal filled = buys ? event.getQuantity() : event.getQuantity().negate();
        open.merge(SYMBOLS.indexOf(event.getInstrument()), filled, BigDecimal::add);
        version++;
      }
      answers.add(event);
    }

    void sees(Object payload) {
      if (payload instanceof Bar bar) {
        venue.onBar(bar, false, this::answer);
      } else if (payload instanceof Heartbeat heartbeat) {
        venue.onProgress(heartbeat.getProgressMs(), this::answer);
      }
    }

    void takes(OrderCommand command) {
      boolean submits = command.getAction() == OrderAction.SUBMIT;
      if (submits) {
        sides.put(command.getClientId(), command.getSide());
      }
      if (submits || isHere(command.getClientId())) {
        venue.handle(command, this::answer);
      }
    }

    private boolean isHere(String clientId) {
      return venue.image().stream().anyMatch(o -> o.getCommand().getClientId().equals(clientId));
    }
  }

  private static TradingOptions options() {
    TradingOptions defaults = TradingOptions.defaults();
    ConfirmationOptions rule = defaults.confirmation();
    return new TradingOptions(
        defaults.bars(),
        defaults.features(),
        defaults.inference(),
        defaults.batch(),
        new ConfirmationOptions(
            rule.fastTimeframeMs(),
            rule.slowTimeframeMs(),
            rule.tierTimeframesMs(),
            0.4,
            rule.maxApartMs(),
            rule.boundMs()),
        defaults.group());
  }

  private static BarFileOptions threeDays() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String symbol : SYMBOLS) {
      String name = "binance-usdm-perp_" + symbol + "_1m_typhonun.csv.gz";
      files.put(symbol, List.of(CSV.resolve(name).toString()));
    }
    return BarFileOptions.of(files).withToMs(Instant.parse("2025-05-08T10:17:00Z").toEpochMilli());
  }

  /** Writes the log, a record at a time, as the account decides and the venue answers. */
  private static List<RunOutput> trade() {
    TradingOptions options = options();
    List<RunOutput> rows = new ArrayList<>();
    Edge edge = new Edge(options.group());
    BareLoop loop =
        new BareLoop(
            options,
            SYMBOLS,
            Ensemble.jvm(options.inference()),
            Optional.empty(),
            REMOTE,
            row -> {
              rows.add(row);
              if (row.getPayload() instanceof OrderCommand command) {
                edge.takes(command);
              }
            });
    try (BarFileLog bars = new BarFileLog(threeDays())) {
      while (bars.hasNext()) {
        LogRecord next = bars.next();
        edge.sees(next.getPayload());
        append(edge, loop);
        append(next.getPayload(), loop);
        append(edge, loop);
      }
    }
    loop.end();
    return rows;
  }

  private static void append(Edge edge, BareLoop loop) {
    while (!edge.answers.isEmpty()) {
      append(edge.answers.poll(), loop);
    }
  }

  private static void append(Object payload, BareLoop loop) {
    LogRecord written = new LogRecord((long) LOG.size(), 0, payload);
    LOG.add(written);
    loop.on(written);
  }

  @Test
  void theJobGivesTheRowsOfTheBareLoop(@TempDir Path spool) throws Exception {
    assumeThat(Files.isDirectory(CSV)).as("no real bars at %s", CSV).isTrue();
    List<RunOutput> expected = trade();
    assertThat(expected).filteredOn(row -> row.getPayload() instanceof OrderCommand).isNotEmpty();
    assertThat(expected)
        .filteredOn(
            row ->
                row.getPayload() instanceof TradeClosed trade && trade.getAccount().equals("main"))
        .isNotEmpty();

    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, TradingPipeline.configuration());
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            new ArchiveSource(() -> LOG.iterator()),
            ArchiveSource.everyRecordItsOwn(),
            "market-archive",
            new RunOutputSink(spool),
            EnsembleFactory.jvm(),
            Optional.empty(),
            Optional.empty(),
            REMOTE);
    new TradingPipeline(options(), SYMBOLS, edges).build(env);
    env.execute("remote replay");
    List<RunOutput> rows = new ArrayList<>();
    new RunOutputSpool(spool).read(rows::add);

    assertThat(rows).isEqualTo(expected);
  }
}
