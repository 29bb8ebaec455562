package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.VenueProgress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the page shows: tables of keyed rows, from rows of the run, bars and log records in any
 * order and any number of times. Of each key the last is kept, of what goes on for ever only the
 * last so many, so memory is bounded however long a run is. Readers are told what has changed since
 * the revision they have. Safe for threads.
 */
public final class PageModel {

  static final int ORDERS = 200;
  static final int SIGNALS = 100;
  static final int TRADES = 100;
  static final int DECISIONS = 50;
  static final int POSITIONS = 1_000;

  /** A day of minutes. */
  static final int POINTS = 1_440;

  private static final int ACCOUNTS = 200;
  private static final int VENUES = 10_000;
  private static final int INSTRUMENTS = 2_000;
  private static final int FINDINGS = 500;

  /** Rows behind those that are told, because what belongs together comes in any order. */
  private static final int BEHIND = 3;

  /** Ids of trades that have closed: what is written again after a crash must not open them. */
  private static final int CLOSED = 5_000;

  /** A minute, what a late venue is waited for, and some. */
  private static final long BEHIND_MS = 150_000;

  /** A recording that is played fast is ahead of its job at times. */
  private static final long SILENT_MS = 15_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final RunTerms terms;
  private final LongSupplier clockMs;

  private final Map<String, KeyedRows> tables = new TreeMap<>();
  private final Map<String, KeyedRows> equity = new TreeMap<>();
  private final Map<String, EquityPoint> accounts = new TreeMap<>();
  private final Latest<OrderState> orders = new Latest<>(BEHIND * ORDERS);
  private final Latest<Signal> signals = new Latest<>(BEHIND * ORDERS);
  private final Latest<Map<String, ObjectNode>> entries = new Latest<>(BEHIND * ORDERS);
  private final Latest<TradeOpened> opened = new Latest<>(POSITIONS);
  private final Latest<String> entryOfExit = new Latest<>(BEHIND * ORDERS);
  private final Latest<TradeClosed> closed = new Latest<>(CLOSED);

  /** Log time of what was last taken from the log, by what it is about. */
  private final Map<String, Long> toldMs = new HashMap<>();

  private final Map<String, OperatorCommand> commands = new TreeMap<>();
  private final RunFacts run;

  private long revision = 1;
  private long heardMs;
  private long records;

  /** Time of the newest point of equity, and when it came. */
  private long saidMs;

  private long saidAtMs;
  private double history;
  private boolean rowsRead;
  private final Map<String, String> faults = new TreeMap<>();

  /** Shows nothing yet. */
  public PageModel(RunTerms terms) {
    this(terms, System::currentTimeMillis);
  }

  /**
   * Shows nothing yet.
   *
   * @param clockMs the clock of this machine, ms since 1970 UTC
   */
  PageModel(RunTerms terms, LongSupplier clockMs) {
    this.terms = terms;
    this.clockMs = clockMs;
    this.run = new RunFacts(terms);
    Map.of(
            "run", 1,
            "accounts", ACCOUNTS,
            "positions", POSITIONS,
            "orders", ORDERS,
            "signals", SIGNALS,
            "trades", TRADES,
            "venues", VENUES,
            "decisions", DECISIONS,
            "findings", FINDINGS,
            "prices", INSTRUMENTS)
        .forEach((name, most) -> tables.put(name, new KeyedRows(name, most)));
  }

  private void tell(String table, String key, long order, ObjectNode cells) {
    revision++;
    tables.get(table).put(key, order, revision, cells);
  }

  private void untell(String table, String key) {
    revision++;
    tables.get(table).remove(key, revision);
  }

  // ---- what the reading says of itself

  /**
   * Takes note of how much of the log was read of what lay there, 0 to 1.
   *
   * @param share 1 once all of it was read
   */
  public synchronized void onHistory(double share) {
    history = Math.max(history, share);
    faults.remove("history");
  }

  /** Takes note that all rows were given that were there. */
  public synchronized void onRowsRead() {
    rowsRead = true;
    faults.remove("rows");
  }

