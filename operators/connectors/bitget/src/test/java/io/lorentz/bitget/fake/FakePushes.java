package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the private stream says, in its own shapes, to all who have subscribed. */
final class FakePushes {

  private static final Map<String, String> SHORT_PLAN_TYPES =
      Map.of("pos_loss", "psl", "loss_plan", "sl", "pos_profit", "ptp", "profit_plan", "tp");

  private final FakeLedger ledger;
  private final List<FakeStream> streams = new ArrayList<>();

  FakePushes(FakeLedger ledger) {
    this.ledger = ledger;
  }

  void add(FakeStream stream) {
    streams.add(stream);
  }

  void order(FakeOrder order, Optional<FakeFill> fill, long nowMs) {
    push("orders", List.of(orderRow(order, fill)), nowMs);
    fill.ifPresent(it -> push("fill", List.of(fillRow(order, it)), nowMs));
  }

  void stop(FakeStop stop, BigDecimal size, long nowMs) {
    push("orders-algo", List.of(stopRow(stop, size)), nowMs);
  }

  void positions(long nowMs) {
    push("positions", positionRows(), nowMs);
  }

  void account(BigDecimal frozen, long nowMs) {
    push("account", List.of(accountRow(frozen)), nowMs);
  }

  private void push(String channel, List<ObjectNode> rows, long nowMs) {
    streams.forEach(stream -> stream.push(channel, rows, nowMs));
  }

