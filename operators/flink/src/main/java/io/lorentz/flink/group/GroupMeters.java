package io.lorentz.flink.group;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.Age;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.UnitHistogram;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.SentOrders;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/**
 * What is measured of a group: its listed accounts (a sweep has thousands that are not), how long
 * orders take, and the age of the last checkpoint. It looks at the rows that leave; what the group
 * holds is read out when rows have left, so a bar that causes none costs nothing.
 */
final class GroupMeters {

  private final GroupOptions options;
  private final MeterClock clock;
  private final Map<String, AccountMeters> accounts = new HashMap<>();
  private final Histogram latency = UnitHistogram.ofMillis();
  private final Age checkpoint;

  /** At first, so that accounts are known from the first record on. */
  private boolean rowsLeft = true;

  GroupMeters(MetricGroup operator, GroupOptions options, MeterClock clock) {
    this.options = options;
    this.clock = clock;
    for (AccountOptions account : options.accounts()) {
      if (account.listed()) {
        accounts.put(account.name(), new AccountMeters(operator, account));
      }
    }
    operator.addGroup("orders").histogram("latency_seconds", latency);
    checkpoint = new Age(clock);
    checkpoint.since(clock.wallMs());
    operator.addGroup("checkpoint").gauge("age_seconds", checkpoint.gauge());
  }

  void checkpointCompleted() {
    checkpoint.since(clock.wallMs());
  }

  /** A row leaves. */
  void leaves(RunOutput row, AccountGroup group, long causeLogTimeMs) {
    rowsLeft = true;
    Object payload = row.getPayload();
    if (payload instanceof OrderDecision decision) {
      decided(decision, group, causeLogTimeMs);
    } else if (payload instanceof OrderOutcome outcome) {
      of(outcome.getAccount()).ifPresent(account -> account.ended(outcome));
    } else if (payload instanceof TradeOpened trade) {
      of(trade.getAccount()).ifPresent(account -> account.opened(trade));
    } else if (payload instanceof TradeClosed trade) {
      of(trade.getAccount()).ifPresent(account -> account.closed(trade));
    }
  }

  private void decided(OrderDecision decision, AccountGroup group, long causeLogTimeMs) {
    if (!SentOrders.wasSent(decision)) {
      return;
    }
    latency.update(clock.wallMs() - causeLogTimeMs);
    of(decision.getAccount())
        .ifPresent(account -> account.sent(decision, group.mark(decision.getInstrument())));
  }

  private Optional<AccountMeters> of(String account) {
    return Optional.ofNullable(accounts.get(account));
  }

  /** The group has worked off a record: what left may have changed how accounts stand. */
  void after(AccountGroup group) {
    if (rowsLeft) {
      rowsLeft = false;
      publish(group);
    }
  }

  /** Reads out how the accounts stand. */
  void publish(AccountGroup group) {
    for (int i = 0; i < options.accounts().size(); i++) {
      AccountMeters account = accounts.get(options.accounts().get(i).name());
      if (account != null) {
        account.stands(group.figures(i));
      }
    }
  }
}
