package io.lorentz.bitget.desk;

import io.lorentz.bitget.Remedy;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what is open at the venue with what the log says, at start and again and again. A
 * difference is told when two rounds some seconds apart have seen it while nothing was on its way:
 * the venue may show a change of a moment ago late.
 */
final class Reconciler {

  private static final long AGAIN_MS = 2_000;
  private static final long SOON_MS = 5_000;
  private static final long HIDDEN_MS = 2_500;
  private static final long BOTH_ROUNDS_MS = 4_000;
  private static final long FILLS_BACK_MS = 120_000;
  private static final long BILLS_BACK_MS = 600_000;

  /** Without a whole comparison for so many of its intervals entries wait. */
  private static final int SILENT_AFTER = 3;

  private static final String FUNDING = "contract_settle_fee";
  private static final String TRANSFER = "trans_";

  private final String account;
  private final DeskOptions options;
  private final Outbox out;
  private final VenueLedger ledger;
  private final Observed observed;
  private final Findings findings;
  private final Setup setup;
  private final Guard guard;
  private final OrderDesk orders;
  private final FillDesk fills;
  private final Closer closer;
  private final Map<String, Protection> stops;

  /** What the last rounds have seen and not explained, and since when. */
  private final Map<String, Long> suspicions = new TreeMap<>();

  /** When position and fills of an instrument agreed for the last time, ms since 1970 UTC. */
  private final Map<String, Long> agreedMs = new HashMap<>();

  private final Set<String> cancelling = new HashSet<>();
  private Optional<Round> running = Optional.empty();
  private long nextMs;
  private boolean fillsWanted = true;
  private boolean streamSettled;
  private boolean opened;
  private boolean driftAccepted;
  private Optional<BigDecimal> lastDrift = Optional.empty();
  private long lastDriftMs;

  /** When the last comparison began that was answered as a whole. */
  private long comparedMs;

  private boolean agrees;

  /** What one comparison has asked for. */
  private final class Round {
    private final long askedMs = out.nowMs();
    private final boolean withStream = observed.streaming();
    private final boolean withFills = fillsWanted;
    private List<Seen.Order> resting = List.of();
    private List<Seen.Position> positions = List.of();
    private List<Seen.Stop> stopsSeen = List.of();
    private List<Seen.Bill> bills = List.of();
    private Optional<Seen.Money> money = Optional.empty();
    private int asked;
    private int answers;
    private boolean failed;

    void ask(Ask ask) {
      asked++;
      out.ask(ask, this::take);
    }

    private void take(Outcome outcome) {
      answers++;
      if (outcome instanceof Outcome.Orders found) {
        resting = found.orders();
      } else if (outcome instanceof Outcome.Positions found) {
        positions = found.positions();
      } else if (outcome instanceof Outcome.Stops found) {
        stopsSeen = found.stops();
      } else if (outcome instanceof Outcome.Bills found) {
        bills = found.bills();
      } else if (outcome instanceof Outcome.Money found) {
        money = Optional.of(found.money());
      } else if (outcome instanceof Outcome.Fills found) {
        fills.seen(found.fills());
      } else {
        failed = true;
        if (outcome instanceof Outcome.Refused refused
            && refused.answer().remedy() == Remedy.HALT) {
          findings.open(FindingKind.VENUE_REFUSES, "", OrderDesk.text(refused));
        }
      }
      if (answers == asked) {
        ended(this);
      }
    }
  }

  Reconciler(
      String account,
      DeskOptions options,
      Outbox out,
      VenueLedger ledger,
      Observed observed,
      Findings findings,
      Setup setup,
      Guard guard,
      OrderDesk orders,
      FillDesk fills,
      Closer closer,
      Map<String, Protection> stops) {
    this.account = account;
    this.options = options;
    this.out = out;
    this.ledger = ledger;
    this.observed = observed;
    this.findings = findings;
    this.setup = setup;
    this.guard = guard;
    this.orders = orders;
    this.fills = fills;
    this.closer = closer;
    this.stops = stops;
  }

  /** The opening balance is in the log. */
  void openedBefore() {
    opened = true;
  }

  /** Compares as soon as it can. */
  void soon() {
    fillsWanted = true;
    nextMs = out.nowMs();
  }

