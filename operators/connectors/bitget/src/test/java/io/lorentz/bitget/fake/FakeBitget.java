package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A Bitget account for USDT-M futures by the v2 interface, one-way and isolated, that is exact in
 * its money and does everything a real one has ever done to people. It has no clock and no threads:
 * every call names the time, ms since 1970 UTC, and must not go back. One seed gives one course of
 * events. Until a symbol has a price no order of it is taken. Not thread-safe.
 */
public final class FakeBitget {

  private static final String PREFIX = "/api/v2/";
  private static final String HTML_503 =
      "<html><head><title>503 Service Temporarily Unavailable</title></head></html>";

  private final SplittableRandom random;
  private final FakeMarket market;
  private final FakeReads reads;
  private final FakeWrites writes;
  private boolean maintenance;

  public FakeBitget(long seed, FakeStart start, FakeContract... contracts) {
    this.random = new SplittableRandom(seed);
    this.market = new FakeMarket(start, List.of(contracts), random);
    this.reads = new FakeReads(market, random);
    this.writes = new FakeWrites(market, random);
  }

  /** A request, at the moment when it reaches the venue. */
  public FakeAnswer handle(long nowMs, String method, String path, String query, String body) {
    return handle(nowMs, method, path, query, body, 0);
  }

  /**
   * A request, at the moment when it reaches the venue.
   *
   * @param hiddenMs for so long no read of orders and fills shows an order that this request makes
   */
  public FakeAnswer handle(
      long nowMs, String method, String path, String query, String body, long hiddenMs) {
    market.settle(nowMs);
    if (maintenance) {
      return closed(nowMs);
    }
    try {
      return envelope(
          200, "00000", "success", answer(nowMs, method, path, query, body, hiddenMs), nowMs);
    } catch (Refused e) {
      return envelope(e.status(), e.code(), e.getMessage(), NullNode.instance, nowMs);
    } finally {
      market.watch(nowMs);
    }
  }

  private JsonNode answer(
      long nowMs, String method, String path, String query, String body, long hiddenMs) {
    String name = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    return method.equals("GET")
        ? reads.answer(name, FakeRequest.ofQuery(nowMs, query))
        : writes.answer(name, FakeRequest.ofBody(nowMs, body), hiddenMs);
  }

  /** An answer in maintenance. */
  FakeAnswer closed(long nowMs) {
    return random.nextBoolean()
        ? new FakeAnswer(503, HTML_503)
        : refusal(200, "40200", "Server upgrade, please try again later", nowMs);
  }

  /** An answer that says no. */
  static FakeAnswer refusal(int status, String code, String message, long nowMs) {
    return envelope(status, code, message, NullNode.instance, nowMs);
  }

