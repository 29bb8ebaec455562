package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** OKX. */
final class OkxSpeech implements Speech {

  @Override
  public Map<String, String> symbols() {
    return Map.of(
        "BTC-USDT-SWAP", "BTCUSDT", "ETH-USDT-SWAP", "ETHUSDT", "SOL-USDT-SWAP", "SOLUSDT");
  }

  @Override
  public BigDecimal contractSize() {
    return new BigDecimal("0.01");
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs) {
    return "{\"arg\":{\"channel\":\"candle1m\",\"instId\":\""
        + symbol
        + "\"},\"data\":["
        + row(startMs, shape, closed)
        + "]}";
  }

  private String row(long startMs, Shape shape, boolean closed) {
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
        + shape.contracts()
        + "\",\""
        + base(shape)
        + "\",\"1\",\""
        + (closed ? 1 : 0)
        + "\"]";
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
        : Optional.of(
            "{\"event\":\"subscribe\",\"arg\":{\"channel\":\"candle1m\"},\"connId\":\"a\"}");
  }

  @Override
  public Asked asked(String path) {
    return path.endsWith("/time")
        ? Asked.CLOCK
        : path.endsWith("/candles")
            ? Asked.BARS
            : path.endsWith("/instruments") ? Asked.SPEC : Asked.FUNDINGS;
  }

  private static String envelope(String data) {
    return "{\"code\":\"0\",\"msg\":\"\",\"data\":" + data + "}";
  }

  @Override
  public String clock(long nowMs) {
    return envelope("[{\"ts\":\"" + nowMs + "\"}]");
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {
      Long.parseLong(query.get("before")) + 1,
      Long.parseLong(query.get("after")) - 1,
      Long.parseLong(query.get("limit"))
    };
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.get("instId");
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach(
        (startMs, shape) -> rows.add(row(startMs, shape, startMs + FakeMarket.MINUTE_MS <= nowMs)));
    Collections.reverse(rows);
    return envelope(Speech.rows(rows));
  }

  @Override
  public String spec(String symbol) {
    return envelope(
        "[{\"instId\":\""
            + symbol
            + "\",\"ctVal\":\"0.01\",\"ctMult\":\"1\",\"lotSz\":\"1\",\"minSz\":\"1\","
            + "\"tickSz\":\"0.1\",\"lever\":\"100\",\"state\":\"live\"}]");
  }

  @Override
  public String fundings(String symbol, NavigableMap<Long, BigDecimal> fundings) {
    List<String> rows = new ArrayList<>();
    fundings
        .descendingMap()
        .forEach(
            (timeMs, rate) ->
                rows.add(
                    "{\"instId\":\""
                        + symbol
                        + "\",\"fundingRate\":\"0.5\",\"realizedRate\":\""
                        + rate.toPlainString()
                        + "\",\"fundingTime\":\""
                        + timeMs
                        + "\"}"));
    return envelope(Speech.rows(rows));
  }
}
