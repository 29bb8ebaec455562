package io.lorentz.trading;

import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.List;
import java.util.stream.Stream;

/** What rows of any kind have in common, and those of one kind. */
final class RunRow {

  private RunRow() {}

  /** Market time of what the row tells, ms since 1970 UTC. */
  static long timeMs(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof OrderDecision decision) {
      return decision.getDecisionTimeMs();
    } else if (payload instanceof OrderOutcome outcome) {
      return outcome.getOutcomeTimeMs();
    } else if (payload instanceof TradeOpened opened) {
      return opened.getOpenTimeMs();
    } else if (payload instanceof TradeClosed closed) {
      return closed.getCloseTimeMs();
    } else if (payload instanceof EquityPoint point) {
      return point.getTimeMs();
    }
    return ((Signal) payload).getMarketTimeMs();
  }

  /** Account of the row; empty for a signal. */
  static String account(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof OrderDecision decision) {
      return decision.getAccount();
    } else if (payload instanceof OrderOutcome outcome) {
      return outcome.getAccount();
    } else if (payload instanceof TradeOpened opened) {
      return opened.getAccount();
    } else if (payload instanceof TradeClosed closed) {
      return closed.getAccount();
    } else if (payload instanceof EquityPoint point) {
      return point.getAccount();
    }
    return "";
  }

  static <T> Stream<T> of(Class<T> kind, List<RunOutput> rows) {
    return rows.stream().map(RunOutput::getPayload).filter(kind::isInstance).map(kind::cast);
  }
}
