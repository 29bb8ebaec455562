package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * KuCoin futures, the classic interface: a ticket before each connection, a greeting before each
 * subscription. Bitcoin is XBT; sizes are lots; a bar over the socket is open, close, high, low, in
 * an answer open, high, low, close; nothing tells a close.
 */
public final class KucoinDialect implements Dialect {

  private static final long MS = 1_000;
  private static final long NANOS_PER_MS = 1_000_000;

  @Override
  public String venue() {
    return "kucoin";
  }

  @Override
  public String symbol(String instrument) {
    return instrument.replaceFirst("^BTC", "XBT") + "M";
  }

  @Override
  public boolean tellsClosed() {
    return false;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://api-futures.kucoin.com");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return Map.of();
  }

  @Override
  public Optional<RestRequest> ticket() {
    return Optional.of(
        new RestRequest(
            RestRequest.Purpose.TICKET, "", "POST", "/api/v1/bullet-public", Map.of(), 10));
  }

  @Override
  public URI ticketAddress(JsonNode answer, long nowMs) throws UnreadableFrameException {
    JsonNode data = Json.field(answer, "data");
    String token = Json.text(Json.field(data, "token"));
    JsonNode server = Json.item(Json.array(data, "instanceServers"), 0);
    String endpoint = Json.text(Json.field(server, "endpoint"));
    try {
      return URI.create(endpoint + "?token=" + token + "&connectId=" + nowMs);
    } catch (IllegalArgumentException e) {
      throw new UnreadableFrameException("the ticket is no address", e);
    }
  }

  @Override
  public boolean greets() {
    return true;
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> subscriptions = new ArrayList<>();
    List<String> bars = symbols.stream().map(symbol -> symbol + "_1min").toList();
    subscribe(subscriptions, "/contractMarket/limitCandle", bars);
    if (extras.trades()) {
      subscribe(subscriptions, "/contractMarket/execution", symbols);
    }
    if (extras.marks()) {
      subscribe(subscriptions, "/contract/instrument", symbols);
    }
    if (extras.quotes()) {
      subscribe(subscriptions, "/contractMarket/tickerV2", symbols);
    }
    return List.of(new Link("public", "", Map.of(), subscriptions, true));
  }

  private static void subscribe(List<String> subscriptions, String topic, List<String> names) {
    for (int i = 0; i < names.size(); i += 100) {
      subscriptions.add(
          "{\"id\":\""
              + (subscriptions.size() + 1)
              + "\",\"type\":\"subscribe\",\"topic\":\""
              + topic
              + ":"
              + String.join(",", names.subList(i, Math.min(names.size(), i + 100)))
              + "\",\"response\":true}");
    }
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(18_000, nowMs -> "{\"id\":\"" + nowMs + "\",\"type\":\"ping\"}");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    JsonNode root = Json.parse(frame);
    return switch (Json.text(Json.field(root, "type"))) {
      case "welcome" -> List.of(new FeedEvent.Welcome());
      case "ack" -> List.of(new FeedEvent.Acknowledged());
      case "pong" -> List.of(new FeedEvent.Pong());
      case "error" -> List.of(error(root));
      case "message" -> message(root, contracts);
      default -> List.of();
    };
  }

  private static FeedEvent error(JsonNode root) {
    String told = root.path("code").asText() + " " + root.path("data").asText();
    return root.path("code").asInt() == 401
        ? new FeedEvent.MustReconnect(told)
        : new FeedEvent.Refused(told);
  }

  private static List<FeedEvent> message(JsonNode root, Contracts contracts)
      throws UnreadableFrameException {
    String topic = Json.text(Json.field(root, "topic"));
    JsonNode data = Json.field(root, "data");
    String name = topic.substring(topic.indexOf(':') + 1);
    if (topic.startsWith("/contractMarket/limitCandle:")) {
      return name.endsWith("_1min") ? bar(data, contracts) : List.of();
    }
    if (topic.startsWith("/contractMarket/execution:")) {
      return trade(data, contracts);
    }
    if (topic.startsWith("/contract/instrument:")) {
      return data.hasNonNull("markPrice")
          ? List.of(
              new FeedEvent.MarkSeen(
                  name,
                  Json.whole(Json.field(data, "timestamp")),
                  Json.number(data.get("markPrice"))))
          : List.of();
    }
    return topic.startsWith("/contractMarket/tickerV2:") ? quote(data, contracts) : List.of();
  }

