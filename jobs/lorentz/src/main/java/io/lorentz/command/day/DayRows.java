package io.lorentz.command.day;

import io.lorentz.command.fault.FaultException;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.kafka.WrittenRow;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the rows of a run that concern one day, in whatever order and however often they come. Of
 * rows with one key the first counts; that another differs is told and stands in no day's way. One
 * thread.
 */
public final class DayRows implements RowTopics.Visitor {

  private final Day day;
  private final Map<RowKey, RunOutput> first = new HashMap<>();
  private final Map<List<String>, TradeOpened> opened = new HashMap<>();
  private final List<TradeClosed> closed = new ArrayList<>();
  private final Map<String, EquityPoint> before = new HashMap<>();
  private final SortedMap<String, EquityPoint> last = new TreeMap<>();
  private final Map<String, Integer> denied = new HashMap<>();
  private int sourceChanges;
  private int doubtedPrices;
  private long unequal;

  /** Of this day. */
  public DayRows(Day day) {
    this.day = day;
  }

  @Override
  public void onTopic(TopicPlan plan, boolean whole) {
    // Of what is not kept any more a trade that closed today may miss its opening, which is told.
  }

  @Override
  public void onRow(WrittenRow written) {
    accept(written.row());
  }

  void accept(RunOutput row) {
    if (row.getPayload() instanceof EquityPoint point && point.getTimeMs() <= day.startMs()) {
      before.merge(point.getAccount(), point, DayRows::later);
    } else if (concerns(row.getPayload())) {
      RunOutput known = first.putIfAbsent(RowKey.of(row), row);
      if (known == null) {
        gather(row.getPayload());
      } else if (!known.equals(row)) {
        unequal++;
      }
    }
  }

  /** A trade that closes on this day may have been opened on any. */
  private boolean concerns(Object payload) {
    return payload instanceof TradeOpened
        || (payload instanceof TradeClosed trade && day.holds(trade.getCloseTimeMs()))
        || (payload instanceof EquityPoint point && day.holds(point.getTimeMs()))
        || (payload instanceof OrderOutcome outcome && day.holds(outcome.getOutcomeTimeMs()))
        || (payload instanceof FeedDecision decision && day.holds(decision.getCloseTimeMs()));
  }

  private void gather(Object payload) {
    if (payload instanceof TradeOpened trade) {
      opened.put(List.of(trade.getAccount(), trade.getEntryId()), trade);
    } else if (payload instanceof TradeClosed trade) {
      closed.add(trade);
    } else if (payload instanceof EquityPoint point) {
      last.merge(point.getAccount(), point, DayRows::later);
    } else if (payload instanceof OrderOutcome outcome) {
      denied.merge(
          outcome.getAccount(),
          outcome.getOutcome() == OrderOutcomeKind.DENIED ? 1 : 0,
          Integer::sum);
    } else if (payload instanceof FeedDecision decision) {
      sourceChanges += decision.getKind() == FeedDecisionKind.SOURCE_CHANGED ? 1 : 0;
      doubtedPrices += decision.getKind() == FeedDecisionKind.PRICE_DOUBTED ? 1 : 0;
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

  /** Rows that were written again and differ: more than one run or build has written them. */
  public long unequal() {
    return unequal;
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