  /** A frame of a channel. */
  static String frame(String channel, List<ObjectNode> rows, long nowMs) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("action", "snapshot");
    ObjectNode arg = frame.putObject("arg");
    arg.put("instType", FakeShapes.PRODUCT).put("channel", channel);
    arg.put(channel.equals("account") ? "coin" : "instId", "default");
    ArrayNode data = frame.putArray("data");
    rows.forEach(data::add);
    return frame.put("ts", nowMs).toString();
  }

  private ObjectNode orderRow(FakeOrder order, Optional<FakeFill> fill) {
    FakeOrderTerms terms = order.terms();
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("accBaseVolume", order.filled().toPlainString());
    row.put("cTime", Long.toString(order.createdMs()));
    row.put("clientOid", order.shownClientOid());
    row.put("enterPointSource", terms.source());
    ObjectNode fee = row.putArray("feeDetail").addObject();
    fee.put("feeCoin", "USDT").put("fee", FakeShapes.paid(order.fee()));
    row.put("force", terms.force());
    row.put("instId", terms.symbol());
    FakeInstrument instrument = ledger.instrument(terms.symbol());
    row.put("leverage", Integer.toString(instrument.leverage()));
    row.put("marginCoin", "USDT").put("marginMode", instrument.marginMode());
    BigDecimal price = terms.price().orElse(instrument.last());
    row.put("notionalUsd", price.multiply(terms.size()).toPlainString());
    row.put("orderId", order.orderId());
    row.put("orderType", terms.isMarket() ? "market" : "limit");
    row.put("pnl", fill.map(FakeFill::profit).orElse(BigDecimal.ZERO).toPlainString());
    row.put("posMode", ledger.posMode()).put("posSide", "net");
    row.put("price", terms.price().map(BigDecimal::toPlainString).orElse("0"));
    row.put("reduceOnly", terms.reduceOnly() ? "yes" : "no");
    row.put("side", terms.side().word());
    row.put("size", terms.size().toPlainString());
    row.put("status", order.state()).put("stpMode", "none");
    row.put("totalProfits", order.profit().toPlainString());
    row.put("tradeSide", terms.tradeSide());
    row.put("presetStopSurplusPrice", "");
    row.put("presetStopLossPrice", terms.stopLoss().map(BigDecimal::toPlainString).orElse(""));
    row.put("uTime", Long.toString(order.updatedMs()));
    // A cancelled order has a reason in place of its average.
    if (order.state().equals("canceled")) {
      row.put("cancelReason", order.cancelReason());
    } else {
      row.put("priceAvg", order.filled().signum() == 0 ? "0" : order.average());
    }
    fill.ifPresent(it -> putFill(row, it));
    return row;
  }

  private static void putFill(ObjectNode row, FakeFill fill) {
    row.put("baseVolume", fill.size().toPlainString());
    row.put("fillFee", FakeShapes.paid(fill.fee())).put("fillFeeCoin", "USDT");
    row.put("fillNotionalUsd", fill.price().multiply(fill.size()).toPlainString());
    row.put("fillPrice", fill.price().toPlainString());
    row.put("fillTime", Long.toString(fill.timeMs()));
    row.put("tradeId", fill.tradeId()).put("tradeScope", fill.maker() ? "M" : "T");
  }

  private ObjectNode fillRow(FakeOrder order, FakeFill fill) {
    ObjectNode row = FakeShapes.fill(fill, ledger.posMode());
    row.remove("enterPointSource");
    row.put("orderType", order.terms().isMarket() ? "market" : "limit");
    return row.put("uTime", Long.toString(fill.timeMs()));
  }

  private ObjectNode stopRow(FakeStop stop, BigDecimal size) {
    String trigger = stop.trigger().toPlainString();
    boolean fired = stop.status().equals("executed");
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("instId", stop.symbol());
    row.put("orderId", stop.orderId()).put("clientOid", stop.clientOid());
    row.put("triggerPrice", trigger).put("triggerType", stop.triggerType());
    row.put("triggerTime", fired ? Long.toString(stop.updatedMs()) : "");
    row.put("planType", SHORT_PLAN_TYPES.get(stop.planType()));
    row.put("price", "0").put("executePrice", "0");
    row.put("size", size.toPlainString());
    row.put("actualSize", fired ? size.toPlainString() : "0");
    row.put("orderType", "market").put("side", stop.side().word());
    row.put("tradeSide", stop.side().word() + "_single").put("posSide", "net");
    row.put("marginCoin", "USDT").put("status", stop.status());
    row.put("posMode", ledger.posMode());
    row.put("enterPointSource", stop.clientOid().isEmpty() ? "SYS" : "API");
    row.put("stopSurplusPrice", "");
    row.put("stopSurplusTriggerPrice", stop.isLoss() ? "" : trigger);
    row.put("stopSurplusTriggerType", stop.isLoss() ? "" : stop.triggerType());
    row.put("stopLossPrice", "");
    row.put("stopLossTriggerPrice", stop.isLoss() ? trigger : "");
    row.put("stopLossTriggerType", stop.isLoss() ? stop.triggerType() : "");
    row.put("stpMode", "none");
    row.put("cTime", Long.toString(stop.createdMs()));
    return row.put("uTime", Long.toString(stop.updatedMs()));
  }

  List<ObjectNode> positionRows() {
    return ledger.instruments().stream()
        .filter(instrument -> !instrument.position().isFlat())
        .map(this::positionRow)
        .toList();
  }

  private ObjectNode positionRow(FakeInstrument instrument) {
    ObjectNode row = FakeShapes.position(instrument, ledger.posMode());
    row.remove(List.of("openDelegateSize", "marginRatio", "markPrice", "locked", "symbol"));
    row.put("posId", Long.toString(instrument.position().openedMs()));
    row.put("instId", instrument.symbol()).put("frozen", "0");
    row.put("leverage", instrument.leverage());
    row.put("unrealizedPLR", "0").put("marginRate", "0");
    row.put("uTime", Long.toString(instrument.position().updatedMs()));
    return row.put("autoMargin", "off");
  }

  ObjectNode accountRow(BigDecimal frozen) {
    BigDecimal available = ledger.balance().subtract(ledger.positionMargins());
    String free = available.subtract(frozen).toPlainString();
    String equity = ledger.balance().add(ledger.openProfit()).toPlainString();
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("marginCoin", "USDT");
    row.put("frozen", frozen.toPlainString()).put("available", available.toPlainString());
    row.put("maxOpenPosAvailable", free).put("maxTransferOut", free);
    return row.put("equity", equity).put("usdtEquity", equity);
  }
}