  /**
   * Takes note that reading is held up; that is over once anything of the part comes again.
   *
   * @param part what is not read: {@code rows}, {@code bars}, {@code log} or {@code history}
   */
  public synchronized void onFault(String part, String why) {
    faults.put(part, why);
  }

  // ---- rows of the run

  /** A row of the run. */
  public synchronized void onRow(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof EquityPoint point) {
      onPoint(point);
    } else if (payload instanceof OrderDecision order) {
      onOrder(
          OrderState.key(order.getAccount(), order.getClientId()),
          order.getDecisionTimeMs(),
          state -> state.decide(order));
    } else if (payload instanceof OrderOutcome outcome) {
      onOrder(
          OrderState.key(outcome.getAccount(), outcome.getClientId()),
          outcome.getOutcomeTimeMs(),
          state -> state.end(outcome));
    } else if (payload instanceof Signal signal) {
      onSignal(signal);
    } else if (payload instanceof TradeOpened trade) {
      onOpened(trade);
    } else if (payload instanceof TradeClosed trade) {
      onClosed(trade);
    } else if (payload instanceof FeedDecision decision) {
      String key =
          decision.getInstrument()
              + "|"
              + decision.getCloseTimeMs()
              + "|"
              + decision.getKind()
              + "|"
              + decision.getVenue();
      tell("decisions", key, decision.getCloseTimeMs(), PageCells.of(decision));
    }
  }

  private void onPoint(EquityPoint point) {
    String name = point.getAccount();
    if (!accounts.containsKey(name) && accounts.size() == ACCOUNTS) {
      return;
    }
    revision++;
    equity
        .computeIfAbsent(name, account -> new KeyedRows(account, POINTS))
        .put(String.valueOf(point.getTimeMs()), point.getTimeMs(), revision, PageCells.dot(point));
    if (point.getTimeMs() > saidMs) {
      saidMs = point.getTimeMs();
      saidAtMs = clockMs.getAsLong();
    }
    EquityPoint last = accounts.get(name);
    if (last == null || last.getTimeMs() <= point.getTimeMs()) {
      accounts.put(name, point);
      tellAccount(name);
    }
  }

  private void tellAccount(String name) {
    EquityPoint point = accounts.get(name);
    if (point != null) {
      ObjectNode cells = PageCells.of(point, Optional.ofNullable(terms.accounts().get(name)));
      lastCommand(name)
          .filter(command -> command.getAction() != OperatorAction.RESUME)
          .ifPresent(
              command ->
                  cells
                      .put("halted", command.getAction().name())
                      .put("haltedWhy", command.getReason())
                      .put("haltedMs", command.getCommandTimeMs()));
      tell("accounts", name, 0, cells);
    }
  }

  /** A command is about one account, or about all. */
  private Optional<OperatorCommand> lastCommand(String account) {
    return Stream.of("", account)
        .filter(commands::containsKey)
        .max(Comparator.comparingLong(name -> toldMs.get("command|" + name)))
        .map(commands::get);
  }

  private interface Change {
    void on(OrderState state);
  }

  private void onOrder(String key, long orderMs, Change change) {
    OrderState state = orders.find(key).orElseGet(OrderState::new);
    change.on(state);
    orders.put(key, state.decidedMs().orElse(orderMs), state).ifPresent(this::forgetOrder);
    tellOrder(key);
  }

  private void forgetOrder(String key) {
    untell("orders", key);
  }

  private void tellOrder(String key) {
    orders
        .find(key)
        .filter(state -> state.decision().isPresent())
        .ifPresent(state -> tellOrder(key, state, state.decision().get()));
  }

  private void tellOrder(String key, OrderState state, OrderDecision order) {
    ObjectNode cells = state.cells();
    entryOfExit.find(key).ifPresent(entry -> cells.put("entry", entry));
    signalKey(order)
        .ifPresent(
            signal -> {
              cells.put("signal", signal);
              onEntry(signal, key, state, order);
            });
    tell("orders", key, order.getDecisionTimeMs(), cells);
  }

  /** An entry is decided on a signal of its account's source, at the signal's own time. */
  private Optional<String> signalKey(OrderDecision order) {
    return order.getIntent() == OrderIntent.ENTRY
        ? Optional.ofNullable(terms.accounts().get(order.getAccount()))
            .map(
                account ->
                    signalKey(account.signals(), order.getInstrument(), order.getDecisionTimeMs()))
        : Optional.empty();
  }

  private static String signalKey(String source, String instrument, long marketTimeMs) {
    return source + "|" + instrument + "|" + marketTimeMs;
  }

  private void onEntry(String signal, String key, OrderState state, OrderDecision order) {
    Map<String, ObjectNode> of = entries.find(signal).orElseGet(TreeMap::new);
    if (of.size() < ACCOUNTS || of.containsKey(key)) {
      of.put(key, state.entryCells(key));
    }
    entries.put(signal, order.getDecisionTimeMs(), of);
    signals.find(signal).ifPresent(known -> tellSignal(signal, known));
  }

  private void onSignal(Signal signal) {
    String key = signalKey(signal.getSource(), signal.getInstrument(), signal.getMarketTimeMs());
    signals.put(key, signal.getMarketTimeMs(), signal);
    tellSignal(key, signal);
  }

  private void tellSignal(String key, Signal signal) {
    ObjectNode cells = PageCells.of(signal);
    ArrayNode became = cells.putArray("entries");
    entries.find(key).ifPresent(of -> of.values().forEach(became::add));
    tell("signals", key, signal.getMarketTimeMs(), cells);
  }

  private void onOpened(TradeOpened trade) {
    String key = OrderState.key(trade.getAccount(), trade.getEntryId());
    Optional<TradeClosed> end = closed.find(key);
    if (end.isPresent()) {
      // Written again, or the two topics were read the other way round.
      tellTrade(key, end.get(), Optional.of(trade));
      return;
    }
    opened.put(key, trade.getOpenTimeMs(), trade);
    tell("positions", key, trade.getOpenTimeMs(), PageCells.of(trade));
  }

  private void onClosed(TradeClosed trade) {
    String key = OrderState.key(trade.getAccount(), trade.getEntryId());
    String exit = OrderState.key(trade.getAccount(), trade.getExitId());
    Optional<TradeOpened> began = opened.remove(key);
    untell("positions", key);
    entryOfExit.put(exit, trade.getCloseTimeMs(), key);
    tellOrder(exit);
    boolean repeated = closed.find(key).isPresent();
    closed.put(key, trade.getCloseTimeMs(), trade);
    if (!repeated) {
      tellTrade(key, trade, began);
    }
  }

  private void tellTrade(String key, TradeClosed end, Optional<TradeOpened> began) {
    tell("trades", key, end.getCloseTimeMs(), PageCells.of(end, began));
  }

  /** A closed bar of the run. */
  public synchronized void onBar(Bar bar) {
    faults.remove("bars");
    String key = bar.getInstrument();
    if (isNews("price|" + key, bar.getCloseTimeMs())) {
      tell(
          "prices",
          key,
          0,
          JSON.objectNode().put("close", bar.getClose()).put("timeMs", bar.getCloseTimeMs()));
    }
  }

  // ---- the log

  /**
   * A record of the log.
   *
   * @param comes whether it has just come; if not, it lay there
   */
  public synchronized void onLog(LogRecord logRecord, boolean comes) {
    long atMs = logRecord.getLogTimeMs();
    faults.remove("log");
    records++;
    heardMs = Math.max(heardMs, comes ? clockMs.getAsLong() : Math.min(atMs, clockMs.getAsLong()));
    run.logTime(atMs);
    Object payload = logRecord.getPayload();
    if (payload instanceof MarketClock clock) {
      run.clock(clock.getClockMs());
      clock.getVenues().forEach(each -> onProgress(each, atMs));
    } else if (payload instanceof JobStarted job) {
      onNews("started", atMs, () -> run.started(job));
    } else if (payload instanceof TradingStart start) {
      onNews("trading", atMs, () -> run.tradingFrom(start.getStartMs()));
    } else if (payload instanceof ModelVersion model) {
      run.model(atMs, model);
    } else if (payload instanceof OperatorCommand command) {
      onNews("command|" + command.getAccount(), atMs, () -> onCommand(command));
    } else if (payload instanceof VenueFinding finding) {
      String key = finding.getAccount() + "|" + finding.getKind() + "|" + finding.getInstrument();
      onNews("finding|" + key, atMs, () -> onFinding(key, finding));
    } else if (payload instanceof VenueEvent event && !event.getClientId().isEmpty()) {
      onOrder(
          OrderState.key(event.getAccount(), event.getClientId()),
          event.getTimeMs(),
          state -> state.happen(atMs, event));
    }
    revision++;
  }

  private void onCommand(OperatorCommand command) {
    commands.put(command.getAccount(), command);
    List.copyOf(accounts.keySet()).forEach(this::tellAccount);
  }

  private void onFinding(String key, VenueFinding finding) {
    if (finding.getOpen()) {
      tell("findings", key, finding.getTimeMs(), PageCells.of(finding));
    } else {
      untell("findings", key);
    }
  }

  private void onProgress(VenueProgress progress, long atMs) {
    String key = progress.getVenue() + "|" + progress.getInstrument();
    onNews("venue|" + key, atMs, () -> tell("venues", key, 0, PageCells.of(progress)));
  }

  /** What lay there is read after what comes, so only the log time says which is the last. */
  private void onNews(String about, long atMs, Runnable change) {
    if (isNews(about, atMs)) {
      change.run();
    }
  }

  private boolean isNews(String about, long atMs) {
    Long before = toldMs.get(about);
    if (before != null && before > atMs) {
      return false;
    }
    if (before == null && toldMs.size() > 2 * VENUES) {
      return false;
    }
    toldMs.put(about, atMs);
    return true;
  }

  // ---- what is told

  /**
   * What a reader has to be told.
   *
   * @param revision it has then
   * @param news whether any row has changed
   * @param message the rows that have changed, by table, and how reading goes
   */
  record Changes(long revision, boolean news, ObjectNode message) {}

  /**
   * What has changed since a revision.
   *
   * @param since revision that the reader has; 0: none
   */
  synchronized Changes changesSince(long since) {
    ObjectNode changed = JSON.objectNode();
    tables.get("run").put("run", 0, revision, run.cells());
    tables.values().forEach(table -> table.tell(since, changed));
    ObjectNode series = JSON.objectNode();
    equity.values().forEach(points -> points.tell(since, series));
    boolean news = !changed.isEmpty() || !series.isEmpty();
    ObjectNode message = JSON.objectNode();
    message.set("tables", changed);
    message.set("equity", series);
    message
        .putObject("reading")
        .put("records", records)
        .put("silentMs", heardMs == 0 ? -1 : Math.max(0, clockMs.getAsLong() - heardMs))
        .put("history", history)
        .put("rowsRead", rowsRead)
        .put("saidMs", saidMs)
        .put("jobSilent", isJobSilent())
        .put("fault", String.join("; ", new TreeSet<>(faults.values())));
    return new Changes(revision, news, message);
  }

  /**
   * Whether the job lies behind the market clock and has not moved for a while: its points of
   * equity come with each minute that is closed.
   */
  private boolean isJobSilent() {
    return rowsRead
        && saidMs > 0
        && run.clockMs() - saidMs > BEHIND_MS
        && clockMs.getAsLong() - saidAtMs > SILENT_MS;
  }

  /** A signal that is listed, or that an order which is listed was decided on. */
  synchronized Optional<Signal> signal(String key) {
    return signals.find(key);
  }

  /** Rows of a table, for tests of the bounds. */
  synchronized int size(String table) {
    return tables.get(table).size();
  }
}