  void streamLost(String why) {
    streamSettled = false;
    findings.open(FindingKind.STREAM_LOST, "", "why=" + why.replaceAll("\\s+", "_"));
  }

  void acceptDrift() {
    driftAccepted = true;
    soon();
  }

  /** Whether the last comparison found that venue and log agree. */
  boolean agrees() {
    return agrees;
  }

  void pass() {
    if (out.nowMs() - comparedMs > SILENT_AFTER * options.reconcileEveryMs()) {
      findings.open(FindingKind.VENUE_SILENT, "", "sinceMs=" + comparedMs);
    }
    if (running.isPresent() || out.nowMs() < nextMs) {
      return;
    }
    Round round = new Round();
    running = Optional.of(round);
    fillsWanted = false;
    round.ask(new Ask.OpenOrders());
    round.ask(new Ask.OpenPositions());
    round.ask(new Ask.OpenStops());
    round.ask(
        new Ask.BillsSince(Math.max(0, Math.max(ledger.billsToMs(), startMs) - BILLS_BACK_MS)));
    if (round.withFills) {
      for (String name : stops.keySet()) {
        // What is not told yet came after both agreed for the last time.
        long fromMs = agreedMs.getOrDefault(name, startMs) - FILLS_BACK_MS;
        round.ask(new Ask.FillsSince(name, Math.max(0, fromMs)));
      }
    }
    round.ask(new Ask.Balance());
  }

  private long startMs;
  private long billsFromMs;

  /**
   * Fills before a time are told, or were not ours.
   *
   * @param nowMs when comparing begins
   */
  void beginsAt(long timeMs, long nowMs) {
    startMs = timeMs;
    nextMs = timeMs;
    comparedMs = nowMs;
  }

  /** Bookings before this time are in the balance that the account was opened with. */
  void billsFrom(long timeMs) {
    billsFromMs = timeMs;
  }

  long billsFromMs() {
    return billsFromMs;
  }

  private void ended(Round round) {
    running = Optional.empty();
    if (round.failed) {
      fillsWanted |= round.withFills;
      nextMs = out.nowMs() + AGAIN_MS;
      return;
    }
    comparedMs = round.askedMs;
    findings.settle(FindingKind.VENUE_SILENT, "", "");
    nextMs = out.nowMs() + options.reconcileEveryMs();
    findings.settle(FindingKind.VENUE_REFUSES, "", "");
    observed.positions(round.positions);
    orders(round);
    stops.values().forEach(protection -> protection.all(round.stopsSeen, round.askedMs));
    bills(round);
    ledger.billsTold(round.askedMs);
    boolean equal = positions(round);
    boolean settled = balance(round, equal);
    if (round.withStream && round.withFills && observed.streaming() && !streamSettled) {
      streamSettled = true;
      findings.settle(FindingKind.STREAM_LOST, "", "");
    }
    if (opened) {
      guard.open();
    } else {
      nextMs = Math.min(nextMs, out.nowMs() + SOON_MS);
    }
    agrees = equal && settled;
    settings();
  }

  // ---- orders

  private void orders(Round round) {
    Set<String> here = new HashSet<>();
    Set<String> foreignHere = new HashSet<>();
    for (Seen.Order order : round.resting) {
      orders.seen(order);
      here.add(order.venueId());
      if (VenueIds.isOurs(order.venueId())) {
        unknownToUs(order, round);
      } else if (!VenueIds.isClosing(order.venueId()) && stops.containsKey(order.instrument())) {
        foreignHere.add(order.instrument());
        findings.open(FindingKind.FOREIGN_ORDER, order.instrument(), "order=" + order.orderId());
      }
    }
    settleAbsent(FindingKind.FOREIGN_ORDER, foreignHere);
    notResting(round, here);
    Set<String> strangers = new HashSet<>();
    for (Seen.Order order : round.resting) {
      if (suspicions.containsKey(unknownKey(order))) {
        strangers.add(order.instrument());
      }
    }
    settleAbsent(FindingKind.ORDER_UNKNOWN_TO_US, strangers);
  }

  private static String unknownKey(Seen.Order order) {
    return "order/" + order.venueId();
  }

