package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.schemas.TradeSide;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gate perpetuals settled in USDT. Times of bars are seconds, sizes contracts; the flag that closes
 * a bar may be missing, so that it is never waited for.
 */
public final class GateDialect implements Dialect {

  private static final long MS = 1_000;

  /** Without it sizes come as whole numbers, rounded down. */
  private static final Map<String, String> DECIMAL_SIZES = Map.of("X-Gate-Size-Decimal", "1");

  @Override
  public String venue() {
    return "gate";
  }

  @Override
  public String symbol(String instrument) {
    return instrument.replaceFirst("USDT$", "_USDT");
  }

  @Override
  public boolean tellsClosed() {
    return false;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://api.gateio.ws");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return Map.of("usdt", URI.create("wss://fx-ws.gateio.ws"));
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> subscriptions = new ArrayList<>();
    for (String symbol : symbols) {
      subscribe(subscriptions, nowMs, "futures.candlesticks", List.of("1m", symbol));
    }
    if (extras.trades()) {
      subscribe(subscriptions, nowMs, "futures.trades", symbols);
    }
    if (extras.marks()) {
      subscribe(subscriptions, nowMs, "futures.tickers", symbols);
    }
    if (extras.quotes()) {
      subscribe(subscriptions, nowMs, "futures.book_ticker", symbols);
    }
    return List.of(new Link("usdt", "/v4/ws/usdt", DECIMAL_SIZES, subscriptions, true));
  }

  private static void subscribe(
      List<String> subscriptions, long nowMs, String channel, List<String> payload) {
    subscriptions.add(
        "{\"time\":"
            + nowMs / MS
            + ",\"id\":"
            + (subscriptions.size() + 1)
            + ",\"channel\":\""
            + channel
            + "\",\"event\":\"subscribe\",\"payload\":[\""
            + String.join("\",\"", payload)
            + "\"]}");
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(
        15_000, nowMs -> "{\"time\":" + nowMs / MS + ",\"channel\":\"futures.ping\"}");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    JsonNode root = Json.parse(frame);
    if (root.path("type").asText().equals("upgrade")) {
      return List.of(new FeedEvent.MustReconnect(root.path("msg").asText()));
    }
    String channel = Json.text(Json.field(root, "channel"));
    if (root.hasNonNull("error")) {
      JsonNode error = root.get("error");
      return List.of(
          new FeedEvent.Refused(
              error.path("code").asText() + " " + error.path("message").asText()));
    }
    if (channel.equals("futures.pong")) {
      return List.of(new FeedEvent.Pong());
    }
    if (!root.path("event").asText().equals("update")) {
      return List.of(new FeedEvent.Acknowledged());
    }
    return switch (channel) {
      case "futures.candlesticks" -> bars(Json.array(root, "result"), contracts);
      case "futures.trades" -> trades(Json.array(root, "result"), contracts);
      case "futures.tickers" ->
          marks(Json.array(root, "result"), Json.whole(Json.field(root, "time_ms")));
      case "futures.book_ticker" -> quote(Json.field(root, "result"), contracts);
      default -> List.of();
    };
  }

  private static List<FeedEvent> bars(JsonNode result, Contracts contracts)
      throws UnreadableFrameException {
    List<BarRow> rows = new ArrayList<>();
    for (JsonNode row : result) {
      String name = Json.text(Json.field(row, "n"));
      if (name.startsWith("1m_")) {
        String symbol = name.substring("1m_".length());
        boolean closed = row.path("w").asBoolean(false);
        rows.add(
            row(row, symbol, contracts, closed ? BarRow.Finality.CLOSED : BarRow.Finality.UNTOLD));
      }
    }
    rows.sort(Comparator.comparingLong(BarRow::startMs));
    return Rows.seen(rows);
  }

  private static BarRow row(
      JsonNode row, String symbol, Contracts contracts, BarRow.Finality finality)
      throws UnreadableFrameException {
    return new BarRow(
        symbol,
        Json.whole(Json.field(row, "t")) * MS,
        Json.number(Json.field(row, "o")),
        Json.number(Json.field(row, "h")),
        Json.number(Json.field(row, "l")),
        Json.number(Json.field(row, "c")),
        Json.size(Json.field(row, "v"), contracts.sizeOf(symbol)),
        finality);
  }

