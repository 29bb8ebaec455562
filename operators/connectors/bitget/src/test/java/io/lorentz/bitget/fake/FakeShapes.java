package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The shapes of what REST shows. */
final class FakeShapes {

  static final String PRODUCT = "USDT-FUTURES";

  /** Share of its value that a position must keep as margin. */
  static final BigDecimal KEEP_MARGIN = new BigDecimal("0.004");

  private FakeShapes() {}

  /** What was paid is below 0 on the wire. */
  static String paid(BigDecimal fee) {
    return fee.negate().toPlainString();
  }

  /**
   * An order.
   *
   * @param stateKey state in the detail, status in lists
   */
  static ObjectNode order(
      FakeOrder order, FakeInstrument instrument, String posMode, String stateKey) {
    FakeOrderTerms terms = order.terms();
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("symbol", terms.symbol()).put("size", terms.size().toPlainString());
    row.put("orderId", order.orderId()).put("clientOid", order.shownClientOid());
    row.put("baseVolume", order.filled().toPlainString()).put("fee", paid(order.fee()));
    row.put("price", terms.price().map(BigDecimal::toPlainString).orElse(""));
    row.put("priceAvg", order.average()).put(stateKey, order.state());
    row.put("side", terms.side().word()).put("force", terms.force());
    row.put("totalProfits", order.profit().toPlainString());
    row.put("posSide", "net").put("marginCoin", "USDT");
    row.put("presetStopSurplusPrice", "");
    row.put("presetStopLossPrice", terms.stopLoss().map(BigDecimal::toPlainString).orElse(""));
    row.put("quoteVolume", order.quote().toPlainString());
    row.put("orderType", terms.isMarket() ? "market" : "limit");
    row.put("leverage", Integer.toString(instrument.leverage()));
    row.put("marginMode", instrument.marginMode());
    row.put("reduceOnly", terms.reduceOnly() ? "YES" : "NO");
    row.put("enterPointSource", terms.source()).put("tradeSide", terms.tradeSide());
    row.put("posMode", posMode).put("orderSource", terms.isMarket() ? "market" : "normal");
    row.put("cTime", Long.toString(order.createdMs()));
    return row.put("uTime", Long.toString(order.updatedMs()));
  }

  static ObjectNode fill(FakeFill fill, String posMode) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("tradeId", fill.tradeId()).put("symbol", fill.symbol());
    row.put("orderId", fill.orderId()).put("price", fill.price().toPlainString());
    row.put("baseVolume", fill.size().toPlainString());
    ObjectNode fee = row.putArray("feeDetail").addObject();
    fee.put("deduction", "no").put("feeCoin", "USDT").putNull("totalDeductionFee");
    fee.put("totalFee", paid(fill.fee()));
    row.put("side", fill.side().word());
    row.put("quoteVolume", fill.price().multiply(fill.size()).toPlainString());
    row.put("profit", fill.profit().toPlainString()).put("enterPointSource", fill.source());
    row.put("tradeSide", fill.tradeSide()).put("posMode", posMode);
    row.put("tradeScope", fill.maker() ? "maker" : "taker");
    return row.put("cTime", Long.toString(fill.timeMs()));
  }

  /** A position that is not flat. */
  static ObjectNode position(FakeInstrument instrument, String posMode) {
    FakePosition position = instrument.position();
    String size = position.size().abs().toPlainString();
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("marginCoin", "USDT").put("symbol", instrument.symbol());
    row.put("holdSide", position.size().signum() > 0 ? "long" : "short");
    row.put("openDelegateSize", "0");
    row.put("marginSize", FakeLedger.margin(instrument).toPlainString());
    row.put("available", size).put("locked", "0").put("total", size);
    row.put("leverage", Integer.toString(instrument.leverage()));
    row.put("achievedProfits", position.achieved().toPlainString());
    row.put("openPriceAvg", position.average().stripTrailingZeros().toPlainString());
    row.put("marginMode", instrument.marginMode()).put("posMode", posMode);
    row.put("unrealizedPL", position.openProfit(instrument.mark()).toPlainString());
    row.put("liquidationPrice", ruinPrice(instrument).toPlainString());
    row.put("keepMarginRate", KEEP_MARGIN.toPlainString());
    row.put("markPrice", instrument.mark().toPlainString());
    row.put("marginRatio", "0");
    return row.put("cTime", Long.toString(position.openedMs()));
  }

  /** The price, on the tick, at which nothing of the margin of a position is left. */
  static BigDecimal ruinPrice(FakeInstrument instrument) {
    FakePosition position = instrument.position();
    BigDecimal margin = FakeLedger.margin(instrument);
    boolean isLong = position.size().signum() > 0;
    BigDecimal value = isLong ? position.cost().subtract(margin) : position.cost().add(margin);
    BigDecimal tick = instrument.contract().tick();
    return value
        .divide(
            position.size().abs().multiply(tick),
            0,
            isLong ? RoundingMode.CEILING : RoundingMode.FLOOR)
        .multiply(tick);
  }

  static ObjectNode stop(FakeStop stop, FakeInstrument instrument, BigDecimal size, String pos) {
    String trigger = stop.trigger().toPlainString();
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("planType", stop.planType()).put("symbol", stop.symbol());
    row.put("size", stop.ofWholePosition() ? "" : size.toPlainString());
    row.put("orderId", stop.orderId()).put("clientOid", stop.clientOid());
    row.put("price", "").put("executePrice", "0").put("callbackRatio", "");
    row.put("triggerPrice", trigger).put("triggerType", stop.triggerType());
    row.put("planStatus", stop.status()).put("side", stop.side().word());
    row.put("posSide", "net").put("marginCoin", "USDT");
    row.put("marginMode", instrument.marginMode());
    row.put("enterPointSource", stop.clientOid().isEmpty() ? "SYS" : "API");
    row.put("tradeSide", stop.side().word() + "_single").put("posMode", pos);
    row.put("orderType", "market");
    row.put("stopSurplusTriggerPrice", stop.isLoss() ? "" : trigger);
    row.put("stopSurplusExecutePrice", "");
    row.put("stopSurplusTriggerType", stop.triggerType());
    row.put("stopLossTriggerPrice", stop.isLoss() ? trigger : "");
    row.put("stopLossExecutePrice", "");
    row.put("stopLossTriggerType", stop.triggerType());
    row.put("cTime", Long.toString(stop.createdMs()));
    return row.put("uTime", Long.toString(stop.updatedMs()));
  }

  static ObjectNode bill(FakeBill bill) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("billId", bill.billId()).put("symbol", bill.symbol());
    row.put("amount", bill.amount().toPlainString()).put("fee", paid(bill.fee()));
    row.put("feeByCoupon", "0").put("businessType", bill.businessType()).put("coin", "USDT");
    row.put("balance", bill.balance().toPlainString());
    return row.put("cTime", Long.toString(bill.timeMs()));
  }
}