  private static List<FeedEvent> bar(JsonNode data, Contracts contracts)
      throws UnreadableFrameException {
    String symbol = Json.text(Json.field(data, "symbol"));
    JsonNode row = Json.array(data, "candles");
    return List.of(
        new FeedEvent.BarSeen(
            new BarRow(
                symbol,
                Json.whole(Json.item(row, 0)) * MS,
                Json.number(Json.item(row, 1)),
                Json.number(Json.item(row, 3)),
                Json.number(Json.item(row, 4)),
                Json.number(Json.item(row, 2)),
                // The one before it is officially wrong.
                Json.size(Json.item(row, 6), contracts.sizeOf(symbol)),
                BarRow.Finality.UNTOLD)));
  }

  private static List<FeedEvent> trade(JsonNode data, Contracts contracts)
      throws UnreadableFrameException {
    String symbol = Json.text(Json.field(data, "symbol"));
    return List.of(
        new FeedEvent.TradeSeen(
            symbol,
            Json.field(data, "tradeId").asText(),
            Json.whole(Json.field(data, "ts")) / NANOS_PER_MS,
            Json.number(Json.field(data, "price")),
            Json.size(Json.field(data, "size"), contracts.sizeOf(symbol)),
            Rows.side(Json.text(Json.field(data, "side")))));
  }

  private static List<FeedEvent> quote(JsonNode data, Contracts contracts)
      throws UnreadableFrameException {
    String symbol = Json.text(Json.field(data, "symbol"));
    BigDecimal contract = contracts.sizeOf(symbol);
    return List.of(
        new FeedEvent.QuoteSeen(
            symbol,
            Json.whole(Json.field(data, "ts")) / NANOS_PER_MS,
            Json.number(Json.field(data, "bestBidPrice")),
            Json.size(Json.field(data, "bestBidSize"), contract),
            Json.number(Json.field(data, "bestAskPrice")),
            Json.size(Json.field(data, "bestAskSize"), contract)));
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(1_000, Duration.ofSeconds(30));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/api/v1/timestamp", 2);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(answer, "data"));
  }

  @Override
  public int maxBars() {
    return 200;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.BARS,
        symbol,
        "/api/v1/kline/query?symbol=" + symbol + "&granularity=1&from=" + fromMs + "&to=" + toMs,
        3);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return Rows.bars(
        Json.array(answer, "data"),
        row -> {
          double volume = Json.size(Json.item(row, 5), contracts.sizeOf(symbol));
          return Rows.bar(symbol, row, volume, BarRow.Finality.UNTOLD);
        });
  }

  @Override
  public RestRequest spec(String symbol) {
    return RestRequest.get(RestRequest.Purpose.SPEC, symbol, "/api/v1/contracts/" + symbol, 3);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    JsonNode data = Json.field(answer, "data");
    BigDecimal contract = Json.exact(Json.field(data, "multiplier"));
    BigDecimal lot = Json.exact(Json.field(data, "lotSize")).multiply(contract);
    return new Spec(
        symbol,
        Json.exact(Json.field(data, "tickSize")),
        lot,
        lot,
        BigDecimal.ZERO,
        contract,
        Json.exact(Json.field(data, "maxLeverage")),
        data.path("status").asText().equals("Open"));
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/api/v1/contract/funding-rates?symbol=" + symbol + "&from=" + fromMs + "&to=" + toMs,
        5);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return answer.path("data").isNull()
        ? List.of()
        : Rows.fundings(
            Json.array(answer, "data"),
            row -> Rows.funding(symbol, row, "timepoint", "fundingRate"));
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return Rows.refusal(answer, "200000");
  }
}
