package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last that was seen of the market and of the account at the venue. */
final class Observed {

  private static final long QUOTE_AGE_MS = 5_000;

  /** A price that is older says nothing of what an order will cost. */
  private static final long PRICE_AGE_MS = 60_000;

  private record Quote(BigDecimal bid, BigDecimal ask, long timeMs) {}

  private final Map<String, Quote> quotes = new HashMap<>();
  private final Map<String, Seen.Position> positions = new HashMap<>();
  private Optional<BigDecimal> equity = Optional.empty();
  private boolean streaming;

  void quote(String instrument, BigDecimal bid, BigDecimal ask, long timeMs) {
    quotes.put(instrument, new Quote(bid, ask, timeMs));
  }

  /**
   * The price at which an order of the side is first in the book; empty if none is known of now.
   */
  Optional<BigDecimal> touch(String instrument, OrderSide side, long nowMs) {
    return Optional.ofNullable(quotes.get(instrument))
        .filter(quote -> nowMs - quote.timeMs() <= QUOTE_AGE_MS)
        .map(quote -> side == OrderSide.BUY ? quote.bid() : quote.ask());
  }

  /** What one unit costs at most as the edge sees it itself; empty if it has not seen it lately. */
  Optional<BigDecimal> price(String instrument, long nowMs) {
    return Optional.ofNullable(quotes.get(instrument))
        .filter(quote -> nowMs - quote.timeMs() <= PRICE_AGE_MS)
        .map(Quote::ask);
  }

  void positions(List<Seen.Position> all) {
    positions.clear();
    all.forEach(position -> positions.put(position.instrument(), position));
  }

  BigDecimal position(String instrument) {
    Seen.Position seen = positions.get(instrument);
    return seen == null ? BigDecimal.ZERO : seen.signedQuantity();
  }

  void equity(BigDecimal now) {
    equity = Optional.of(now);
  }

  Optional<BigDecimal> equity() {
    return equity;
  }

  void streaming(boolean is) {
    streaming = is;
  }

  boolean streaming() {
    return streaming;
  }
}
