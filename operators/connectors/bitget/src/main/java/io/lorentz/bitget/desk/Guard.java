package io.lorentz.bitget.desk;

import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What no entry gets past, from what the edge sees itself. */
final class Guard {

  private static final long MINUTE_MS = 60_000;

  private final HardCaps caps;
  private final Outbox out;
  private final VenueLedger ledger;
  private final Findings findings;
  private final Observed observed;
  private final ArrayDeque<Long> entryTimesMs = new ArrayDeque<>();

  /** Also read by whoever sends. */
  private volatile boolean halted;

  private boolean ready;

  Guard(HardCaps caps, Outbox out, VenueLedger ledger, Findings findings, Observed observed) {
    this.caps = caps;
    this.out = out;
    this.ledger = ledger;
    this.findings = findings;
    this.observed = observed;
  }

  void halt() {
    halted = true;
  }

  void resume() {
    halted = false;
  }

  boolean halted() {
    return halted;
  }

  /** The first comparison with the venue is done. */
  void open() {
    ready = true;
  }

  /** Whether anything may be sent at all. */
  boolean ready() {
    return ready;
  }

  boolean stopsEntries() {
    return halted;
  }

  void counted(long nowMs) {
    entryTimesMs.addLast(nowMs);
  }

  /** Why an entry must not go out, as the detail of its end; empty if it may. */
  Optional<String> refusal(WorkingOrder entry, List<WorkingOrder> working) {
    if (halted) {
      return Optional.of("cause=HALTED");
    }
    if (findings.blocks(entry.instrument())) {
      return Optional.of("cause=UNRECONCILED");
    }
    Optional<String> cap = beyondCap(entry, working);
    cap.ifPresent(
        detail ->
            findings.note(
                FindingKind.HARD_CAP,
                entry.instrument(),
                detail + " order=" + entry.command().getClientId()));
    return cap.map(detail -> "cause=HARD_CAP " + detail);
  }

  private Optional<String> beyondCap(WorkingOrder entry, List<WorkingOrder> working) {
    OrderCommand command = entry.command();
    BigDecimal notional = notional(command);
    if (notional.signum() == 0) {
      return Optional.of("price=unknown");
    }
    if (ledger.reducible(entry.instrument(), command.getSide()).signum() != 0) {
      BigDecimal open = ledger.position(entry.instrument());
      return Optional.of("side=" + command.getSide() + " position=" + Money.text(open));
    }
    if (command.getLeverage() < 1 || command.getLeverage() > caps.maxLeverage()) {
      return Optional.of("leverage=" + command.getLeverage() + " cap=" + caps.maxLeverage());
    }
    if (notional.compareTo(caps.maxOrderNotional()) > 0) {
      return Optional.of(
          "notional=" + Money.text(notional) + " cap=" + Money.text(caps.maxOrderNotional()));
    }
    BigDecimal total = notional.add(exposure(entry, working));
    if (total.compareTo(caps.maxTotalNotional()) > 0) {
      return Optional.of(
          "total=" + Money.text(total) + " cap=" + Money.text(caps.maxTotalNotional()));
    }
    if (observed.equity().isPresent() && observed.equity().get().compareTo(caps.minEquity()) < 0) {
      return Optional.of(
          "equity="
              + Money.text(observed.equity().get())
              + " floor="
              + Money.text(caps.minEquity()));
    }
    return tooMany();
  }

  private Optional<String> tooMany() {
    while (!entryTimesMs.isEmpty() && entryTimesMs.peekFirst() <= out.nowMs() - MINUTE_MS) {
      entryTimesMs.removeFirst();
    }
    return entryTimesMs.size() >= caps.maxEntriesPerMinute()
        ? Optional.of("perMinute=" + entryTimesMs.size() + " cap=" + caps.maxEntriesPerMinute())
        : Optional.empty();
  }

  private BigDecimal exposure(WorkingOrder entry, List<WorkingOrder> working) {
    BigDecimal sum = BigDecimal.ZERO;
    for (WorkingOrder other : working) {
      if (other.isEntry() && !other.equals(entry)) {
        sum = sum.add(notional(other.command()));
      }
    }
    for (Map.Entry<String, VenueLedger.Holding> each : ledger.holdings().entrySet()) {
      VenueLedger.Holding holding = each.getValue();
      BigDecimal now = priceOf(each.getKey()).multiply(holding.signed().abs());
      sum = sum.add(now.max(holding.cost().abs()));
    }
    return sum;
  }

  /** Whether it was seen lately what an entry of the instrument would cost. */
  boolean seesPrice(String instrument) {
    return observed.price(instrument, out.nowMs()).isPresent();
  }

  private BigDecimal priceOf(String instrument) {
    return observed.price(instrument, out.nowMs()).orElse(BigDecimal.ZERO);
  }

  /** By the job's price or by the one that is seen here, whichever makes more of it. */
  private BigDecimal notional(OrderCommand command) {
    BigDecimal price =
        Optional.ofNullable(command.getLimitPrice())
            .or(() -> Optional.ofNullable(command.getDecidedPrice()))
            .orElse(BigDecimal.ZERO);
    return price.max(priceOf(command.getInstrument())).multiply(command.getQuantity());
  }
}
