package io.lorentz.command.day;

import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gathers the rows of a run that concern one day, in whatever order they come. One thread. */
public final class DayRows implements Consumer<RunOutput> {

  private final Day day;
  private final Map<List<String>, TradeOpened> opened = new HashMap<>();
  private final List<TradeClosed> closed = new ArrayList<>();
  private final Map<String, EquityPoint> before = new HashMap<>();
  private final SortedMap<String, EquityPoint> last = new TreeMap<>();
  private final Map<String, Integer> denied = new HashMap<>();
  private int sourceChanges;
  private int doubtedPrices;

  /** Of this day. */
  public DayRows(Day day) {
    this.day = day;
  }

  @Override
  public void accept(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof TradeOpened trade) {
      opened.put(List.of(trade.getAccount(), trade.getEntryId()), trade);
    } else if (payload instanceof TradeClosed trade) {
      if (day.holds(trade.getCloseTimeMs())) {
        closed.add(trade);
      }
    } else if (payload instanceof EquityPoint point) {
      equity(point);
    } else if (payload instanceof OrderOutcome outcome) {
      if (outcome.getOutcome() == OrderOutcomeKind.DENIED
          && day.holds(outcome.getOutcomeTimeMs())) {
        denied.merge(outcome.getAccount(), 1, Integer::sum);
      }
    } else if (payload instanceof FeedDecision decision && day.holds(decision.getCloseTimeMs())) {
      sourceChanges += decision.getKind() == FeedDecisionKind.SOURCE_CHANGED ? 1 : 0;
      doubtedPrices += decision.getKind() == FeedDecisionKind.PRICE_DOUBTED ? 1 : 0;
    }
  }

  private void equity(EquityPoint point) {
    if (point.getTimeMs() <= day.startMs()) {
      before.merge(point.getAccount(), point, DayRows::later);
    } else if (day.holds(point.getTimeMs())) {
      last.merge(point.getAccount(), point, DayRows::later);
    }
  }

  private static EquityPoint later(EquityPoint one, EquityPoint other) {
    return one.getTimeMs() >= other.getTimeMs() ? one : other;
  }

  /** How often bars of an instrument came from another venue from then on. */
  public int sourceChanges() {
    return sourceChanges;
  }

  /** How often venues differed too far about a price. */
  public int doubtedPrices() {
    return doubtedPrices;
  }

  /** What the day brought each account that it has an equity of, in order of name. */
  public SortedMap<String, AccountDay> accounts() {
    SortedMap<String, AccountDay> accounts = new TreeMap<>();
    last.forEach(
        (account, point) ->
            accounts.put(
                account,
                AccountDay.of(
                    point,
                    Optional.ofNullable(before.get(account)),
                    denied.getOrDefault(account, 0),
                    closed.stream()
                        .filter(trade -> trade.getAccount().equals(account))
                        .map(trade -> DayTrade.of(opening(trade), trade))
                        .toList())));
    return accounts;
  }

  private TradeOpened opening(TradeClosed trade) {
    TradeOpened opening = opened.get(List.of(trade.getAccount(), trade.getEntryId()));
    if (opening == null) {
      throw new FaultException(
          "trade "
              + trade.getEntryId()
              + " of "
              + trade.getAccount()
              + ": is closed and was not opened in these topics; name with --rows those that have both");
    }
    return opening;
  }
}
