package io.lorentz.core.group;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Adds up the rows of one account, to be watched: trades after costs, and how much worse orders
 * came out than they were decided. It is no part of the state: it begins with the process, and
 * nothing is decided on it. Not safe for threads.
 *
 * <p>A trade whose opening it has not seen lacks the fee of its entry; an order whose decision it
 * has not seen has no slippage.
 */
public final class TradeTally {

  /** Trades that the win rate and the profit factor look back on. */
  public static final int WINDOW = 200;

  private static final double BPS = 10_000;

  /** What an order was decided on; the price is empty for a stop, which moves. */
  private record Decided(OrderSide side, Optional<BigDecimal> price) {}

  private final Map<String, Decided> decided = new HashMap<>();
  private final Map<String, BigDecimal> entryFees = new HashMap<>();
  private final double[] last = new double[WINDOW];
  private long trades;
  private long wins;
  private double grossProfit;
  private double grossLoss;

  /**
   * Takes an order that was sent.
   *
   * @param mark last close of its instrument, quote currency per unit
   */
  public void decided(OrderDecision decision, BigDecimal mark) {
    decided.put(decision.getClientId(), new Decided(decision.getSide(), price(decision, mark)));
  }

  private static Optional<BigDecimal> price(OrderDecision decision, BigDecimal mark) {
    if (decision.getIntent() == OrderIntent.STOP) {
      return Optional.empty();
    }
    return Optional.of(decision.getLimitPrice() == null ? mark : decision.getLimitPrice());
  }

  /**
   * Takes the end of an order. Its slippage is how much worse it filled on average than the price
   * it was decided on: its limit; without one, the last close at the decision; for a stop, the
   * price at which it was triggered, or the open where that had gone past it.
   *
   * @return slippage, basis points of that price, positive where it cost; empty if nothing filled
   */
  public OptionalDouble ended(OrderOutcome outcome) {
    Decided order = decided.remove(outcome.getClientId());
    if (order == null || outcome.getPrice() == null) {
      return OptionalDouble.empty();
    }
    double price = order.price().orElse(outcome.getReferencePrice()).doubleValue();
    double worse = outcome.getPrice().doubleValue() - price;
    return OptionalDouble.of((order.side() == OrderSide.BUY ? worse : -worse) / price * BPS);
  }

  /** Takes a position that its entry has opened. */
  public void opened(TradeOpened trade) {
    entryFees.put(trade.getEntryId(), trade.getFee());
  }

  /** Takes a position that is closed. */
  public void closed(TradeClosed trade) {
    BigDecimal entryFee = entryFees.remove(trade.getEntryId());
    double net =
        trade
            .getRealised()
            .add(trade.getFunding())
            .subtract(trade.getFee())
            .subtract(entryFee == null ? BigDecimal.ZERO : entryFee)
            .doubleValue();
    last[(int) (trades % WINDOW)] = net;
    trades++;
    if (net > 0) {
      wins++;
      grossProfit += net;
    } else {
      grossLoss -= net;
    }
  }

  /** What the trades came to so far. */
  public TradeStatistics statistics() {
    if (trades == 0) {
      return TradeStatistics.NONE;
    }
    int seen = (int) Math.min(trades, WINDOW);
    int won = 0;
    double profit = 0;
    double loss = 0;
    for (int i = 0; i < seen; i++) {
      won += last[i] > 0 ? 1 : 0;
      profit += Math.max(last[i], 0);
      loss -= Math.min(last[i], 0);
    }
    // Nothing won and nothing lost is neither good nor bad.
    double factor = profit == 0 && loss == 0 ? Double.NaN : profit / loss;
    return new TradeStatistics(trades, wins, grossProfit, grossLoss, (double) won / seen, factor);
  }
}
