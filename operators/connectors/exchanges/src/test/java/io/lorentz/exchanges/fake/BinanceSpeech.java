package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Binance. */
final class BinanceSpeech implements Speech {

  @Override
  public BigDecimal contractSize() {
    return new BigDecimal("0.001");
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs) {
    return "{\"stream\":\""
        + symbol.toLowerCase(Locale.ROOT)
        + "@kline_1m\",\"data\":{\"e\":\"kline\",\"E\":"
        + nowMs
        + ",\"s\":\""
        + symbol
        + "\",\"k\":{\"t\":"
        + startMs
        + ",\"T\":"
        + (startMs + 59_999)
        + ",\"s\":\""
        + symbol
        + "\",\"i\":\"1m\",\"f\":1,\"L\":2,\"o\":\""
        + shape.open()
        + "\",\"c\":\""
        + shape.close()
        + "\",\"h\":\""
        + shape.high()
        + "\",\"l\":\""
        + shape.low()
        + "\",\"v\":\""
        + base(shape)
        + "\",\"n\":3,\"x\":"
        + closed
        + ",\"q\":\"1\",\"V\":\"1\",\"Q\":\"1\",\"B\":\"0\"}}}";
  }

  @Override
  public List<String> subscribed(String text) {
    return symbols().keySet().stream()
        .filter(symbol -> text.contains(symbol.toLowerCase(Locale.ROOT) + "@kline_1m"))
        .toList();
  }

  @Override
  public Optional<String> reply(String text) {
    return Optional.of("{\"result\":null,\"id\":1}");
  }

  @Override
  public Asked asked(String path) {
    return path.endsWith("/time")
        ? Asked.CLOCK
        : path.endsWith("/klines")
            ? Asked.BARS
            : path.endsWith("/exchangeInfo") ? Asked.SPEC : Asked.FUNDINGS;
  }

  @Override
  public String clock(long nowMs) {
    return "{\"serverTime\":" + nowMs + "}";
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {
      Long.parseLong(query.get("startTime")),
      Long.parseLong(query.get("endTime")),
      Math.min(1_500, Long.parseLong(query.get("limit")))
    };
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.getOrDefault("symbol", "BTCUSDT");
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach(
        (startMs, shape) ->
            rows.add(
                "["
                    + startMs
                    + ",\""
                    + shape.open()
                    + "\",\""
                    + shape.high()
                    + "\",\""
                    + shape.low()
                    + "\",\""
                    + shape.close()
                    + "\",\""
                    + base(shape)
                    + "\","
                    + (startMs + 59_999)
                    + ",\"1\",3,\"1\",\"1\",\"0\"]"));
    return Speech.rows(rows);
  }

  @Override
  public String spec(String symbol) {
    List<String> all = new ArrayList<>();
    for (String name : symbols().keySet()) {
      all.add(
          "{\"symbol\":\""
              + name
              + "\",\"status\":\"TRADING\",\"filters\":[{\"filterType\":\"PRICE_FILTER\","
              + "\"tickSize\":\"0.10\"},{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.001\",\"stepSize\":\"0.001\"},"
              + "{\"filterType\":\"MIN_NOTIONAL\",\"notional\":\"100\"}]}");
    }
    return "{\"symbols\":" + Speech.rows(all) + "}";
  }

  @Override
  public String fundings(String symbol, NavigableMap<Long, BigDecimal> fundings) {
    List<String> rows = new ArrayList<>();
    fundings.forEach(
        (timeMs, rate) ->
            rows.add(
                "{\"symbol\":\""
                    + symbol
                    + "\",\"fundingRate\":\""
                    + rate.toPlainString()
                    + "\",\"fundingTime\":"
                    + timeMs
                    + ",\"markPrice\":\"1\"}"));
    return Speech.rows(rows);
  }
}
