package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.schemas.TradeSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What the venues' tables have in common. */
final class Rows {

  private Rows() {}

  /** Reads one row of a table. */
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonNode row) throws UnreadableFrameException;
  }

  /** The bars of a table, ascending in whatever order it has them. */
  static List<BarRow> bars(JsonNode table, Reading<BarRow> reading)
      throws UnreadableFrameException {
    return ascending(table, reading, BarRow::startMs);
  }

  /** The payments of a table, ascending in whatever order it has them. */
  static List<FundingRow> fundings(JsonNode table, Reading<FundingRow> reading)
      throws UnreadableFrameException {
    return ascending(table, reading, FundingRow::timeMs);
  }

  private static <T> List<T> ascending(JsonNode table, Reading<T> reading, ToLongFunction<T> timeMs)
      throws UnreadableFrameException {
    List<T> rows = new ArrayList<>();
    for (JsonNode row : table) {
      rows.add(reading.read(row));
    }
    rows.sort(Comparator.comparingLong(timeMs));
    return rows;
  }

  /** A bar whose row begins with start in ms, open, high, low and close. */
  static BarRow bar(String symbol, JsonNode row, double volume, BarRow.Finality finality)
      throws UnreadableFrameException {
    return new BarRow(
        symbol,
        Json.whole(Json.item(row, 0)),
        Json.number(Json.item(row, 1)),
        Json.number(Json.item(row, 2)),
        Json.number(Json.item(row, 3)),
        Json.number(Json.item(row, 4)),
        volume,
        finality);
  }

  /** Bars of a frame as what it says. */
  static List<FeedEvent> seen(List<BarRow> rows) {
    return rows.stream().map(row -> (FeedEvent) new FeedEvent.BarSeen(row)).toList();
  }

  /** A payment whose row names time in ms and rate. */
  static FundingRow funding(String symbol, JsonNode row, String timeName, String rateName)
      throws UnreadableFrameException {
    return new FundingRow(
        symbol, Json.whole(Json.field(row, timeName)), Json.exact(Json.field(row, rateName)));
  }

  /** The row of a symbol in a table of symbols. */
  static JsonNode listed(JsonNode table, String name, String symbol)
      throws UnreadableFrameException {
    for (JsonNode row : table) {
      if (row.path(name).asText().equals(symbol)) {
        return row;
      }
    }
    throw new UnreadableFrameException("does not list " + symbol);
  }

  /** Who crossed. */
  static TradeSide side(String taker) throws UnreadableFrameException {
    return switch (taker) {
      case "buy", "Buy" -> TradeSide.BUY;
      case "sell", "Sell" -> TradeSide.SELL;
      default -> throw new UnreadableFrameException("side is neither buy nor sell: " + taker);
    };
  }

  /** What an answer with {@code code} and {@code msg} refuses by; empty if it says this code. */
  static Optional<String> refusal(JsonNode answer, String accepted) {
    String code = answer.path("code").asText();
    return code.equals(accepted)
        ? Optional.empty()
        : Optional.of(code + " " + answer.path("msg").asText());
  }
}
