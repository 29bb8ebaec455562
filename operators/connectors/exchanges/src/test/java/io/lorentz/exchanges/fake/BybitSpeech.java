package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Bybit. */
final class BybitSpeech implements Speech {

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
    return "{\"topic\":\"kline.1."
        + symbol
        + "\",\"data\":[{\"start\":"
        + startMs
        + ",\"end\":"
        + (startMs + 59_999)
        + ",\"interval\":\"1\",\"open\":\""
        + shape.open()
        + "\",\"close\":\""
        + shape.close()
        + "\",\"high\":\""
        + shape.high()
        + "\",\"low\":\""
        + shape.low()
        + "\",\"volume\":\""
        + base(shape)
        + "\",\"turnover\":\"1\",\"confirm\":"
        + closed
        + ",\"timestamp\":"
        + nowMs
        + "}],\"ts\":"
        + nowMs
        + ",\"type\":\"snapshot\"}";
  }

  @Override
  public List<String> subscribed(String text) {
    return symbols().keySet().stream().filter(name -> text.contains("kline.1." + name)).toList();
  }

  @Override
  public Optional<String> reply(String text) {
    return text.contains("\"ping\"")
        ? Optional.of("{\"success\":true,\"ret_msg\":\"pong\",\"conn_id\":\"x\",\"op\":\"ping\"}")
        : Optional.of("{\"success\":true,\"ret_msg\":\"\",\"conn_id\":\"x\",\"op\":\"subscribe\"}");
  }

  @Override
  public Asked asked(String path) {
    return path.endsWith("/time")
        ? Asked.CLOCK
        : path.endsWith("/kline")
            ? Asked.BARS
            : path.endsWith("/instruments-info") ? Asked.SPEC : Asked.FUNDINGS;
  }

  private static String envelope(String list, long nowMs) {
    return "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"linear\",\"list\":"
        + list
        + "},\"retExtInfo\":{},\"time\":"
        + nowMs
        + "}";
  }

  @Override
  public String clock(long nowMs) {
    return envelope("[]", nowMs);
  }

  @Override
  public long[] range(Map<String, String> query) {
    return new long[] {
      Long.parseLong(query.get("start")),
      Long.parseLong(query.get("end")),
      Long.parseLong(query.get("limit"))
    };
  }

  @Override
  public String symbol(String path, Map<String, String> query) {
    return query.get("symbol");
  }

  @Override
  public String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs) {
    List<String> rows = new ArrayList<>();
    bars.forEach(
        (startMs, shape) ->
            rows.add(
                "[\""
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
                    + "\",\"1\"]"));
    Collections.reverse(rows);
    return envelope(Speech.rows(rows), nowMs);
  }

  @Override
  public String spec(String symbol) {
    return envelope(
        "[{\"symbol\":\""
            + symbol
            + "\",\"status\":\"Trading\",\"leverageFilter\":{\"maxLeverage\":\"100.00\"},"
            + "\"priceFilter\":{\"tickSize\":\"0.10\"},\"lotSizeFilter\":{\"minOrderQty\":\"0.001\","
            + "\"qtyStep\":\"0.001\",\"minNotionalValue\":\"5\"}}]",
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
                        + "\",\"fundingRateTimestamp\":\""
                        + timeMs
                        + "\"}"));
    return envelope(Speech.rows(rows), 0);
  }
}
