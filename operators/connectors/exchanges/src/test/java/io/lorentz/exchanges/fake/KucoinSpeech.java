package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** KuCoin. */
final class KucoinSpeech implements Speech {

  @Override
  public Map<String, String> symbols() {
    return Map.of("XBTUSDTM", "BTCUSDT", "ETHUSDTM", "ETHUSDT", "SOLUSDTM", "SOLUSDT");
  }

  @Override
  public BigDecimal contractSize() {
    return new BigDecimal("0.001");
  }

  @Override
  public boolean tellsClosed() {
    return false;
  }

  @Override
  public Optional<String> greeting() {
    return Optional.of("{\"id\":\"h\",\"type\":\"welcome\"}");
  }

  @Override
  public String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs) {
    return "{\"topic\":\"/contractMarket/limitCandle:"
        + symbol
        + "_1min\",\"type\":\"message\",\"data\":{\"symbol\":\""
        + symbol
        + "\",\"candles\":[\""
        + startMs / 1_000
        + "\",\""
        + shape.open()
        + "\",\""
        + shape.close()
        + "\",\""
        + shape.high()
        + "\",\""
        + shape.low()
        + "\",\"777.0\",\""
        + shape.contracts()
        + "\"],\"time\":"
        + nowMs
        + "},\"subject\":\"candle.stick\"}";
  }

  @Override
  public List<String> subscribed(String text) {
    return symbols().keySet().stream().filter(name -> text.contains(name + "_1min")).toList();
  }

  @Override
  public Optional<String> reply(String text) {
    return text.contains("\"ping\"")
        ? Optional.of("{\"id\":\"1\",\"type\":\"pong\"}")
        : Optional.of("{\"id\":\"1\",\"type\":\"ack\"}");
  }

  @Override
  public Asked asked(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "timestamp" -> Asked.CLOCK;
      case "query" -> Asked.BARS;
      case "bullet-public" -> Asked.TICKET;
      case "funding-rates" -> Asked.FUNDINGS;
      default -> Asked.SPEC;
    };
  }

  private static String envelope(String data) {
    return "{\"code\":\"200000\",\"data\":" + data + "}";
  }

  @Override
  public String clock(long nowMs) {
    return envelope(String.valueOf(nowMs));
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {Long.parseLong(query.get("from")), Long.parseLong(query.get("to")), 200};
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.getOrDefault("symbol", path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach(
        (startMs, shape) ->
            rows.add(
                "["
                    + startMs
                    + ","
                    + shape.open()
                    + ","
                    + shape.high()
                    + ","
                    + shape.low()
                    + ","
                    + shape.close()
                    + ","
                    + shape.contracts()
                    + ",1.5]"));
    return envelope(Speech.rows(rows));
  }

  @Override
  public String spec(String symbol) {
    return envelope(
        "{\"symbol\":\""
            + symbol
            + "\",\"lotSize\":1,\"tickSize\":0.1,\"multiplier\":0.001,"
            + "\"maxLeverage\":125,\"status\":\"Open\"}");
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
                        + "\",\"fundingRate\":"
                        + rate.toPlainString()
                        + ",\"timepoint\":"
                        + timeMs
                        + "}"));
    return envelope(Speech.rows(rows));
  }

  @Override
  public String ticket(int port) {
    return envelope(
        "{\"token\":\"not-a-secret\",\"instanceServers\":[{\"endpoint\":\"ws://127.0.0.1:"
            + port
            + "/\",\"pingInterval\":18000,\"pingTimeout\":10000}]}");
  }
}
