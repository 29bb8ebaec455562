package io.lorentz.command.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What the page shows, from rows and log records in any order and any number of times: each has a
 * key, and of each kind only the last are kept. It is told in sections, of which only those that
 * changed are sent. Safe for threads.
 */
public final class PageModel {

  private static final int ORDERS = 200;
  private static final int SIGNALS = 100;
  private static final int TRADES = 100;
  private static final int EVENTS = 50;
  private static final int POINTS = 720;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, AccountLimits> limits;
  private final Map<String, EquityPoint> accounts = new TreeMap<>();
  private final Map<String, TreeMap<Long, BigDecimal>> equity = new TreeMap<>();
  private final Map<String, OrderDecision> orders = new LinkedHashMap<>();
  private final Map<String, OrderOutcome> outcomes = new LinkedHashMap<>();
  private final Map<String, Signal> signals = new LinkedHashMap<>();
  private final Map<String, TradeOpened> opened = new LinkedHashMap<>();
  private final Map<String, TradeClosed> closed = new LinkedHashMap<>();
  private final Map<String, FeedDecision> feeds = new LinkedHashMap<>();
  private final Map<String, VenueProgress> progress = new TreeMap<>();
  private final Map<String, VenueFinding> findings = new TreeMap<>();
  private final Map<String, OperatorCommand> commands = new TreeMap<>();
  private final Map<String, ModelVersion> models = new TreeMap<>();
  private Optional<JobStarted> started = Optional.empty();
  private long clockMs;
  private long logTimeMs;

  /** Shows nothing yet. */
  public PageModel(Map<String, AccountLimits> limits) {
    this.limits = new TreeMap<>(limits);
  }

  // ---- what comes

