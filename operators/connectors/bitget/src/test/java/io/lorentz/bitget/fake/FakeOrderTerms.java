package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an order is, whatever becomes of it.
 *
 * @param clientOid as the client gave it; empty if it gave none
 * @param price of a limit; empty for a market order
 * @param force gtc, ioc, fok or post_only
 * @param stopLoss trigger of the stop that its first fill creates
 * @param source API, web for a person, SYS for the venue itself
 * @param tradeSide in the venue's words
 */
record FakeOrderTerms(
    String symbol,
    String clientOid,
    FakeSide side,
    BigDecimal size,
    Optional<BigDecimal> price,
    String force,
    boolean reduceOnly,
    Optional<BigDecimal> stopLoss,
    String source,
    String tradeSide) {

  /** A market order that no client has sent. */
  static FakeOrderTerms market(
      String symbol, FakeSide side, BigDecimal size, boolean reduceOnly, String source) {
    return new FakeOrderTerms(
        symbol,
        "",
        side,
        size,
        Optional.empty(),
        "gtc",
        reduceOnly,
        Optional.empty(),
        source,
        side.word() + "_single");
  }

  /** The market order that ends a position whose margin is gone. */
  static FakeOrderTerms liquidation(String symbol, BigDecimal position) {
    FakeSide side = FakeSide.closing(position);
    return new FakeOrderTerms(
        symbol,
        "",
        side,
        position.abs(),
        Optional.empty(),
        "gtc",
        true,
        Optional.empty(),
        "SYS",
        "burst_" + side.word() + "_single");
  }

  FakeOrderTerms replaced(String newClientOid, BigDecimal newSize, BigDecimal newPrice) {
    return new FakeOrderTerms(
        symbol,
        newClientOid,
        side,
        newSize,
        Optional.of(newPrice),
        force,
        reduceOnly,
        stopLoss,
        source,
        tradeSide);
  }

  boolean isMarket() {
    return price.isEmpty();
  }
}
