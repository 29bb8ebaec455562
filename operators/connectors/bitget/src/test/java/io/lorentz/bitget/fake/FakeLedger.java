package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The account's money, position by position, exact to the last digit. */
final class FakeLedger {

  private static final BigDecimal MAKER = new BigDecimal("0.0002");
  private static final BigDecimal TAKER = new BigDecimal("0.0006");

  private final FakeIds ids;
  private final Map<String, FakeInstrument> instruments = new TreeMap<>();
  private final List<FakeFill> fills = new ArrayList<>();
  private final List<FakeBill> bills = new ArrayList<>();
  private boolean hedgeMode;
  private BigDecimal balance;

  FakeLedger(FakeStart start, List<FakeContract> contracts, FakeIds ids) {
    this.ids = ids;
    this.balance = start.balance();
    this.hedgeMode = start.hedgeMode();
    contracts.forEach(
        contract ->
            instruments.put(
                contract.symbol(),
                new FakeInstrument(contract, start.leverage(), start.crossed())));
  }

  /**
   * @throws Refused if there is none of this name
   */
  FakeInstrument instrument(String symbol) {
    return Optional.ofNullable(instruments.get(symbol))
        .orElseThrow(() -> new Refused("40034", "Parameter " + symbol + " does not exist"));
  }

  Collection<FakeInstrument> instruments() {
    return instruments.values();
  }

  /** Books a trade of an order, fee included. */
  FakeFill trade(FakeOrder order, BigDecimal size, BigDecimal price, boolean maker, long nowMs) {
    FakeOrderTerms terms = order.terms();
    BigDecimal fee = price.multiply(size).multiply(maker ? MAKER : TAKER);
    FakePosition position = instrument(terms.symbol()).position();
    BigDecimal profit = position.trade(terms.side(), size, price, nowMs);
    FakeFill fill =
        new FakeFill(
            ids.next(),
            order.orderId(),
            terms.clientOid(),
            terms.symbol(),
            terms.side(),
            price,
            size,
            profit,
            fee,
            maker,
            terms.source(),
            terms.tradeSide(),
            nowMs);
    fills.add(fill);
    bill(terms.symbol(), terms.side().word(), profit, fee, nowMs);
    return fill;
  }

  /** Who is long pays when the rate is above 0. */
  void funding(FakeInstrument instrument, BigDecimal rate, long nowMs) {
    BigDecimal value = instrument.position().size().multiply(instrument.mark());
    BigDecimal amount = value.multiply(rate).negate();
    bill(instrument.symbol(), "contract_settle_fee", amount, BigDecimal.ZERO, nowMs);
  }

  void transfer(BigDecimal amount, long nowMs) {
    String type = amount.signum() < 0 ? "trans_to_exchange" : "trans_from_exchange";
    bill("", type, amount, BigDecimal.ZERO, nowMs);
  }

  /** Changes the balance and tells nobody why. */
  void drift(BigDecimal amount) {
    balance = balance.add(amount);
  }

  private void bill(String symbol, String type, BigDecimal amount, BigDecimal fee, long nowMs) {
    balance = balance.add(amount).subtract(fee);
    bills.add(new FakeBill(ids.next(), symbol, type, amount, fee, balance, nowMs));
  }

  /** Margin of a position: its cost by its leverage, rounded up at 8 decimals. */
  static BigDecimal margin(FakeInstrument instrument) {
    return FakeRules.margin(instrument.position().cost(), instrument.leverage());
  }

  BigDecimal positionMargins() {
    return instruments.values().stream()
        .map(FakeLedger::margin)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal openProfit() {
    return instruments.values().stream()
        .map(instrument -> instrument.position().openProfit(instrument.mark()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal balance() {
    return balance;
  }

  boolean isHedgeMode() {
    return hedgeMode;
  }

  void hedgeMode(boolean newHedgeMode) {
    hedgeMode = newHedgeMode;
  }

  String posMode() {
    return hedgeMode ? "hedge_mode" : "one_way_mode";
  }

  List<FakeFill> fills() {
    return fills;
  }

  List<FakeBill> bills() {
    return bills;
  }
}
