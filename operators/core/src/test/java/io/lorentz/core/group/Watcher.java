package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.AccountBookState;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.PositionState;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TrackedOrderState;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.TradePlanState;
import io.lorentz.schemas.VenueOrderState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays records to a group and holds, after each of them, what must always be true. */
final class Watcher {

  private final GroupOptions options;
  private final AccountGroup group;
  private final Map<String, BigDecimal> cash = new HashMap<>();
  private final Map<String, OrderDecision> open = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private GroupState before;

  Watcher(GroupOptions options) {
    this.options = options;
    this.group = new AccountGroup(options);
    this.before = group.image();
    for (AccountOptions account : options.accounts()) {
      cash.put(account.name(), account.capital());
    }
  }

  void play(List<GroupInput> inputs) {
    for (GroupInput input : inputs) {
      group.on(input, this::onRow);
      GroupState after = group.image();
      for (int k = 0; k < options.accounts().size(); k++) {
        onAccount(after.getAccounts().get(k));
        if (isSynthetic(input)) {
          assertThat(after.getAccounts().get(k).getBook())
              .as("a synthetic bar moves no money")
              .isEqualTo(before.getAccounts().get(k).getBook());
        }
      }
      before = after;
    }
    for (AccountState account : before.getAccounts()) {
      assertThat(
              account.getOrders().stream()
                  .map(o -> o.getCommand().getClientId())
                  .collect(Collectors.toSet()))
          .as("orders without an outcome are those that are open")
          .isEqualTo(
              open.values().stream()
                  .filter(d -> d.getAccount().equals(account.getName()))
                  .map(OrderDecision::getClientId)
                  .collect(Collectors.toSet()));
    }
  }

  private static boolean isSynthetic(GroupInput input) {
    return input.getPayload() instanceof Bar bar && bar.getQuality() == BarQuality.SYNTHETIC;
  }

  private void onRow(RunOutput row) {
    if (row.getPayload() instanceof OrderDecision decision) {
      assertThat(decision.getClientId()).matches("[A-Za-z0-9]{1,28}");
      assertThat(ids.add(decision.getClientId())).as("ids are distinct").isTrue();
      open.put(decision.getClientId(), decision);
    } else if (row.getPayload() instanceof OrderOutcome outcome) {
      onOutcome(outcome);
    } else if (row.getPayload() instanceof TradeOpened opened) {
      assertThat(opened.getSlippage()).as("slippage costs").isNotNegative();
    } else if (row.getPayload() instanceof TradeClosed closed) {
      assertThat(closed.getSlippage()).as("slippage costs").isNotNegative();
      add(closed.getAccount(), closed.getRealised());
      add(closed.getAccount(), closed.getFunding());
    } else if (row.getPayload() instanceof EquityPoint point) {
      onPoint(point);
    }
  }

  private void add(String account, BigDecimal amount) {
    cash.merge(account, amount, BigDecimal::add);
  }

  private void onOutcome(OrderOutcome outcome) {
    OrderDecision decision = open.remove(outcome.getClientId());
    assertThat(decision).as("one outcome per order, after its decision").isNotNull();
    assertThat(outcome.getOutcomeTimeMs())
        .as("no order ends before it was decided")
        .isGreaterThanOrEqualTo(decision.getDecisionTimeMs());
    add(outcome.getAccount(), outcome.getFee().negate());
    assertThat(outcome.getReferencePrice() != null)
        .as("a reference price where something filled")
        .isEqualTo(outcome.getQuantity().signum() > 0);
    if (outcome.getQuantity().signum() > 0) {
      onFilled(decision, outcome);
    }
    if (decision.getIntent() == OrderIntent.ENTRY
        && outcome.getOutcome() == OrderOutcomeKind.FILLED) {
      AccountState account = account(before, outcome.getAccount());
      assertThat(account.getRisk().getHalted()).as("no entry after a halt").isFalse();
      assertThat(account.getRisk().getDayLossReached()).as("none after a day's limit").isFalse();
      assertThat(account.getRisk().getDrawdownReached()).as("none after a drawdown").isFalse();
      assertThat(outcome.getOutcomeTimeMs()).isLessThanOrEqualTo(decision.getValidUntilMs());
    }
  }

