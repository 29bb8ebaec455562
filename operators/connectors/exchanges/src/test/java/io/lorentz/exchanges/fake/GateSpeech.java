package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Gate; the flag that closes a bar is missing every other time. */
final class GateSpeech implements Speech {

  @Override
  public Map<String, String> symbols() {
    return Map.of("BTC_USDT", "BTCUSDT", "ETH_USDT", "ETHUSDT", "SOL_USDT", "SOLUSDT");
  }

  @Override
  public BigDecimal contractSize() {
    return new BigDecimal("0.0001");
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs) {
    boolean told = closed && startMs / FakeMarket.MINUTE_MS % 2 == 0;
    return "{\"time\":"
        + nowMs / 1_000
        + ",\"time_ms\":"
        + nowMs
        + ",\"channel\":\"futures.candlesticks\",\"event\":\"update\",\"result\":[{\"t\":"
        + startMs / 1_000
        + ",\"v\":\""
        + shape.contracts()
        + "\",\"c\":\""
        + shape.close()
        + "\",\"h\":\""
        + shape.high()
        + "\",\"l\":\""
        + shape.low()
        + "\",\"o\":\""
        + shape.open()
        + "\",\"n\":\"1m_"
        + symbol
        + "\",\"a\":\"9.9\""
        + (told ? ",\"w\":true" : "")
        + "}]}";
  }

  @Override
  public List<String> subscribed(String text) {
    return symbols().keySet().stream()
        .filter(symbol -> text.contains("\"payload\":[\"1m\",\"" + symbol))
        .toList();
  }

  @Override
  public Optional<String> reply(String text) {
    return text.contains("futures.ping")
        ? Optional.of("{\"time\":1,\"channel\":\"futures.pong\",\"event\":\"\",\"result\":null}")
        : Optional.of(
            "{\"time\":1,\"channel\":\"futures.candlesticks\",\"event\":\"subscribe\",\"error\":null,"
                + "\"result\":{\"status\":\"success\"}}");
  }

  @Override
  public Asked asked(String path) {
    return path.endsWith("/time")
        ? Asked.CLOCK
        : path.endsWith("/candlesticks")
            ? Asked.BARS
            : path.contains("/contracts/") ? Asked.SPEC : Asked.FUNDINGS;
  }

  @Override
  public String clock(long nowMs) {
    return "{\"server_time\":" + nowMs + "}";
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {
      Long.parseLong(query.get("from")) * 1_000, Long.parseLong(query.get("to")) * 1_000, 2_000
    };
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.getOrDefault("contract", path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach(
        (startMs, shape) ->
            rows.add(
                "{\"t\":"
                    + startMs / 1_000
                    + ",\"v\":\""
                    + shape.contracts()
                    + "\",\"c\":\""
                    + shape.close()
                    + "\",\"h\":\""
                    + shape.high()
                    + "\",\"l\":\""
                    + shape.low()
                    + "\",\"o\":\""
                    + shape.open()
                    + "\",\"sum\":\"1\"}"));
    return Speech.rows(rows);
  }

  @Override
  public String spec(String symbol) {
    return "{\"name\":\""
        + symbol
        + "\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\","
        + "\"order_size_min\":\"1\",\"enable_decimal\":false,\"leverage_max\":\"100\",\"status\":\"trading\","
        + "\"in_delisting\":false}";
  }

  @Override
  public String fundings(String symbol, NavigableMap<Long, BigDecimal> fundings) {
    List<String> rows = new ArrayList<>();
    fundings.forEach(
        (timeMs, rate) ->
            rows.add("{\"t\":" + timeMs / 1_000 + ",\"r\":\"" + rate.toPlainString() + "\"}"));
    Collections.reverse(rows);
    return Speech.rows(rows);
  }
}