  private void unknownToUs(Seen.Order order, Round round) {
    String key = unknownKey(order);
    if (orders.isWorking(VenueIds.clientId(order.venueId()))) {
      suspicions.remove(key);
      return;
    }
    if (!confirmed(key, round)) {
      return;
    }
    findings.open(FindingKind.ORDER_UNKNOWN_TO_US, order.instrument(), "order=" + order.venueId());
    if (cancelling.add(order.venueId())) {
      out.ask(
          new Ask.Cancel(order.instrument(), order.venueId()),
          outcome -> {
            cancelling.remove(order.venueId());
            soon();
          });
    }
  }

  /** Whether a round some time ago has seen the same. */
  private boolean confirmed(String key, Round round) {
    Long since = suspicions.putIfAbsent(key, round.askedMs);
    boolean twice = since != null && round.askedMs - since >= BOTH_ROUNDS_MS;
    if (!twice) {
      nextMs = Math.min(nextMs, out.nowMs() + SOON_MS);
    }
    return twice;
  }

  private void settleAbsent(FindingKind kind, Set<String> stillThere) {
    for (Findings.Place place : findings.places()) {
      if (place.kind() == kind && !stillThere.contains(place.instrument())) {
        findings.settle(kind, place.instrument(), "");
      }
    }
  }

  private void notResting(Round round, Set<String> here) {
    for (WorkingOrder work : orders.works()) {
      work.last()
          .filter(attempt -> attempt.phase() == Attempt.Phase.LIVE)
          .filter(attempt -> attempt.sentMs() + HIDDEN_MS < round.askedMs)
          .filter(attempt -> !here.contains(attempt.venueId))
          .ifPresent(orders::notResting);
    }
  }

  // ---- positions

  private boolean calm(String instrument) {
    return !orders.inFlux(instrument) && !fills.waits(instrument) && !closer.closes(instrument);
  }

  /** Whether the fills that are booked explain the position that is seen. */
  boolean explains(String instrument) {
    BigDecimal expected = ledger.position(instrument).add(fills.foreign(instrument));
    return !fills.waits(instrument) && observed.position(instrument).compareTo(expected) == 0;
  }

  private boolean positions(Round round) {
    boolean equal = true;
    for (String instrument : stops.keySet()) {
      equal &= position(instrument, round);
    }
    leverage(round);
    return equal;
  }

  private boolean position(String instrument, Round round) {
    String key = "position/" + instrument;
    if (calm(instrument)
        && observed.position(instrument).compareTo(ledger.position(instrument)) == 0) {
      fills.foreignBefore(instrument, BigDecimal.ZERO);
    }
    BigDecimal expected = ledger.position(instrument).add(fills.foreign(instrument));
    BigDecimal seen = observed.position(instrument);
    boolean same = seen.compareTo(expected) == 0;
    if (same && fills.foreign(instrument).signum() == 0) {
      suspicions.remove(key);
      findings.settle(FindingKind.POSITION_DIFFERS, instrument, "position=" + Money.text(seen));
      if (calm(instrument)) {
        agreedMs.put(instrument, round.askedMs);
      }
      return true;
    }
    if (!same && !calm(instrument)) {
      fillsWanted = true;
      nextMs = Math.min(nextMs, out.nowMs() + SOON_MS);
      return false;
    }
    fillsWanted = true;
    if (confirmed(key, round)) {
      boolean before = findings.isOpen(FindingKind.POSITION_DIFFERS, instrument);
      if (before && fills.foreign(instrument).signum() == 0) {
        // An edge before this one has found it; what is not ours by the fills is of others.
        fills.foreignBefore(instrument, seen.subtract(ledger.position(instrument)));
      }
      findings.open(
          FindingKind.POSITION_DIFFERS,
          instrument,
          "seen="
              + Money.text(seen)
              + " ours="
              + Money.text(ledger.position(instrument))
              + " others="
              + Money.text(fills.foreign(instrument)));
    }
    return false;
  }

  private void leverage(Round round) {
    Set<String> changed = new HashSet<>();
    for (Seen.Position position : round.positions) {
      Optional<Integer> wanted = setup.expected(position.instrument());
      boolean ours = ledger.position(position.instrument()).signum() != 0;
      if (ours && wanted.isPresent() && differs(position, wanted.get())) {
        changed.add(position.instrument());
        findings.open(
            FindingKind.LEVERAGE_CHANGED,
            position.instrument(),
            "leverage="
                + Money.text(position.leverage())
                + " wanted="
                + wanted.get()
                + " isolated="
                + position.isolated());
      }
    }
    settleAbsent(FindingKind.LEVERAGE_CHANGED, changed);
  }

