package io.lorentz.schemas.rows;

import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.io.Serializable;

/**
 * What makes a row of a run's output the same row.
 *
 * @param kind name of its record
 * @param owner account; of a command account and epoch, of a signal its source and instrument, of a
 *     feed its instrument and kind
 * @param id client id of the order or of the entry, venue of a feed; empty where the time is the
 *     key
 * @param timeMs market time, ms since 1970 UTC; of a command its number; 0 where the id is the key
 */
public record RowKey(String kind, String owner, String id, long timeMs) implements Serializable {

  /** Gives the key of a row. */
  public static RowKey of(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof EquityPoint equity) {
      return new RowKey("EquityPoint", equity.getAccount(), "", equity.getTimeMs());
    }
    if (payload instanceof OrderDecision decision) {
      return new RowKey("OrderDecision", decision.getAccount(), decision.getClientId(), 0);
    }
    if (payload instanceof OrderOutcome outcome) {
      return new RowKey("OrderOutcome", outcome.getAccount(), outcome.getClientId(), 0);
    }
    if (payload instanceof TradeOpened opened) {
      return new RowKey("TradeOpened", opened.getAccount(), opened.getEntryId(), 0);
    }
    if (payload instanceof TradeClosed closed) {
      return new RowKey("TradeClosed", closed.getAccount(), closed.getEntryId(), 0);
    }
    if (payload instanceof OrderCommand command) {
      String owner = command.getAccount() + "/" + command.getEpoch();
      return new RowKey("OrderCommand", owner, "", command.getNumber());
    }
    if (payload instanceof Signal signal) {
      String owner = signal.getSource() + "/" + signal.getInstrument();
      return new RowKey("Signal", owner, "", signal.getMarketTimeMs());
    }
    if (payload instanceof FeedDecision decision) {
      String owner = decision.getInstrument() + "/" + decision.getKind();
      return new RowKey("FeedDecision", owner, decision.getVenue(), decision.getCloseTimeMs());
    }
    throw new IllegalArgumentException("row: has no key, was " + row);
  }

  @Override
  public String toString() {
    return kind + " (" + owner + ", " + (id.isEmpty() ? timeMs : id) + ")";
  }
}
