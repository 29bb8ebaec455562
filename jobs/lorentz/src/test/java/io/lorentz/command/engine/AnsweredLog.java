package io.lorentz.command.engine;

import io.lorentz.core.execution.OpenPositions;
import io.lorentz.core.execution.SimulatedVenue;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A log in which a venue answers to one account: written a record at a time, as the account decides
 * on what is there and the venue answers. Log times count the records.
 */
public final class AnsweredLog {

  private final List<LogRecord> log = new ArrayList<>();
  private final Edge edge;
  private final BareLoop loop;

  private AnsweredLog(
      TradingOptions options,
      List<String> instruments,
      String remoteAccount,
      Consumer<RunOutput> rows) {
    edge = new Edge(options.group());
    loop =
        new BareLoop(
            options,
            instruments,
            Ensemble.jvm(options.inference()),
            Optional.empty(),
            Optional.of(remoteAccount),
            row -> {
              rows.accept(row);
              if (row.getPayload() instanceof OrderCommand command) {
                edge.takes(command);
              }
            });
  }

  /**
   * Writes the log.
   *
   * @param market what happens beside
   * @param rows takes the rows of the bare loop over it
   */
  public static List<LogRecord> of(
      TradingOptions options,
      List<String> instruments,
      String remoteAccount,
      Iterator<LogRecord> market,
      Consumer<RunOutput> rows) {
    AnsweredLog written = new AnsweredLog(options, instruments, remoteAccount, rows);
    while (market.hasNext()) {
      Object payload = market.next().getPayload();
      written.edge.sees(payload);
      written.appendAnswers();
      written.append(payload);
      written.appendAnswers();
    }
    written.loop.end();
    return written.log;
  }

  private void appendAnswers() {
    while (!edge.answers.isEmpty()) {
      append(edge.answers.poll());
    }
  }

  private void append(Object payload) {
    LogRecord written = new LogRecord((long) log.size(), 0, payload);
    log.add(written);
    loop.on(written);
  }

  /** Executes commands at simulated prices. */
  private static final class Edge implements OpenPositions {

    private final GroupOptions options;
    private final Map<String, BigDecimal> open = new HashMap<>();
    private final Map<String, OrderSide> sides = new HashMap<>();
    private final Deque<VenueEvent> answers = new ArrayDeque<>();
    private final SimulatedVenue venue;
    private long version;

    Edge(GroupOptions options) {
      this.options = options;
      venue =
          new SimulatedVenue(
              options.execution(), options.instruments(), options.shortestTimeframeMs(), this);
    }

    @Override
    public BigDecimal quantity(int instrument) {
      return open.getOrDefault(options.instruments().get(instrument).name(), BigDecimal.ZERO);
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
        open.merge(event.getInstrument(), filled, BigDecimal::add);
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
}