  /** A row of the run. */
  public synchronized void onRow(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof EquityPoint point) {
      onPoint(point);
    } else if (payload instanceof OrderDecision order) {
      put(orders, order.getClientId(), order, OrderDecision::getDecisionTimeMs, ORDERS);
    } else if (payload instanceof OrderOutcome outcome) {
      put(outcomes, outcome.getClientId(), outcome, OrderOutcome::getOutcomeTimeMs, ORDERS);
    } else if (payload instanceof Signal signal) {
      String key = signal.getSource() + signal.getInstrument() + signal.getMarketTimeMs();
      put(signals, key, signal, Signal::getMarketTimeMs, SIGNALS);
    } else if (payload instanceof TradeOpened trade) {
      opened.put(trade.getEntryId(), trade);
      forgetClosed();
    } else if (payload instanceof TradeClosed trade) {
      put(closed, trade.getEntryId(), trade, TradeClosed::getCloseTimeMs, TRADES);
      forgetClosed();
    } else if (payload instanceof FeedDecision feed) {
      String key = feed.getInstrument() + feed.getCloseTimeMs() + feed.getKind() + feed.getVenue();
      put(feeds, key, feed, FeedDecision::getCloseTimeMs, EVENTS);
    }
  }

  private void onPoint(EquityPoint point) {
    EquityPoint last = accounts.get(point.getAccount());
    if (last == null || last.getTimeMs() <= point.getTimeMs()) {
      accounts.put(point.getAccount(), point);
    }
    TreeMap<Long, BigDecimal> series =
        equity.computeIfAbsent(point.getAccount(), name -> new TreeMap<>());
    series.put(point.getTimeMs(), point.getEquity());
    if (series.size() > POINTS) {
      series.pollFirstEntry();
    }
  }

  /** Trades that have closed are kept as long as their ends are. */
  private void forgetClosed() {
    if (opened.size() > 2 * TRADES) {
      opened.values().stream()
          .filter(trade -> closed.containsKey(trade.getEntryId()))
          .min(Comparator.comparingLong(TradeOpened::getOpenTimeMs))
          .ifPresent(oldest -> opened.remove(oldest.getEntryId()));
    }
  }

  private static <V> void put(
      Map<String, V> all, String key, V value, ToLongFunction<V> timeMs, int most) {
    all.put(key, value);
    if (all.size() > most) {
      all.entrySet().stream()
          .min(Comparator.comparingLong(entry -> timeMs.applyAsLong(entry.getValue())))
          .map(Map.Entry::getKey)
          .ifPresent(all::remove);
    }
  }

  /** A record of the log. */
  public synchronized void onLog(LogRecord logRecord) {
    logTimeMs = Math.max(logTimeMs, logRecord.getLogTimeMs());
    Object payload = logRecord.getPayload();
    if (payload instanceof MarketClock clock) {
      clockMs = Math.max(clockMs, clock.getClockMs());
      clock.getVenues().forEach(each -> progress.put(each.getVenue() + each.getInstrument(), each));
    } else if (payload instanceof JobStarted job) {
      started = Optional.of(job);
    } else if (payload instanceof OperatorCommand command) {
      commands.put(command.getAccount(), command);
    } else if (payload instanceof ModelVersion model) {
      models.put(String.valueOf(model.getRole()), model);
    } else if (payload instanceof VenueFinding finding) {
      String key = finding.getAccount() + finding.getKind() + finding.getInstrument();
      if (finding.getOpen()) {
        findings.put(key, finding);
      } else {
        findings.remove(key);
      }
    }
  }

  // ---- what is told

  /** All sections, by name. */
  public synchronized Map<String, JsonNode> sections() {
    Map<String, JsonNode> sections = new LinkedHashMap<>();
    sections.put("run", run());
    sections.put("accounts", accounts());
    sections.put("positions", positions());
    sections.put("orders", orders());
    sections.put("signals", signals());
    sections.put("trades", trades());
    sections.put("feeds", feeds());
    return sections;
  }

  private ObjectNode run() {
    ObjectNode run = JSON.objectNode();
    run.put("clockMs", clockMs).put("logTimeMs", logTimeMs);
    run.put("configuration", started.map(JobStarted::getConfigHash).orElse(""));
    run.put("code", started.map(JobStarted::getCodeVersion).orElse(""));
    run.put("remoteAccount", started.map(JobStarted::getRemoteAccount).orElse(""));
    ArrayNode inForce = run.putArray("models");
    models.forEach(
        (role, model) ->
            inForce
                .addObject()
                .put("role", role)
                .put("id", model.getId())
                .put("fromMs", model.getInForceFromMs()));
    ArrayNode open = run.putArray("findings");
    findings
        .values()
        .forEach(
            finding ->
                open.addObject()
                    .put("account", finding.getAccount())
                    .put("instrument", finding.getInstrument())
                    .put("kind", finding.getKind().name())
                    .put("detail", finding.getDetail())
                    .put("sinceMs", finding.getTimeMs()));
    return run;
  }

  private ArrayNode accounts() {
    ArrayNode all = JSON.arrayNode();
    accounts.forEach((name, point) -> all.add(account(name, point)));
    return all;
  }

  private ObjectNode account(String name, EquityPoint point) {
    ObjectNode account = JSON.objectNode().put("name", name).put("timeMs", point.getTimeMs());
    account.put("balance", text(point.getBalance())).put("equity", text(point.getEquity()));
    account.put("exposure", text(point.getExposure()));
    account.put("dayLoss", point.getDayLoss()).put("drawdown", point.getDrawdown());
    account.put("openPositions", point.getOpenPositions()).put("trading", point.getTrading());
    account.put("halted", halted(name));
    Optional.ofNullable(limits.get(name))
        .filter(AccountLimits::on)
        .ifPresent(
            limit ->
                account
                    .put("dayLossLimit", limit.dayLoss())
                    .put("drawdownLimit", limit.drawdown()));
    ArrayNode series = account.putArray("series");
    equity
        .getOrDefault(name, new TreeMap<>())
        .forEach((timeMs, value) -> series.addArray().add(timeMs).add(value.doubleValue()));
    return account;
  }

  private boolean halted(String account) {
    return java.util.stream.Stream.of("", account)
        .map(commands::get)
        .filter(java.util.Objects::nonNull)
        .max(Comparator.comparingLong(OperatorCommand::getCommandTimeMs))
        .filter(command -> command.getAction() != OperatorAction.RESUME)
        .isPresent();
  }

  private ArrayNode positions() {
    ArrayNode all = JSON.arrayNode();
    latest(opened, TradeOpened::getOpenTimeMs).stream()
        .filter(trade -> !closed.containsKey(trade.getEntryId()))
        .forEach(trade -> all.add(position(trade)));
    return all;
  }

  private static ObjectNode position(TradeOpened trade) {
    return JSON.objectNode()
        .put("id", trade.getEntryId())
        .put("account", trade.getAccount())
        .put("instrument", trade.getInstrument())
        .put("direction", trade.getDirection())
        .put("openMs", trade.getOpenTimeMs())
        .put("quantity", text(trade.getQuantity()))
        .put("entry", text(trade.getEntryPrice()))
        .put("stop", text(trade.getStopPrice()))
        .put("tierMs", trade.getTierMs())
        .put("leverage", trade.getLeverage());
  }

  private ArrayNode orders() {
    ArrayNode all = JSON.arrayNode();
    latest(orders, OrderDecision::getDecisionTimeMs).forEach(order -> all.add(order(order)));
    return all;
  }

  private ObjectNode order(OrderDecision order) {
    ObjectNode node =
        JSON.objectNode()
            .put("id", order.getClientId())
            .put("account", order.getAccount())
            .put("decidedMs", order.getDecisionTimeMs())
            .put("instrument", order.getInstrument())
            .put("intent", order.getIntent().name())
            .put("side", order.getSide().name())
            .put("type", order.getType().name())
            .put("quantity", text(order.getQuantity()))
            .put("stop", text(order.getStopPrice()))
            .put("tierMs", order.getTierMs())
            .put("leverage", order.getLeverage())
            .put("sizeBound", String.valueOf(order.getSizeBound()))
            .put("attempt", order.getAttempt());
    OrderOutcome outcome = outcomes.get(order.getClientId());
    if (outcome == null) {
      return node.put("outcome", "WORKING");
    }
    return node.put("outcome", outcome.getOutcome().name())
        .put("outcomeMs", outcome.getOutcomeTimeMs())
        .put("denial", outcome.getDenial() == null ? "" : outcome.getDenial().name())
        .put("detail", outcome.getDetail())
        .put("price", text(outcome.getPrice()))
        .put("fee", text(outcome.getFee()));
  }

  private ArrayNode signals() {
    ArrayNode all = JSON.arrayNode();
    for (Signal signal : latest(signals, Signal::getMarketTimeMs)) {
      all.addObject()
          .put("instrument", signal.getInstrument())
          .put("timeMs", signal.getMarketTimeMs())
          .put("earlierMs", signal.getEarlierTimeMs())
          .put("direction", signal.getDirection())
          .put("fast", signal.getFastConfidence())
          .put("slow", signal.getSlowConfidence())
          .put("tierMs", signal.getTierMs())
          .put("close", signal.getClose())
          .put("atr", signal.getAtr14())
          .put("source", signal.getSource())
          .put("quality", signal.getQuality().name());
    }
    return all;
  }

  private ArrayNode trades() {
    ArrayNode all = JSON.arrayNode();
    for (TradeClosed trade : latest(closed, TradeClosed::getCloseTimeMs)) {
      ObjectNode node =
          all.addObject()
              .put("id", trade.getEntryId())
              .put("account", trade.getAccount())
              .put("closeMs", trade.getCloseTimeMs())
              .put("exit", trade.getExitIntent().name())
              .put("exitPrice", text(trade.getExitPrice()))
              .put("realised", text(trade.getRealised()))
              .put("fee", text(trade.getFee()));
      Optional.ofNullable(opened.get(trade.getEntryId()))
          .ifPresent(
              open ->
                  node.put("instrument", open.getInstrument())
                      .put("direction", open.getDirection())
                      .put("openMs", open.getOpenTimeMs())
                      .put("entry", text(open.getEntryPrice()))
                      .put("quantity", text(open.getQuantity())));
    }
    return all;
  }

  private ObjectNode feeds() {
    ObjectNode node = JSON.objectNode();
    ArrayNode venues = node.putArray("progress");
    progress
        .values()
        .forEach(
            each ->
                venues
                    .addObject()
                    .put("venue", each.getVenue())
                    .put("instrument", each.getInstrument())
                    .put("progressMs", each.getProgressMs())
                    .put("givenUp", each.getGivenUp()));
    ArrayNode events = node.putArray("decisions");
    for (FeedDecision decision : latest(feeds, FeedDecision::getCloseTimeMs)) {
      events
          .addObject()
          .put("kind", decision.getKind().name())
          .put("instrument", decision.getInstrument())
          .put("timeMs", decision.getCloseTimeMs())
          .put("venue", decision.getVenue())
          .put("other", decision.getOther())
          .put("detail", decision.getDetail());
    }
    return node;
  }

  private static <V> List<V> latest(Map<String, V> all, ToLongFunction<V> timeMs) {
    List<V> values = new ArrayList<>(all.values());
    values.sort(Comparator.comparingLong(timeMs).reversed());
    return values;
  }

  /** Empty where there is none. */
  private static String text(BigDecimal amount) {
    return amount == null ? "" : Money.text(Money.fromBorder(amount));
  }
}
