package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Bitget. */
final class BitgetSpeech implements Speech {

  @Override
  public BigDecimal contractSize() {
    return new BigDecimal("0.001");
  }

  @Override
  public boolean tellsClosed() {
    return false;
  }

  @Override
  public String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs) {
    return "{\"action\":\"update\",\"arg\":{\"instType\":\"USDT-FUTURES\",\"channel\":\"candle1m\","
        + "\"instId\":\""
        + symbol
        + "\"},\"data\":["
        + row(startMs, shape, true)
        + "],\"ts\":"
        + nowMs
        + "}";
  }

  @Override
  public boolean wantsQuotes(String text) {
    return text.contains("\"channel\":\"ticker\"");
  }

  @Override
  public String quote(String symbol, BigDecimal bid, BigDecimal ask, long nowMs) {
    return "{\"action\":\"snapshot\",\"arg\":{\"instType\":\"USDT-FUTURES\",\"channel\":\"ticker\","
        + "\"instId\":\""
        + symbol
        + "\"},\"data\":[{\"instId\":\""
        + symbol
        + "\",\"bidPr\":\""
        + bid.toPlainString()
        + "\",\"bidSz\":\"1\",\"askPr\":\""
        + ask.toPlainString()
        + "\",\"askSz\":\"1\",\"ts\":\""
        + nowMs
        + "\"}],\"ts\":"
        + nowMs
        + "}";
  }

  private String row(long startMs, Shape shape, boolean twice) {
    return "[\""
        + startMs
        + "\",\""
        + shape.open()
        + "\",\""
        + shape.high()
        + "\",\""
        + shape.low()
        + "\",\""
        + shape.close()
        + "\",\""
        + base(shape)
        + "\",\"1.0\""
        + (twice ? ",\"1.0\"" : "")
        + "]";
  }

  @Override
  public List<String> subscribed(String text) {
    return symbols().keySet().stream()
        .filter(symbol -> text.contains("candle1m\",\"instId\":\"" + symbol))
        .toList();
  }

  @Override
  public Optional<String> reply(String text) {
    return text.equals("ping")
        ? Optional.of("pong")
        : Optional.of("{\"event\":\"subscribe\",\"arg\":{\"instType\":\"USDT-FUTURES\"}}");
  }

  @Override
  public Asked asked(String path) {
    return path.endsWith("/time")
        ? Asked.CLOCK
        : path.endsWith("/candles")
            ? Asked.BARS
            : path.endsWith("/contracts") ? Asked.SPEC : Asked.FUNDINGS;
  }

  private static String envelope(String data, long nowMs) {
    return "{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":"
        + nowMs
        + ",\"data\":"
        + data
        + "}";
  }

  @Override
  public String clock(long nowMs) {
    return envelope("{\"serverTime\":\"" + nowMs + "\"}", nowMs);
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {
      Long.parseLong(query.get("startTime")), Long.parseLong(query.get("endTime")) - 1, 1_000
    };
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.get("symbol");
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach((startMs, shape) -> rows.add(row(startMs, shape, false)));
    return envelope(Speech.rows(rows), nowMs);
  }

  @Override
  public String spec(String symbol) {
    return envelope(
        "[{\"symbol\":\""
            + symbol
            + "\",\"minTradeNum\":\"0.001\",\"priceEndStep\":\"1\",\"pricePlace\":\"1\","
            + "\"sizeMultiplier\":\"0.001\",\"minTradeUSDT\":\"5\",\"maxLever\":\"150\",\"symbolStatus\":\"normal\"}]",
        0);
  }

  @Override
  public String fundings(String symbol, NavigableMap<Long, BigDecimal> fundings) {
    List<String> rows = new ArrayList<>();
    fundings
        .descendingMap()
        .forEach(
            (timeMs, rate) ->
                rows.add(
                    "{\"symbol\":\""
                        + symbol
                        + "\",\"fundingRate\":\""
                        + rate.toPlainString()
                        + "\",\"fundingTime\":\""
                        + timeMs
                        + "\"}"));
    return envelope(Speech.rows(rows), 0);
  }
}
