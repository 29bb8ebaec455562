package io.lorentz.flink.group;

import static java.util.Locale.ROOT;

import io.lorentz.core.group.AccountFigures;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.TradeStatistics;
import io.lorentz.core.group.TradeTally;
import io.lorentz.flink.metrics.UnitHistogram;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/**
 * What is measured of one account. The task publishes immutable figures; reporters, on a thread of
 * their own, read the last ones, and turn them into numbers.
 */
final class AccountMeters {

  private static final String LABEL = "account";

  /** Slippage is kept in thousandths of a basis point. */
  private static final double PER_BPS = 1e3;

  private final TradeTally tally = new TradeTally();
  private final Map<DenialReason, Counter> denials = new EnumMap<>(DenialReason.class);
  private final Map<OrderIntent, Counter> sent = new EnumMap<>(OrderIntent.class);
  private final Counter fills;
  private final Counter expired;
  private final Histogram slippage;
  private final Counter trades;
  private final Counter wins;
  private volatile Optional<AccountFigures> figures = Optional.empty();
  private volatile TradeStatistics statistics = tally.statistics();

  AccountMeters(MetricGroup operator, AccountOptions account) {
    String name = account.name();
    MetricGroup risk = operator.addGroup("risk").addGroup(LABEL, name);
    for (DenialReason reason : DenialReason.values()) {
      denials.put(
          reason,
          risk.addGroup("reason", reason.name().toLowerCase(ROOT)).counter("denials_total"));
    }
    MetricGroup orders = operator.addGroup("orders").addGroup(LABEL, name);
    for (OrderIntent intent : OrderIntent.values()) {
      sent.put(
          intent, orders.addGroup("intent", intent.name().toLowerCase(ROOT)).counter("sent_total"));
    }
    count(orders, "open", AccountFigures::openOrders);
    count(orders, "unknown", AccountFigures::unknownOrders);
    MetricGroup execution = operator.addGroup("execution").addGroup(LABEL, name);
    fills = execution.counter("fills_total");
    expired = execution.counter("expired_total");
    slippage = execution.histogram("slippage_bps", new UnitHistogram(PER_BPS));
    MetricGroup group = operator.addGroup("account").addGroup(LABEL, name);
    trades = group.counter("trades_total");
    wins = group.counter("wins_total");
    registerFigures(group);
    registerLimits(group, account);
    registerTrades(group);
  }

  private void registerFigures(MetricGroup group) {
    money(group, "balance_usdt", AccountFigures::balance);
    money(group, "equity_usdt", AccountFigures::equity);
    money(group, "exposure_usdt", AccountFigures::exposure);
    number(group, "drawdown_ratio", AccountFigures::drawdown);
    number(group, "day_loss_ratio", AccountFigures::dayLoss);
    count(group, "open_positions", AccountFigures::openPositions);
    count(group, "trading", known -> known.trading() ? 1 : 0);
  }

  private static void registerLimits(MetricGroup group, AccountOptions account) {
    double drawdown = limit(account, account.risk().drawdownFraction());
    double dayLoss = limit(account, account.risk().dayLossFraction());
    group.<Double, Gauge<Double>>gauge("drawdown_limit_ratio", () -> drawdown);
    group.<Double, Gauge<Double>>gauge("day_loss_limit_ratio", () -> dayLoss);
  }

  private static double limit(AccountOptions account, BigDecimal fraction) {
    return account.limits() ? fraction.doubleValue() : Double.NaN;
  }

  private void registerTrades(MetricGroup group) {
    group.<Double, Gauge<Double>>gauge("gross_profit_usdt_total", () -> statistics.grossProfit());
    group.<Double, Gauge<Double>>gauge("gross_loss_usdt_total", () -> statistics.grossLoss());
    group.<Double, Gauge<Double>>gauge("win_rate_ratio", () -> statistics.winRate());
    group.<Double, Gauge<Double>>gauge("profit_factor_ratio", () -> statistics.profitFactor());
  }

  private void money(MetricGroup group, String name, Function<AccountFigures, BigDecimal> read) {
    number(group, name, known -> read.apply(known).doubleValue());
  }

  private void count(MetricGroup group, String name, Function<AccountFigures, Integer> read) {
    number(group, name, known -> read.apply(known));
  }

  /** NaN before the account is known. */
  private void number(MetricGroup group, String name, ToDoubleFunction<AccountFigures> read) {
    group.<Double, Gauge<Double>>gauge(
        name, () -> figures.map(read::applyAsDouble).orElse(Double.NaN));
  }

  void stands(AccountFigures now) {
    figures = Optional.of(now);
  }

  void sent(OrderDecision decision, BigDecimal mark) {
    sent.get(decision.getIntent()).inc();
    tally.decided(decision, mark);
  }

  void ended(OrderOutcome outcome) {
    if (outcome.getOutcome() == OrderOutcomeKind.DENIED) {
      denials.get(outcome.getDenial()).inc();
      return;
    }
    if (outcome.getOutcome() == OrderOutcomeKind.EXPIRED) {
      expired.inc();
    }
    if (outcome.getQuantity().signum() > 0) {
      fills.inc();
    }
    tally.ended(outcome).ifPresent(bps -> slippage.update(Math.round(bps * PER_BPS)));
  }

  void opened(TradeOpened trade) {
    tally.opened(trade);
  }

  void closed(TradeClosed trade) {
    tally.closed(trade);
    TradeStatistics now = tally.statistics();
    trades.inc(now.trades() - statistics.trades());
    wins.inc(now.wins() - statistics.wins());
    statistics = now;
  }
}
