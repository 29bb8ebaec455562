package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bitget USDT-M perpetuals, interface v2. Sizes are in base currency; no frame tells a close. */
public final class BitgetDialect implements Dialect {

  private static final String TYPE = "USDT-FUTURES";

  @Override
  public String venue() {
    return "bitget";
  }

  @Override
  public String symbol(String instrument) {
    return instrument;
  }

  @Override
  public boolean tellsClosed() {
    return false;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://api.bitget.com");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return Map.of("public", URI.create("wss://ws.bitget.com"));
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> channels = new ArrayList<>(List.of("candle1m"));
    if (extras.trades()) {
      channels.add("trade");
    }
    if (extras.marks() || extras.quotes()) {
      channels.add("ticker");
    }
    List<String> subscriptions = new ArrayList<>();
    for (String symbol : symbols) {
      List<String> args = new ArrayList<>();
      for (String channel : channels) {
        args.add(
            "{\"instType\":\""
                + TYPE
                + "\",\"channel\":\""
                + channel
                + "\",\"instId\":\""
                + symbol
                + "\"}");
      }
      subscriptions.add("{\"op\":\"subscribe\",\"args\":[" + String.join(",", args) + "]}");
    }
    return List.of(new Link("public", "/v2/ws/public", Map.of(), subscriptions, true));
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(25_000, nowMs -> "ping");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    if (frame.equals("pong")) {
      return List.of(new FeedEvent.Pong());
    }
    JsonNode root = Json.parse(frame);
    if (root.hasNonNull("event")) {
      return root.get("event").asText().equals("error")
          ? List.of(
              new FeedEvent.Refused(root.path("code").asText() + " " + root.path("msg").asText()))
          : List.of(new FeedEvent.Acknowledged());
    }
    JsonNode arg = Json.field(root, "arg");
    String symbol = Json.text(Json.field(arg, "instId"));
    JsonNode data = Json.array(root, "data");
    return switch (Json.text(Json.field(arg, "channel"))) {
      case "candle1m" -> Rows.seen(rows(data, symbol));
      case "trade" -> trades(data, symbol);
      case "ticker" -> ticker(data, symbol);
      default -> List.of();
    };
  }

  private static List<BarRow> rows(JsonNode data, String symbol) throws UnreadableFrameException {
    return Rows.bars(
        data, row -> Rows.bar(symbol, row, Json.number(Json.item(row, 5)), BarRow.Finality.UNTOLD));
  }

  private static List<FeedEvent> trades(JsonNode data, String symbol)
      throws UnreadableFrameException {
    List<FeedEvent.TradeSeen> trades = new ArrayList<>();
    for (JsonNode row : data) {
      trades.add(
          new FeedEvent.TradeSeen(
              symbol,
              Json.field(row, "tradeId").asText(),
              Json.whole(Json.field(row, "ts")),
              Json.number(Json.field(row, "price")),
              Json.number(Json.field(row, "size")),
              Rows.side(Json.text(Json.field(row, "side")))));
    }
    // Newest first in a frame; ids of one moment rise.
    trades.sort(
        Comparator.comparingLong(FeedEvent.TradeSeen::timeMs)
            .thenComparing(trade -> trade.id().length())
            .thenComparing(FeedEvent.TradeSeen::id));
    return List.copyOf(trades);
  }

  private static List<FeedEvent> ticker(JsonNode data, String symbol)
      throws UnreadableFrameException {
    List<FeedEvent> events = new ArrayList<>();
    for (JsonNode row : data) {
      long timeMs = Json.whole(Json.field(row, "ts"));
      if (row.hasNonNull("markPrice")) {
        events.add(new FeedEvent.MarkSeen(symbol, timeMs, Json.number(row.get("markPrice"))));
      }
      if (row.hasNonNull("bidPr") && row.hasNonNull("askPr")) {
        events.add(
            new FeedEvent.QuoteSeen(
                symbol,
                timeMs,
                Json.number(row.get("bidPr")),
                Json.number(Json.field(row, "bidSz")),
                Json.number(row.get("askPr")),
                Json.number(Json.field(row, "askSz"))));
      }
    }
    return events;
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(10, Duration.ofSeconds(1));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/api/v2/public/time", 1);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(Json.field(answer, "data"), "serverTime"));
  }

  @Override
  public int maxBars() {
    return 200;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    // The end is exclusive here; both ends are given, so that either reading holds them all.
    return RestRequest.get(
        RestRequest.Purpose.BARS,
        symbol,
        "/api/v2/mix/market/candles?symbol="
            + symbol
            + "&productType="
            + TYPE
            + "&granularity=1m&startTime="
            + fromMs
            + "&endTime="
            + (toMs + MINUTE_MS)
            + "&limit="
            + (maxBars() + 2),
        1);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    JsonNode data = answer.path("data");
    return data.isNull() ? List.of() : rows(Json.array(answer, "data"), symbol);
  }

  @Override
  public RestRequest spec(String symbol) {
    return RestRequest.get(
        RestRequest.Purpose.SPEC,
        symbol,
        "/api/v2/mix/market/contracts?productType=" + TYPE + "&symbol=" + symbol,
        1);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    JsonNode row = Rows.listed(Json.array(answer, "data"), "symbol", symbol);
    int place = (int) Json.whole(Json.field(row, "pricePlace"));
    BigDecimal step = Json.exact(Json.field(row, "priceEndStep"));
    return new Spec(
        symbol,
        step.scaleByPowerOfTen(-place),
        Json.exact(Json.field(row, "sizeMultiplier")),
        Json.exact(Json.field(row, "minTradeNum")),
        Json.exact(Json.field(row, "minTradeUSDT")),
        BigDecimal.ONE,
        Json.exact(Json.field(row, "maxLever")),
        row.path("symbolStatus").asText().equals("normal"));
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return page(symbol, 1);
  }

  @Override
  public Optional<RestRequest> fundingPage(String symbol, int number) {
    return Optional.of(page(symbol, number));
  }

  private static RestRequest page(String symbol, int number) {
    return RestRequest.get(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/api/v2/mix/market/history-fund-rate?symbol="
            + symbol
            + "&productType="
            + TYPE
            + "&pageSize=100&pageNo="
            + number,
        1);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return Rows.fundings(
        Json.array(answer, "data"), row -> Rows.funding(symbol, row, "fundingTime", "fundingRate"));
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return Rows.refusal(answer, "00000");
  }
}
