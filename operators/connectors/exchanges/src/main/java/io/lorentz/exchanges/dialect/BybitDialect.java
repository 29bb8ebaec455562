package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bybit v5 linear perpetuals. Sizes are in base currency; answers list the newest first. */
public final class BybitDialect implements Dialect {

  @Override
  public String venue() {
    return "bybit";
  }

  @Override
  public String symbol(String instrument) {
    return instrument;
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://api.bybit.com");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return Map.of("linear", URI.create("wss://stream.bybit.com"));
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> subscriptions = new ArrayList<>();
    for (String symbol : symbols) {
      List<String> topics = new ArrayList<>(List.of("kline.1." + symbol));
      if (extras.trades()) {
        topics.add("publicTrade." + symbol);
      }
      if (extras.marks() || extras.quotes()) {
        topics.add("tickers." + symbol);
      }
      subscriptions.add(
          "{\"req_id\":\"feed-"
              + (subscriptions.size() + 1)
              + "\",\"op\":\"subscribe\",\"args\":[\""
              + String.join("\",\"", topics)
              + "\"]}");
    }
    return List.of(new Link("linear", "/v5/public/linear", Map.of(), subscriptions, true));
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(20_000, nowMs -> "{\"op\":\"ping\"}");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    JsonNode root = Json.parse(frame);
    if (root.has("op")) {
      return List.of(answer(root));
    }
    String topic = Json.text(Json.field(root, "topic"));
    if (topic.startsWith("kline.1.")) {
      return bars(Json.array(root, "data"), topic.substring("kline.1.".length()));
    }
    if (topic.startsWith("publicTrade.")) {
      return trades(Json.array(root, "data"));
    }
    return topic.startsWith("tickers.")
        ? ticker(Json.field(root, "data"), Json.whole(Json.field(root, "ts")))
        : List.of();
  }

  private static FeedEvent answer(JsonNode root) {
    String op = root.path("op").asText();
    if (op.equals("pong") || op.equals("ping")) {
      return new FeedEvent.Pong();
    }
    return root.path("success").asBoolean(false)
        ? new FeedEvent.Acknowledged()
        : new FeedEvent.Refused(root.path("ret_msg").asText());
  }

  private static List<FeedEvent> bars(JsonNode data, String symbol)
      throws UnreadableFrameException {
    return Rows.seen(Rows.bars(data, row -> bar(row, symbol)));
  }

  private static BarRow bar(JsonNode row, String symbol) throws UnreadableFrameException {
    boolean closed = Json.field(row, "confirm").asBoolean();
    return new BarRow(
        symbol,
        Json.whole(Json.field(row, "start")),
        Json.number(Json.field(row, "open")),
        Json.number(Json.field(row, "high")),
        Json.number(Json.field(row, "low")),
        Json.number(Json.field(row, "close")),
        Json.number(Json.field(row, "volume")),
        closed ? BarRow.Finality.CLOSED : BarRow.Finality.OPEN);
  }

  private static List<FeedEvent> trades(JsonNode data) throws UnreadableFrameException {
    List<FeedEvent> trades = new ArrayList<>();
    for (JsonNode row : data) {
      trades.add(
          new FeedEvent.TradeSeen(
              Json.text(Json.field(row, "s")),
              Json.field(row, "i").asText(),
              Json.whole(Json.field(row, "T")),
              Json.number(Json.field(row, "p")),
              Json.number(Json.field(row, "v")),
              Rows.side(Json.text(Json.field(row, "S")))));
    }
    return trades;
  }

  /** A delta holds only what changed: what it leaves out is not said anew. */
  private static List<FeedEvent> ticker(JsonNode data, long timeMs)
      throws UnreadableFrameException {
    String symbol = Json.text(Json.field(data, "symbol"));
    List<FeedEvent> events = new ArrayList<>();
    if (data.hasNonNull("markPrice")) {
      events.add(new FeedEvent.MarkSeen(symbol, timeMs, Json.number(data.get("markPrice"))));
    }
    boolean quote =
        data.hasNonNull("bid1Price")
            && data.hasNonNull("ask1Price")
            && data.hasNonNull("bid1Size")
            && data.hasNonNull("ask1Size");
    if (quote) {
      events.add(
          new FeedEvent.QuoteSeen(
              symbol,
              timeMs,
              Json.number(data.get("bid1Price")),
              Json.number(data.get("bid1Size")),
              Json.number(data.get("ask1Price")),
              Json.number(data.get("ask1Size"))));
    }
    return events;
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(300, Duration.ofSeconds(5));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/v5/market/time", 1);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(answer, "time"));
  }

  @Override
  public int maxBars() {
    return 1_000;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.BARS,
        symbol,
        "/v5/market/kline?category=linear&symbol="
            + symbol
            + "&interval=1&start="
            + fromMs
            + "&end="
            + toMs
            + "&limit="
            + maxBars(),
        1);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return Rows.bars(
        list(answer),
        row -> Rows.bar(symbol, row, Json.number(Json.item(row, 5)), BarRow.Finality.UNTOLD));
  }

  private static JsonNode list(JsonNode answer) throws UnreadableFrameException {
    return Json.array(Json.field(answer, "result"), "list");
  }

  @Override
  public RestRequest spec(String symbol) {
    return RestRequest.get(
        RestRequest.Purpose.SPEC,
        symbol,
        "/v5/market/instruments-info?category=linear&symbol=" + symbol,
        1);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    JsonNode row = Rows.listed(list(answer), "symbol", symbol);
    JsonNode lot = Json.field(row, "lotSizeFilter");
    return new Spec(
        symbol,
        Json.exact(Json.field(Json.field(row, "priceFilter"), "tickSize")),
        Json.exact(Json.field(lot, "qtyStep")),
        Json.exact(Json.field(lot, "minOrderQty")),
        Json.exact(Json.field(lot, "minNotionalValue")),
        BigDecimal.ONE,
        Json.exact(Json.field(Json.field(row, "leverageFilter"), "maxLeverage")),
        row.path("status").asText().equals("Trading"));
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/v5/market/funding/history?category=linear&symbol="
            + symbol
            + "&startTime="
            + fromMs
            + "&endTime="
            + toMs
            + "&limit=200",
        1);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return Rows.fundings(
        list(answer), row -> Rows.funding(symbol, row, "fundingRateTimestamp", "fundingRate"));
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return answer.path("retCode").asInt(-1) == 0
        ? Optional.empty()
        : Optional.of(answer.path("retCode").asText() + " " + answer.path("retMsg").asText());
  }
}
