package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.util.Optional;

/** A stop or a target on a position, and what became of it. */
final class FakeStop {

  private final String orderId;
  private final String clientOid;
  private final String symbol;
  private final String planType;
  private final boolean isLong;
  private final long createdMs;
  private Optional<BigDecimal> size;
  private BigDecimal trigger;
  private String triggerType;
  private String status = "live";
  private String executeOrderId = "";
  private long updatedMs;

  /**
   * @param clientOid empty for one that an order brought along
   * @param isLong direction of the position that it closes
   * @param size empty for the whole position, whatever that becomes
   */
  FakeStop(
      String orderId,
      String clientOid,
      String symbol,
      String planType,
      boolean isLong,
      Optional<BigDecimal> size,
      BigDecimal trigger,
      String triggerType,
      long createdMs) {
    this.orderId = orderId;
    this.clientOid = clientOid;
    this.symbol = symbol;
    this.planType = planType;
    this.isLong = isLong;
    this.size = size;
    this.trigger = trigger;
    this.triggerType = triggerType;
    this.createdMs = createdMs;
    this.updatedMs = createdMs;
  }

  void move(
      BigDecimal newTrigger, String newTriggerType, Optional<BigDecimal> newSize, long nowMs) {
    trigger = newTrigger;
    triggerType = newTriggerType;
    size = newSize;
    updatedMs = nowMs;
  }

  void fire(String order, long nowMs) {
    status = "executed";
    executeOrderId = order;
    updatedMs = nowMs;
  }

  void cancel(long nowMs) {
    status = "cancelled";
    updatedMs = nowMs;
  }

  /** Whether these prices set it off. */
  boolean triggeredBy(BigDecimal last, BigDecimal mark) {
    BigDecimal price = triggerType.equals("mark_price") ? mark : last;
    return isLong == isLoss() ? price.compareTo(trigger) <= 0 : price.compareTo(trigger) >= 0;
  }

  boolean isLoss() {
    return planType.equals("pos_loss") || planType.equals("loss_plan");
  }

  boolean isLive() {
    return status.equals("live");
  }

  boolean ofWholePosition() {
    return planType.startsWith("pos_");
  }

  FakeSide side() {
    return isLong ? FakeSide.SELL : FakeSide.BUY;
  }

  String orderId() {
    return orderId;
  }

  String clientOid() {
    return clientOid;
  }

  String symbol() {
    return symbol;
  }

  String planType() {
    return planType;
  }

  boolean isLong() {
    return isLong;
  }

  Optional<BigDecimal> size() {
    return size;
  }

  BigDecimal trigger() {
    return trigger;
  }

  String triggerType() {
    return triggerType;
  }

  /** live, executed or cancelled. */
  String status() {
    return status;
  }

  /** The order that it became; empty unless it has fired. */
  String executeOrderId() {
    return executeOrderId;
  }

  long createdMs() {
    return createdMs;
  }

  long updatedMs() {
    return updatedMs;
  }
}
