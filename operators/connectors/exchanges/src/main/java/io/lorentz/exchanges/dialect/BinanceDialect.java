package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.schemas.TradeSide;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Binance USDS-M futures. Bars, marks and aggregated trades come over the socket {@code market}:
 * the old paths acknowledge such subscriptions and stay silent. Best bid and ask come over {@code
 * public}.
 */
public final class BinanceDialect implements Dialect {

  @Override
  public String venue() {
    return "binance";
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
    return URI.create("https://fapi.binance.com");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    URI address = URI.create("wss://fstream.binance.com");
    return Map.of("market", address, "public", address);
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> market = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String symbol : symbols) {
      String stream = symbol.toLowerCase(Locale.ROOT);
      market.add(stream + "@kline_1m");
      if (extras.trades()) {
        market.add(stream + "@aggTrade");
      }
      if (extras.marks()) {
        market.add(stream + "@markPrice@1s");
      }
      if (extras.quotes()) {
        open.add(stream + "@bookTicker");
      }
    }
    List<Link> links = new ArrayList<>();
    links.add(new Link("market", "/market/stream", Map.of(), subscriptions(market), true));
    if (!open.isEmpty()) {
      links.add(new Link("public", "/public/stream", Map.of(), subscriptions(open), false));
    }
    return links;
  }

  private static List<String> subscriptions(List<String> streams) {
    List<String> subscriptions = new ArrayList<>();
    for (int i = 0; i < streams.size(); i += 100) {
      List<String> some = streams.subList(i, Math.min(streams.size(), i + 100));
      subscriptions.add(
          "{\"method\":\"SUBSCRIBE\",\"params\":[\""
              + String.join("\",\"", some)
              + "\"],\"id\":"
              + (subscriptions.size() + 1)
              + "}");
    }
    return subscriptions;
  }

  @Override
  public Keepalive keepalive() {
    return Keepalive.none();
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    JsonNode root = Json.parse(frame);
    if (root.has("id") && root.has("result")) {
      return List.of(new FeedEvent.Acknowledged());
    }
    if (root.has("code") || root.has("error")) {
      return List.of(new FeedEvent.Refused(frame));
    }
    JsonNode data = root.has("stream") ? Json.field(root, "data") : root;
    return switch (Json.text(Json.field(data, "e"))) {
      case "kline" -> kline(Json.field(data, "k"));
      case "aggTrade" -> List.of(trade(data, Json.field(data, "a").asText()));
      case "trade" -> List.of(trade(data, Json.field(data, "t").asText()));
      case "markPriceUpdate" ->
          List.of(
              new FeedEvent.MarkSeen(
                  Json.text(Json.field(data, "s")),
                  Json.whole(Json.field(data, "E")),
                  Json.number(Json.field(data, "p"))));
      case "bookTicker" -> List.of(quote(data));
      case "serverShutdown" -> List.of(new FeedEvent.MustReconnect("serverShutdown"));
      default -> List.of();
    };
  }

  private static List<FeedEvent> kline(JsonNode k) throws UnreadableFrameException {
    if (!Json.text(Json.field(k, "i")).equals("1m")) {
      return List.of();
    }
    boolean closed = Json.field(k, "x").asBoolean();
    return List.of(
        new FeedEvent.BarSeen(
            new BarRow(
                Json.text(Json.field(k, "s")),
                Json.whole(Json.field(k, "t")),
                Json.number(Json.field(k, "o")),
                Json.number(Json.field(k, "h")),
                Json.number(Json.field(k, "l")),
                Json.number(Json.field(k, "c")),
                Json.number(Json.field(k, "v")),
                closed ? BarRow.Finality.CLOSED : BarRow.Finality.OPEN)));
  }

  private static FeedEvent trade(JsonNode data, String id) throws UnreadableFrameException {
    // The buyer was the maker: so the seller crossed.
    boolean sold = Json.field(data, "m").asBoolean();
    return new FeedEvent.TradeSeen(
        Json.text(Json.field(data, "s")),
        id,
        Json.whole(Json.field(data, "T")),
        Json.number(Json.field(data, "p")),
        Json.number(Json.field(data, "q")),
        sold ? TradeSide.SELL : TradeSide.BUY);
  }

  private static FeedEvent quote(JsonNode data) throws UnreadableFrameException {
    return new FeedEvent.QuoteSeen(
        Json.text(Json.field(data, "s")),
        Json.whole(Json.field(data, "E")),
        Json.number(Json.field(data, "b")),
        Json.number(Json.field(data, "B")),
        Json.number(Json.field(data, "a")),
        Json.number(Json.field(data, "A")));
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(1_200, Duration.ofMinutes(1));
  }

  @Override
  public RestRequest clock() {
    return RestRequest.get(RestRequest.Purpose.CLOCK, "", "/fapi/v1/time", 1);
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return Json.whole(Json.field(answer, "serverTime"));
  }

  @Override
  public int maxBars() {
    return 1_000;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    long count = (toMs - fromMs) / MINUTE_MS + 1;
    return RestRequest.get(
        RestRequest.Purpose.BARS,
        symbol,
        "/fapi/v1/klines?symbol="
            + symbol
            + "&interval=1m&startTime="
            + fromMs
            + "&endTime="
            + toMs
            + "&limit="
            + count,
        count < 100 ? 1 : count < 500 ? 2 : 5);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return Rows.bars(
        Json.array(answer),
        row -> Rows.bar(symbol, row, Json.number(Json.item(row, 5)), BarRow.Finality.UNTOLD));
  }

  @Override
  public RestRequest spec(String symbol) {
    return RestRequest.get(RestRequest.Purpose.SPEC, symbol, "/fapi/v1/exchangeInfo", 1);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    JsonNode row = Rows.listed(Json.array(answer, "symbols"), "symbol", symbol);
    JsonNode price = filter(row, "PRICE_FILTER");
    JsonNode lot = filter(row, "LOT_SIZE");
    return new Spec(
        symbol,
        Json.exact(Json.field(price, "tickSize")),
        Json.exact(Json.field(lot, "stepSize")),
        Json.exact(Json.field(lot, "minQty")),
        Json.exact(Json.field(filter(row, "MIN_NOTIONAL"), "notional")),
        BigDecimal.ONE,
        BigDecimal.ZERO,
        row.path("status").asText().equals("TRADING"));
  }

  private static JsonNode filter(JsonNode symbol, String type) throws UnreadableFrameException {
    for (JsonNode filter : Json.array(symbol, "filters")) {
      if (filter.path("filterType").asText().equals(type)) {
        return filter;
      }
    }
    throw new UnreadableFrameException("has no filter " + type);
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return RestRequest.get(
        RestRequest.Purpose.FUNDINGS,
        symbol,
        "/fapi/v1/fundingRate?symbol="
            + symbol
            + "&startTime="
            + fromMs
            + "&endTime="
            + toMs
            + "&limit=1000",
        5);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return Rows.fundings(
        Json.array(answer), row -> Rows.funding(symbol, row, "fundingTime", "fundingRate"));
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return answer.isObject() && answer.has("code")
        ? Optional.of(answer.path("code").asText() + " " + answer.path("msg").asText())
        : Optional.empty();
  }
}