  private static boolean differs(Seen.Position position, int wanted) {
    return !position.isolated() || position.leverage().compareTo(BigDecimal.valueOf(wanted)) != 0;
  }

  private void settings() {
    for (String instrument : stops.keySet()) {
      if (!orders.entryWorks(instrument) && ledger.position(instrument).signum() == 0) {
        setup.refresh(instrument);
      }
    }
  }

  // ---- money

  private void bills(Round round) {
    List<Seen.Bill> inOrder = new ArrayList<>(round.bills);
    inOrder.sort(
        java.util.Comparator.comparingLong(Seen.Bill::timeMs).thenComparing(Seen.Bill::billId));
    for (Seen.Bill bill : inOrder) {
      boolean funding = bill.kind().contains(FUNDING);
      boolean known = ledger.knowsBill(bill.billId()) || bill.timeMs() < billsFromMs;
      if (!known && (funding || bill.kind().startsWith(TRANSFER))) {
        book(
            bill.billId(),
            funding ? BillKind.FUNDING : BillKind.TRANSFER,
            funding ? bill.instrument() : "",
            bill.timeMs(),
            bill.amount());
      }
    }
  }

  private void book(
      String billId, BillKind kind, String instrument, long timeMs, BigDecimal amount) {
    ledger.bill(billId, timeMs, amount);
    out.write(
        AccountBill.newBuilder()
            .setAccount(account)
            .setBillId(billId)
            .setKind(kind)
            .setInstrument(instrument)
            .setTimeMs(timeMs)
            .setAmount(Money.toBorder(Money.fromBorder(amount)))
            .build());
  }

  /** Holds the balance against the log's; false if it is not settled. */
  private boolean balance(Round round, boolean positionsEqual) {
    if (round.money.isEmpty()) {
      return false;
    }
    Seen.Money money = round.money.get();
    observed.equity(money.equity());
    if (money.openProfit().isEmpty()) {
      opened = true;
      return true;
    }
    BigDecimal drift = money.equity().subtract(money.openProfit().get()).subtract(ledger.balance());
    boolean quiet = positionsEqual && stops.keySet().stream().allMatch(this::calm);
    if (!opened) {
      return quiet && open(drift);
    }
    if (drift.signum() == 0) {
      lastDrift = Optional.empty();
      driftAccepted = false;
      if (quiet) {
        fills.balanceIsRight();
      }
      findings.settle(FindingKind.BALANCE_DRIFT, "", "");
      return true;
    }
    if (quiet) {
      drifts(drift, round);
    } else {
      lastDrift = Optional.empty();
    }
    fillsWanted = true;
    nextMs = Math.min(nextMs, out.nowMs() + SOON_MS);
    return false;
  }

  /** The configured capital becomes what the account has, before anything was traded. */
  private boolean open(BigDecimal difference) {
    opened = true;
    billsFromMs = out.nowMs();
    book("", BillKind.OPENING, "", out.nowMs(), difference);
    return true;
  }

  private void drifts(BigDecimal drift, Round round) {
    boolean same = lastDrift.isPresent() && lastDrift.get().compareTo(drift) == 0;
    if (!same) {
      lastDrift = Optional.of(drift);
      lastDriftMs = round.askedMs;
      return;
    }
    if (round.askedMs - lastDriftMs < BOTH_ROUNDS_MS) {
      return;
    }
    boolean small = drift.abs().compareTo(options.maxDriftUsdt()) <= 0;
    if (small || driftAccepted || fills.othersTraded()) {
      driftAccepted = false;
      book("", BillKind.CORRECTION, "", out.nowMs(), drift);
      fills.balanceIsRight();
      findings.settle(FindingKind.BALANCE_DRIFT, "", "booked=" + Money.text(drift));
    } else {
      findings.open(FindingKind.BALANCE_DRIFT, "", "drift=" + Money.text(drift));
    }
  }

  Map<String, Long> suspicions() {
    return new HashMap<>(suspicions);
  }
}
