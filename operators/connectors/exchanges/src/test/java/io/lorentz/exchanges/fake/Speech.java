package io.lorentz.exchanges.fake;

import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** How a venue writes; the shapes are those of its documentation. */
public interface Speech {

  /** How a venue of this name writes. */
  static Speech of(String name) {
    return switch (name) {
      case "bitget" -> new BitgetSpeech();
      case "binance" -> new BinanceSpeech();
      case "bybit" -> new BybitSpeech();
      case "okx" -> new OkxSpeech();
      case "gate" -> new GateSpeech();
      case "kucoin" -> new KucoinSpeech();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Instruments by the venue's name of them; most call them as we do. */
  default Map<String, String> symbols() {
    return Map.of("BTCUSDT", "BTCUSDT", "ETHUSDT", "ETHUSDT", "SOLUSDT", "SOLUSDT");
  }

  /** Base currency of one contract. */
  BigDecimal contractSize();

  /** Volume of a bar in base currency. */
  default String base(Shape shape) {
    return contractSize().multiply(BigDecimal.valueOf(shape.contracts())).toPlainString();
  }

  /** Whether frames tell that a bar is closed. */
  boolean tellsClosed();

  /** A frame of a bar as it stands. */
  String bar(String symbol, long startMs, Shape shape, boolean closed, long nowMs);

  /** Whether a text also subscribes to best prices, which only some of these fakes show. */
  default boolean wantsQuotes(String text) {
    return false;
  }

  /** A frame of best bid and ask. */
  default String quote(String symbol, BigDecimal bid, BigDecimal ask, long nowMs) {
    throw new IllegalStateException("shows no best prices");
  }

  /** What is sent when a connection stands. */
  default Optional<String> greeting() {
    return Optional.empty();
  }

  /** The symbols whose bars a text subscribes to. */
  List<String> subscribed(String text);

  /** The answer to a text; empty if there is none. */
  Optional<String> reply(String text);

  /** What a request asks for. */
  enum Asked {
    CLOCK,
    BARS,
    SPEC,
    FUNDINGS,
    TICKET
  }

  /** What a path asks for. */
  Asked asked(String path);

  /** The time. */
  String clock(long nowMs);

  /** The range that a query asks for: start of the first and the last bar, and the most. */
  long[] range(Map<String, String> query);

  /** The symbol that a request asks for. */
  String symbol(String path, Map<String, String> query);

  /** Bars, ascending; the last may be open. */
  String bars(String symbol, NavigableMap<Long, Shape> bars, long nowMs);

  /** The specification. */
  String spec(String symbol);

  /** Funding payments, ascending by time. */
  String fundings(String symbol, NavigableMap<Long, BigDecimal> fundings);

  /** A ticket to the socket. */
  default String ticket(int port) {
    throw new IllegalStateException("gives no ticket");
  }

  /** Rows as JSON arrays. */
  static String rows(List<String> rows) {
    return "[" + String.join(",", rows) + "]";
  }
}
