package io.lorentz.core.group;

import io.lorentz.core.account.Settlement;
import io.lorentz.core.execution.TrackedOrder;
import io.lorentz.core.orders.Bracket;
import io.lorentz.core.orders.OrderIds;
import io.lorentz.core.orders.TradePlan;
import io.lorentz.core.risk.Verdict;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/** Writes what happened as rows. */
final class RunRows {

  private static final BigDecimal NOTHING = Money.toBorder(BigDecimal.ZERO);

  private RunRows() {}

  static RunOutput entryDecided(OrderCommand command, Bracket bracket, Verdict.Approved approved) {
    return new RunOutput(
        decided(command, bracket.tierMs(), bracket.leverage())
            .setStopPrice(Money.toBorder(bracket.stopPrice()))
            .setSizeBound(approved.bound())
            .setStopToCost(approved.stopToCost())
            .build());
  }

  static RunOutput orderDecided(OrderCommand command, TradePlan plan) {
    return new RunOutput(
        decided(command, plan.tierMs(), plan.leverage())
            .setStopPrice(command.getStopPrice())
            .build());
  }

  private static OrderDecision.Builder decided(OrderCommand command, long tierMs, int leverage) {
    return OrderDecision.newBuilder()
        .setAccount(command.getAccount())
        .setClientId(command.getClientId())
        .setDecisionTimeMs(command.getDecisionTimeMs())
        .setInstrument(command.getInstrument())
        .setIntent(command.getIntent())
        .setAttempt(command.getAttempt())
        .setSide(command.getSide())
        .setType(command.getType())
        .setQuantity(command.getQuantity())
        .setTierMs(tierMs)
        .setLeverage(leverage)
        .setStopToCost(Double.NaN)
        .setValidUntilMs(command.getValidUntilMs());
  }

  /**
   * The decision row of an entry that risk refused.
   *
   * @param refused what it would have been; quantity and stop of it are not read
   */
  static RunOutput entryRefused(Bracket refused, Verdict.Denied denied) {
    return new RunOutput(
        OrderDecision.newBuilder()
            .setAccount(refused.account())
            .setClientId(entryId(refused))
            .setDecisionTimeMs(refused.decisionTimeMs())
            .setInstrument(refused.instrument())
            .setIntent(OrderIntent.ENTRY)
            .setAttempt(refused.attempt())
            .setSide(refused.direction() > 0 ? OrderSide.BUY : OrderSide.SELL)
            .setType(OrderType.MARKET)
            .setQuantity(Money.toBorder(denied.quantity()))
            .setTierMs(refused.tierMs())
            .setLeverage(refused.leverage())
            .setStopToCost(Double.NaN)
            .setValidUntilMs(refused.validUntilMs())
            .build());
  }

  static RunOutput denied(Bracket refused, Verdict.Denied denied) {
    return new RunOutput(
        OrderOutcome.newBuilder()
            .setAccount(refused.account())
            .setClientId(entryId(refused))
            .setOutcome(OrderOutcomeKind.DENIED)
            .setOutcomeTimeMs(refused.decisionTimeMs())
            .setDenial(denied.reason())
            .setDetail(denied.numbers())
            .setQuantity(NOTHING)
            .setFee(NOTHING)
            .build());
  }

  private static String entryId(Bracket bracket) {
    return OrderIds.id(
        bracket.account(),
        bracket.instrument(),
        bracket.decisionTimeMs(),
        OrderIntent.ENTRY,
        bracket.attempt(),
        bracket.epoch());
  }

  /** The outcome row of an order that ended at the venue. */
  static RunOutput ended(TrackedOrder order, VenueEvent event) {
    return new RunOutput(
        OrderOutcome.newBuilder()
            .setAccount(event.getAccount())
            .setClientId(event.getClientId())
            .setOutcome(kind(order))
            .setOutcomeTimeMs(event.getTimeMs())
            .setDetail(detail(order, event))
            .setPrice(event.getPrice())
            .setQuantity(event.getQuantity())
            .setFee(event.getFee())
            .build());
  }

  private static OrderOutcomeKind kind(TrackedOrder order) {
    return switch (order.status()) {
      case FILLED -> OrderOutcomeKind.FILLED;
      case CANCELLED -> OrderOutcomeKind.CANCELLED;
      case EXPIRED -> OrderOutcomeKind.EXPIRED;
      case REJECTED -> OrderOutcomeKind.REJECTED;
      case SUBMITTED, WORKING ->
          throw new IllegalStateException("rows: order has not ended: " + order);
    };
  }

  private static String detail(TrackedOrder order, VenueEvent event) {
    if (order.stopPrice().isEmpty()) {
      return event.getDetail();
    }
    String stop = "stop=" + Money.text(order.stopPrice().get()) + " moves=" + order.moves();
    return event.getDetail().isEmpty() ? stop : event.getDetail() + " " + stop;
  }

  static RunOutput opened(TradePlan plan, VenueEvent fill) {
    return new RunOutput(
        TradeOpened.newBuilder()
            .setAccount(fill.getAccount())
            .setEntryId(fill.getClientId())
            .setInstrument(fill.getInstrument())
            .setDirection(plan.direction())
            .setOpenTimeMs(fill.getTimeMs())
            .setQuantity(fill.getQuantity())
            .setEntryPrice(fill.getPrice())
            .setStopPrice(Money.toBorder(plan.stopPrice()))
            .setTierMs(plan.tierMs())
            .setLeverage(plan.leverage())
            .setFee(fill.getFee())
            .build());
  }

  static RunOutput closed(Settlement settlement, OrderIntent intent, VenueEvent fill) {
    return new RunOutput(
        TradeClosed.newBuilder()
            .setAccount(fill.getAccount())
            .setEntryId(settlement.position().entryId())
            .setExitId(fill.getClientId())
            .setCloseTimeMs(fill.getTimeMs())
            .setExitIntent(intent)
            .setExitPrice(fill.getPrice())
            .setFee(fill.getFee())
            .setFunding(Money.toBorder(settlement.funding()))
            .setRealised(Money.toBorder(settlement.realised()))
            .build());
  }
}