  private static FakeAnswer envelope(
      int status, String code, String message, JsonNode data, long nowMs) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", code).put("msg", message).put("requestTime", nowMs);
    body.set("data", data);
    return new FakeAnswer(status, body.toString());
  }

  /** A connection to the private stream. */
  public FakeStream connect(long nowMs) {
    FakeStream stream = new FakeStream(market, nowMs);
    market.pushes().add(stream);
    return stream;
  }

  /** A new last and mark price: stops fire, orders fill, margin may be gone. */
  public void price(String symbol, long timeMs, BigDecimal last, BigDecimal mark) {
    market.price(symbol, last, mark, timeMs);
  }

  /**
   * Books funding on what is open.
   *
   * @param rate of a period, above 0 if longs pay
   */
  public void funding(String symbol, long timeMs, BigDecimal rate) {
    FakeInstrument instrument = market.ledger().instrument(symbol);
    if (!instrument.position().isFlat()) {
      market.ledger().funding(instrument, rate, timeMs);
      market.pushes().account(market.frozen(), timeMs);
    }
  }

  /** A person trades at market; it may reduce, flip or open, whatever the margin. */
  public void tradeByHand(String symbol, long timeMs, FakeSide side, BigDecimal size) {
    market.tradeByHand(symbol, side, size, timeMs);
  }

  /** A person changes the leverage. */
  public void changeLeverageByHand(String symbol, int leverage) {
    market.ledger().instrument(symbol).leverage(leverage);
  }

  /**
   * A person places a limit order.
   *
   * @return the venue's id of it
   */
  public String placeForeignOrder(
      String symbol, long timeMs, FakeSide side, BigDecimal size, BigDecimal price) {
    FakeOrderTerms terms =
        new FakeOrderTerms(
            symbol,
            "",
            side,
            size,
            Optional.of(price),
            "gtc",
            false,
            Optional.empty(),
            "web",
            side.word() + "_single");
    return market.place(terms, 0, timeMs).orderId();
  }

  /**
   * A person puts a stop on part of a position.
   *
   * @return the venue's id of it
   */
  public String placeForeignStop(
      String symbol, long timeMs, boolean isLong, BigDecimal size, BigDecimal trigger) {
    FakeStops.Wish wish =
        new FakeStops.Wish(
            symbol, "", "loss_plan", isLong, Optional.of(size), trigger, "fill_price");
    String orderId = market.stops().place(wish, timeMs).orderId();
    market.watch(timeMs);
    return orderId;
  }

  /**
   * A person takes back an order or a stop.
   *
   * @throws IllegalArgumentException if none of this id is open
   */
  public void cancelByHand(String orderId, long timeMs) {
    Optional<FakeStop> stop = market.stops().find(orderId, "").filter(FakeStop::isLive);
    Optional<FakeOrder> order = market.find(orderId, "").filter(FakeOrder::isOpen);
    if (stop.isEmpty() && order.isEmpty()) {
      throw new IllegalArgumentException("Neither an order nor a stop is open: " + orderId);
    }
    stop.ifPresent(it -> market.stops().cancel(it, timeMs));
    order.ifPresent(it -> market.cancelByHand(it, timeMs));
    market.settle(timeMs);
    market.watch(timeMs);
  }

  /**
   * A price that nobody but the venue has seen sets off a stop or a target; nothing happens if none
   * of this id is live.
   */
  public void fireStop(String orderId, long timeMs) {
    market
        .stops()
        .find(orderId, "")
        .filter(FakeStop::isLive)
        .ifPresent(stop -> market.fire(stop, timeMs));
    market.watch(timeMs);
  }

  /** The balance changes, and no bill says why. */
  public void drift(BigDecimal amount) {
    market.ledger().drift(amount);
  }

  /** Money comes in, or goes out below 0, with a bill. */
  public void transfer(long timeMs, BigDecimal amount) {
    market.ledger().transfer(amount, timeMs);
    market.pushes().account(market.frozen(), timeMs);
  }

  /** Orders and stops that have ended are not found any more; fills and bills are. */
  public void restartLosingHistory() {
    market.forgetEnded();
  }

  /** While it lasts, every request is answered by a proxy or by an error. */
  public void setMaintenance(boolean on) {
    maintenance = on;
  }

  /** Above 0 long, below 0 short, base currency. */
  public BigDecimal position(String symbol) {
    return market.ledger().instrument(symbol).position().size();
  }

  /** Money of the account without open profit, quote currency, exact. */
  public BigDecimal balance() {
    return market.ledger().balance();
  }

  /** Every order that was ever taken from a client or a person, oldest first. */
  public List<AcceptedOrder> acceptedOrders() {
    return market.everAccepted().stream()
        .filter(order -> !order.terms().source().equals("SYS"))
        .map(AcceptedOrder::of)
        .toList();
  }

  /** Whether a loss stop rests on a symbol. */
  public boolean hasStop(String symbol) {
    return market.stops().live(symbol).stream().anyMatch(FakeStop::isLoss);
  }

  /** Ids of the stops and targets that rest on a symbol, oldest first. */
  public List<String> stopIds(String symbol) {
    return market.stops().live(symbol).stream().map(FakeStop::orderId).toList();
  }

  /** Ids of the orders that are open, oldest first. */
  public List<String> openOrderIds(String symbol) {
    return market.open(symbol).stream().map(FakeOrder::orderId).toList();
  }

  /** Whether an order at market that only reduces waits for the next price. */
  public boolean isBeingClosed(String symbol) {
    return market.open(symbol).stream()
        .anyMatch(order -> order.terms().reduceOnly() && order.terms().price().isEmpty());
  }

  /** Since when loss stops do not close all of a position; empty if they do or there is none. */
  public OptionalLong unprotectedSinceMs(String symbol) {
    return market.ledger().instrument(symbol).nakedSinceMs();
  }

  /** The longest time, by the latest event, that loss stops did not close all of a position. */
  public long longestUnprotectedMs(String symbol) {
    return market.ledger().instrument(symbol).longestNakedMs();
  }

  /** Every fill, oldest first. */
  public List<FakeFill> fills() {
    return List.copyOf(market.ledger().fills());
  }

  /** Every booking, oldest first. */
  public List<FakeBill> bills() {
    return List.copyOf(market.ledger().bills());
  }
}