  private void onFilled(OrderDecision decision, OrderOutcome outcome) {
    assertThat(outcome.getQuantity())
        .as("no order fills more than it asked for")
        .isLessThanOrEqualTo(decision.getQuantity());
    int away = decision.getSide() == OrderSide.BUY ? 1 : -1;
    if (decision.getType() == OrderType.LIMIT) {
      int beyond = away * outcome.getPrice().compareTo(decision.getLimitPrice());
      assertThat(beyond).as("no limit fills beyond its price").isNotPositive();
      if (outcome.getLiquidity() == Liquidity.MAKER) {
        assertThat(beyond).as("one that rested fills at it and not better").isZero();
      }
    }
    if (decision.getIntent() == OrderIntent.STOP) {
      TrackedOrderState stop =
          account(before, outcome.getAccount()).getOrders().stream()
              .filter(o -> o.getCommand().getClientId().equals(outcome.getClientId()))
              .findFirst()
              .orElseThrow();
      if (outcome.getDetail().startsWith("trigger=") && stop.getFilled().signum() == 0) {
        assertThat(away * outcome.getPrice().compareTo(stop.getStopPrice()))
            .as("no stop that its bar can fill does so better than its trigger")
            .isNotNegative();
      }
    } else if (decision.getIntent() != OrderIntent.LIQUIDATION) {
      assertThat(outcome.getOutcomeTimeMs())
          .as("no order fills before it has arrived")
          .isGreaterThanOrEqualTo(decision.getDecisionTimeMs() + options.execution().latencyMs());
    }
  }

  private static AccountState account(GroupState state, String name) {
    return state.getAccounts().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void onPoint(EquityPoint point) {
    AccountBookState book = account(group.image(), point.getAccount()).getBook();
    BigDecimal equity = book.getBalance();
    BigDecimal exposure = BigDecimal.ZERO;
    for (PositionState p : book.getPositions()) {
      BigDecimal move = p.getMark().multiply(p.getQuantity()).subtract(p.getEntryCost());
      equity = equity.add(move.multiply(BigDecimal.valueOf(p.getDirection())));
      exposure = exposure.add(p.getMark().multiply(p.getQuantity()));
    }
    assertThat(point.getBalance()).isEqualByComparingTo(book.getBalance());
    assertThat(point.getEquity()).isEqualByComparingTo(equity);
    assertThat(point.getExposure()).isEqualByComparingTo(exposure);
    assertThat(point.getOpenPositions()).isEqualTo(book.getPositions().size());
  }

  private void onAccount(AccountState account) {
    AccountBookState book = account.getBook();
    BigDecimal notInRows = BigDecimal.ZERO;
    Set<String> instruments = new HashSet<>();
    for (PositionState position : book.getPositions()) {
      notInRows = notInRows.add(position.getFunding()).add(position.getRealised());
      assertThat(instruments.add(position.getInstrument())).as("one per instrument").isTrue();
      onPosition(account, position);
    }
    for (TrackedOrderState order : account.getOrders()) {
      notInRows = notInRows.subtract(order.getFee());
    }
    assertThat(book.getDeposits().add(book.getRealised()).add(book.getFunding()))
        .as("the ledger adds up")
        .isEqualByComparingTo(book.getBalance().add(book.getFees()));
    assertThat(cash.get(account.getName()).add(notInRows))
        .as("rows, open positions and working orders tell the balance to the last digit")
        .isEqualByComparingTo(book.getBalance());
    assertThat(account.getVenue().stream().filter(Watcher::isStopInForce).count())
        .as("no stop in force without a position")
        .isEqualTo(book.getPositions().size());
    assertThat(account.getVenue().stream().map(o -> o.getCommand().getClientId()))
        .as("venue and register know the same orders")
        .containsExactlyInAnyOrderElementsOf(
            account.getOrders().stream().map(o -> o.getCommand().getClientId()).toList());
    assertThat(account.getRisk().getHolds().stream().map(h -> h.getClientId()))
        .as("exposure is held for entries that are working, and for no others")
        .containsExactlyInAnyOrderElementsOf(
            account.getPlans().stream()
                .filter(TradePlanState::getEntryWorking)
                .map(TradePlanState::getEntryId)
                .toList());
  }

  private static boolean isStopInForce(VenueOrderState order) {
    return order.getInForce() && order.getCommand().getType() == OrderType.STOP_MARKET;
  }

  private static void onPosition(AccountState account, PositionState position) {
    List<VenueOrderState> stops =
        account.getVenue().stream()
            .filter(Watcher::isStopInForce)
            .filter(o -> o.getCommand().getInstrument().equals(position.getInstrument()))
            .toList();
    assertThat(stops).as("exactly one protective stop").hasSize(1);
    assertThat(stops.get(0).getCommand().getQuantity())
        .as("which covers what is open")
        .isGreaterThanOrEqualTo(position.getQuantity());
    assertThat(stops.get(0).getCommand().getParentId()).isEqualTo(position.getEntryId());
  }
}