  private static List<FeedEvent> trades(JsonNode result, Contracts contracts)
      throws UnreadableFrameException {
    List<FeedEvent> trades = new ArrayList<>();
    for (JsonNode row : result) {
      if (row.path("is_internal").asBoolean(false)) {
        // Of the insurance fund or a deleveraging: not part of the bars.
        continue;
      }
      String symbol = Json.text(Json.field(row, "contract"));
      double size = Json.size(Json.field(row, "size"), contracts.sizeOf(symbol));
      trades.add(
          new FeedEvent.TradeSeen(
              symbol,
              Json.field(row, "id").asText(),
              Json.whole(Json.field(row, "create_time_ms")),
              Json.number(Json.field(row, "price")),
              Math.abs(size),
              size > 0 ? TradeSide.BUY : TradeSide.SELL));
    }
    return trades;
  }

  private static List<FeedEvent> marks(JsonNode result, long timeMs)
      throws UnreadableFrameException {
    List<FeedEvent> marks = new ArrayList<>();
    for (JsonNode row : result) {
      marks.add(
          new FeedEvent.MarkSeen(
              Json.text(Json.field(row, "contract")),
              timeMs,
              Json.number(Json.field(row, "mark_price"))));
    }
    return marks;
  }

  private static List<FeedEvent> quote(JsonNode row, Contracts contracts)
      throws UnreadableFrameException {
    String symbol = Json.text(Json.field(row, "s"));
    BigDecimal contract = contracts.sizeOf(symbol);
    return List.of(
        new FeedEvent.QuoteSeen(
            symbol,
            Json.whole(Json.field(row, "t")),
            Json.number(Json.field(row, "b")),
            Json.size(Json.field(row, "B"), contract),
            Json.number(Json.field(row, "a")),
            Json.size(Json.field(row, "A"), contract)));
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(100, Duration.ofSeconds(10));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/api/v4/spot/time", 1);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(answer, "server_time"));
  }

  @Override
  public int maxBars() {
    return 1_000;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return decimal(
        RestRequest.Purpose.BARS,
        symbol,
        "/api/v4/futures/usdt/candlesticks?contract="
            + symbol
            + "&interval=1m&from="
            + fromMs / MS
            + "&to="
            + toMs / MS);
  }

  private static RestRequest decimal(RestRequest.Purpose purpose, String symbol, String path) {
    return new RestRequest(purpose, symbol, "GET", path, DECIMAL_SIZES, 1);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return Rows.bars(
        Json.array(answer), row -> row(row, symbol, contracts, BarRow.Finality.UNTOLD));
  }

  @Override
  public RestRequest spec(String symbol) {
    return decimal(RestRequest.Purpose.SPEC, symbol, "/api/v4/futures/usdt/contracts/" + symbol);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    BigDecimal contract = Json.exact(Json.field(answer, "quanto_multiplier"));
    BigDecimal minimum = Json.exact(Json.field(answer, "order_size_min"));
    BigDecimal step = answer.path("enable_decimal").asBoolean(false) ? minimum : BigDecimal.ONE;
    boolean open =
        answer.path("status").asText().equals("trading")
            && !answer.path("in_delisting").asBoolean(false);
    return new Spec(
        symbol,
        Json.exact(Json.field(answer, "order_price_round")),
        step.multiply(contract),
        minimum.multiply(contract),
        BigDecimal.ZERO,
        contract,
        Json.exact(Json.field(answer, "leverage_max")),
        open);
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return decimal(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/api/v4/futures/usdt/funding_rate?contract="
            + symbol
            + "&from="
            + fromMs / MS
            + "&to="
            + toMs / MS
            + "&limit=1000");
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return Rows.fundings(
        Json.array(answer),
        row ->
            new FundingRow(
                symbol, Json.whole(Json.field(row, "t")) * MS, Json.exact(Json.field(row, "r"))));
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return answer.hasNonNull("label")
        ? Optional.of(answer.get("label").asText() + " " + answer.path("message").asText())
        : Optional.empty();
  }
}
