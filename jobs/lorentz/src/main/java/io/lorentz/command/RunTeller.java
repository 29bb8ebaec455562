package io.lorentz.command;

import io.lorentz.command.report.Cells;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.SentOrders;
import io.lorentz.schemas.units.Money;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Tells a person what a run does, a line for each thing. Safe for threads. */
final class RunTeller {

  /** The job closes a minute soon after the log is complete for it. */
  private static final long OLD_MS = 120_000;

  private final AtomicLong signals = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong trades = new AtomicLong();
  private final Map<String, EquityPoint> lastPoints = new ConcurrentSkipListMap<>();
  private final PrintWriter out;

  RunTeller(PrintWriter out) {
    this.out = out;
  }

  /** Tells of a row, if it is one that a person wants to see as it comes. */
  void row(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof Signal signal) {
      signals.incrementAndGet();
      say(
          Cells.utc(signal.getMarketTimeMs())
              + " signal "
              + signal.getInstrument()
              + (signal.getDirection() > 0 ? " long" : " short")
              + " confidence "
              + Cells.shortest(Math.min(signal.getFastConfidence(), signal.getSlowConfidence())));
    } else if (payload instanceof OrderDecision decision && SentOrders.wasSent(decision)) {
      orders.incrementAndGet();
      say(
          Cells.utc(decision.getDecisionTimeMs())
              + " order "
              + decision.getAccount()
              + " "
              + decision.getIntent()
              + " "
              + decision.getSide()
              + " "
              + decision.getInstrument());
    } else if (payload instanceof TradeOpened opened) {
      say(
          Cells.utc(opened.getOpenTimeMs())
              + " opened "
              + opened.getAccount()
              + " "
              + opened.getInstrument());
    } else if (payload instanceof TradeClosed closed) {
      trades.incrementAndGet();
      say(Cells.utc(closed.getCloseTimeMs()) + " closed " + closed.getAccount());
    } else if (payload instanceof FeedDecision decision) {
      say(
          Cells.utc(decision.getCloseTimeMs())
              + " feed "
              + decision.getInstrument()
              + " "
              + decision.getKind()
              + " "
              + decision.getOther()
              + " "
              + decision.getVenue()
              + " "
              + decision.getDetail());
    } else if (payload instanceof EquityPoint point) {
      lastPoints.put(point.getAccount(), point);
    }
  }

  /**
   * Tells how far the log is, and each account's equity unless it is older than two minutes.
   *
   * @param progressMs market time up to which the log is complete, ms since 1970 UTC
   */
  void progress(long progressMs) {
    StringBuilder equity = new StringBuilder();
    lastPoints.forEach(
        (account, point) ->
            equity
                .append("; equity ")
                .append(account)
                .append(' ')
                .append(
                    progressMs - point.getTimeMs() > OLD_MS
                        ? "not known since " + Cells.utc(point.getTimeMs())
                        : Cells.plain(Money.fromBorder(point.getEquity()))));
    say(Cells.utc(progressMs) + " the log is complete" + equity);
  }

  /** How much of what there was. */
  String counts() {
    return "signals " + signals + ", orders " + orders + ", trades closed " + trades;
  }

  /** Tells anything else. */
  synchronized void say(String text) {
    out.println(text);
    out.flush();
  }
}
