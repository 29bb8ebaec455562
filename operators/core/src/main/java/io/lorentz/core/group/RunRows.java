package io.lorentz.core.group;

import io.lorentz.core.account.Settlement;
import io.lorentz.core.execution.Fills;
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
        .setLimitPrice(command.getLimitPrice())
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
            .setType(refused.entryType())
            .setQuantity(Money.toBorder(denied.quantity()))
            .setLimitPrice(refused.limitPrice().map(Money::toBorder).orElse(null))
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

  /** The outcome row of an order that ended at the venue, with all that had filled by then. */
  static RunOutput ended(TrackedOrder order, VenueEvent event) {
    return new RunOutput(
        OrderOutcome.newBuilder()
            .setAccount(event.getAccount())
            .setClientId(event.getClientId())
            .setOutcome(kind(order))
            .setOutcomeTimeMs(event.getTimeMs())
            .setDetail(detail(order, event))
            .setPrice(order.fills().price().map(Money::toBorder).orElse(null))
            .setQuantity(Money.toBorder(order.fills().quantity()))
            .setFee(Money.toBorder(order.fills().fee()))
            .setReferencePrice(order.fills().referencePrice().map(Money::toBorder).orElse(null))
            .setLiquidity(order.fills().liquidity().orElse(null))
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

  /** The row of a position that its entry has opened, once that has ended. */
  static RunOutput opened(TradePlan plan, TrackedOrder entry) {
    Fills fills = entry.fills();
    return new RunOutput(
        TradeOpened.newBuilder()
            .setAccount(entry.command().getAccount())
            .setEntryId(entry.command().getClientId())
            .setInstrument(entry.command().getInstrument())
            .setDirection(plan.direction())
            .setOpenTimeMs(plan.openTimeMs())
            .setQuantity(Money.toBorder(fills.quantity()))
            .setEntryPrice(Money.toBorder(fills.price().orElseThrow()))
            .setStopPrice(Money.toBorder(plan.stopPrice()))
            .setTierMs(plan.tierMs())
            .setLeverage(plan.leverage())
            .setFee(Money.toBorder(fills.fee()))
            .setSlippage(Money.toBorder(fills.slippage(entry.command().getSide())))
            .build());
  }

  /** The row of a position that is closed; exit and time are those of the last fill. */
  static RunOutput closed(String account, TradeEnd end) {
    Settlement settlement = end.settlement();
    return new RunOutput(
        TradeClosed.newBuilder()
            .setAccount(account)
            .setEntryId(settlement.entryId())
            .setExitId(end.exitId())
            .setCloseTimeMs(end.closeTimeMs())
            .setExitIntent(end.exitIntent())
            .setExitPrice(Money.toBorder(settlement.exits().price()))
            .setFee(Money.toBorder(settlement.exits().fee()))
            .setFunding(Money.toBorder(settlement.funding()))
            .setRealised(Money.toBorder(settlement.exits().realised()))
            .setSlippage(Money.toBorder(settlement.exits().slippage()))
            .build());
  }
}
