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
 * OKX swaps. Bars come over the socket {@code business}, the rest over {@code public}; sizes of
 * trades and quotes are in contracts, bars tell the base currency too; answers list the newest
 * first.
 */
public final class OkxDialect implements Dialect {

  private static final String SUFFIX = "-SWAP";

  @Override
  public String venue() {
    return "okx";
  }

  @Override
  public String symbol(String instrument) {
    return instrument.replaceFirst("USDT$", "-USDT") + SUFFIX;
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://openapi.okx.com");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    URI address = URI.create("wss://ws.okx.com:8443");
    return Map.of("business", address, "public", address);
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<Link> links = new ArrayList<>();
    links.add(
        new Link(
            "business",
            "/ws/v5/business",
            Map.of(),
            List.of(subscription(symbols, List.of("candle1m"))),
            true));
    List<String> channels = new ArrayList<>();
    if (extras.trades()) {
      channels.add("trades");
    }
    if (extras.marks()) {
      channels.add("mark-price");
    }
    if (extras.quotes()) {
      channels.add("tickers");
    }
    if (!channels.isEmpty()) {
      links.add(
          new Link(
              "public",
              "/ws/v5/public",
              Map.of(),
              List.of(subscription(symbols, channels)),
              false));
    }
    return links;
  }

  private static String subscription(List<String> symbols, List<String> channels) {
    List<String> args = new ArrayList<>();
    for (String symbol : symbols) {
      for (String channel : channels) {
        args.add("{\"channel\":\"" + channel + "\",\"instId\":\"" + symbol + "\"}");
      }
    }
    return "{\"op\":\"subscribe\",\"args\":[" + String.join(",", args) + "]}";
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(20_000, nowMs -> "ping");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    if (frame.equals("pong")) {
      return List.of(new FeedEvent.Pong());
    }
    JsonNode root = Json.parse(frame);
    if (root.hasNonNull("event")) {
      return List.of(event(root));
    }
    JsonNode arg = Json.field(root, "arg");
    String symbol = Json.text(Json.field(arg, "instId"));
    JsonNode data = Json.array(root, "data");
    return switch (Json.text(Json.field(arg, "channel"))) {
      case "candle1m" -> Rows.seen(rows(data, symbol));
      case "trades" -> trades(data, symbol, contracts.sizeOf(symbol));
      case "mark-price" -> marks(data, symbol);
      case "tickers" -> quotes(data, symbol, contracts.sizeOf(symbol));
      default -> List.of();
    };
  }

  private static FeedEvent event(JsonNode root) {
    String told = root.path("code").asText() + " " + root.path("msg").asText();
    return switch (root.path("event").asText()) {
      case "error" -> new FeedEvent.Refused(told);
      case "notice" -> new FeedEvent.MustReconnect(told);
      default -> new FeedEvent.Acknowledged();
    };
  }

  private static List<BarRow> rows(JsonNode data, String symbol) throws UnreadableFrameException {
    return Rows.bars(
        data,
        row -> {
          boolean closed = Json.item(row, 8).asText().equals("1");
          return Rows.bar(
              symbol,
              row,
              Json.number(Json.item(row, 6)),
              closed ? BarRow.Finality.CLOSED : BarRow.Finality.OPEN);
        });
  }

  private static List<FeedEvent> trades(JsonNode data, String symbol, BigDecimal contractSize)
      throws UnreadableFrameException {
    List<FeedEvent> trades = new ArrayList<>();
    for (JsonNode row : data) {
      trades.add(
          new FeedEvent.TradeSeen(
              symbol,
              Json.field(row, "tradeId").asText(),
              Json.whole(Json.field(row, "ts")),
              Json.number(Json.field(row, "px")),
              Json.size(Json.field(row, "sz"), contractSize),
              Rows.side(Json.text(Json.field(row, "side")))));
    }
    return trades;
  }

  private static List<FeedEvent> marks(JsonNode data, String symbol)
      throws UnreadableFrameException {
    List<FeedEvent> marks = new ArrayList<>();
    for (JsonNode row : data) {
      marks.add(
          new FeedEvent.MarkSeen(
              symbol, Json.whole(Json.field(row, "ts")), Json.number(Json.field(row, "markPx"))));
    }
    return marks;
  }

  private static List<FeedEvent> quotes(JsonNode data, String symbol, BigDecimal contractSize)
      throws UnreadableFrameException {
    List<FeedEvent> quotes = new ArrayList<>();
    for (JsonNode row : data) {
      quotes.add(
          new FeedEvent.QuoteSeen(
              symbol,
              Json.whole(Json.field(row, "ts")),
              Json.number(Json.field(row, "bidPx")),
              Json.size(Json.field(row, "bidSz"), contractSize),
              Json.number(Json.field(row, "askPx")),
              Json.size(Json.field(row, "askSz"), contractSize)));
    }
    return quotes;
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(10, Duration.ofSeconds(2));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/api/v5/public/time", 1);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(Json.item(Json.array(answer, "data"), 0), "ts"));
  }

  @Override
  public int maxBars() {
    return 300;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    // Both ends are exclusive: after is older than, before is newer than.
    return RestRequest.get(
        RestRequest.Purpose.BARS,
        symbol,
        "/api/v5/market/candles?instId="
            + symbol
            + "&bar=1m&after="
            + (toMs + 1)
            + "&before="
            + (fromMs - 1)
            + "&limit="
            + maxBars(),
        1);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return rows(Json.array(answer, "data"), symbol);
  }

  @Override
  public RestRequest spec(String symbol) {
    return RestRequest.get(
        RestRequest.Purpose.SPEC,
        symbol,
        "/api/v5/public/instruments?instType=SWAP&instId=" + symbol,
        1);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    JsonNode row = Rows.listed(Json.array(answer, "data"), "instId", symbol);
    BigDecimal contract =
        Json.exact(Json.field(row, "ctVal")).multiply(Json.exact(Json.field(row, "ctMult")));
    return new Spec(
        symbol,
        Json.exact(Json.field(row, "tickSz")),
        Json.exact(Json.field(row, "lotSz")).multiply(contract),
        Json.exact(Json.field(row, "minSz")).multiply(contract),
        BigDecimal.ZERO,
        contract,
        Json.exact(Json.field(row, "lever")),
        row.path("state").asText().equals("live"));
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/api/v5/public/funding-rate-history?instId="
            + symbol
            + "&before="
            + (fromMs - 1)
            + "&limit=100",
        1);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return Rows.fundings(
        Json.array(answer, "data"),
        row -> {
          boolean realized = !row.path("realizedRate").asText().isEmpty();
          String rate = realized ? "realizedRate" : "fundingRate";
          return Rows.funding(symbol, row, "fundingTime", rate);
        });
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return Rows.refusal(answer, "0");
  }
}
