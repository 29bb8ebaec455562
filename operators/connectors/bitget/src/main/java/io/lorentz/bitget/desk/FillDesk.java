package io.lorentz.bitget.desk;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Books every fill of the account once, by the venue's id of it, and to whom it belongs: an order
 * of the job, its stop, or nobody here. A fill whose order is not known yet waits until orders and
 * stops were asked for, twice, because the venue may hide a new one from a reader for a moment.
 */
final class FillDesk {

  private static final long[] ASK_AFTER_MS = {500, 4_000, 9_000, 36_000};

  /** So many answers tell whose a fill is that closes what is ours. */
  private static final int ENOUGH_TO_CLOSE = 3;

  /**
   * The venue may hide what opened it for 35 s: only then a fill that closes nothing is others'.
   */
  private static final int ENOUGH_TO_OPEN = 4;

  /** A venue that cannot be reached says so at once; so a lost question waits before the next. */
  private static final long AGAIN_MS = 1_000;

  private static final int MAX_CLOSINGS = 10_000;

  private static final BigDecimal ZERO = BigDecimal.ZERO;

  private final String account;
  private final Outbox out;
  private final VenueLedger ledger;
  private final Findings findings;
  private final VenueEvents events;
  private final OrderDesk orders;
  private final Map<String, Protection> stops;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, String> closings = new NewestMap<>(MAX_CLOSINGS);

  /** What is open beside ours, by the fills of others: base currency, above 0 long. */
  private final Map<String, BigDecimal> foreign = new HashMap<>();

  /** Instruments in which others have traded since the balance was right the last time. */
  private boolean othersTraded;

  /** A fill that could not be booked when it came. */
  private static final class Waiting {
    private final Seen.Fill fill;
    private final long sinceMs;
    private int asked;
    private int answered;
    private long notBeforeMs;

    Waiting(Seen.Fill fill, long sinceMs) {
      this.fill = fill;
      this.sinceMs = sinceMs;
    }
  }

  FillDesk(
      String account,
      Outbox out,
      VenueLedger ledger,
      Findings findings,
      VenueEvents events,
      OrderDesk orders,
      Map<String, Protection> stops) {
    this.account = account;
    this.out = out;
    this.ledger = ledger;
    this.findings = findings;
    this.events = events;
    this.orders = orders;
    this.stops = stops;
  }

  /** An order that the edge sends of itself; its fills belong to nobody, and that is why. */
  void closing(String orderId, String cause) {
    if (!orderId.isEmpty()) {
      closings.put(orderId, cause);
    }
  }

  void foreignBefore(String instrument, BigDecimal signed) {
    foreign.put(instrument, signed);
  }

  BigDecimal foreign(String instrument) {
    return foreign.getOrDefault(instrument, ZERO);
  }

  boolean anyForeign() {
    return foreign.values().stream().anyMatch(quantity -> quantity.signum() != 0);
  }

  /** Whether others have traded since it was asked the last time that the balance was right. */
  boolean othersTraded() {
    return othersTraded;
  }

  void balanceIsRight() {
    othersTraded = anyForeign();
  }

  /** Whether fills of the instrument wait to be booked. */
  boolean waits(String instrument) {
    return waiting.values().stream().anyMatch(each -> each.fill.instrument().equals(instrument));
  }

  /** Takes fills, whether they came before or not. */
  void seen(List<Seen.Fill> fills) {
    List<Seen.Fill> inOrder = new ArrayList<>(fills);
    inOrder.sort(
        java.util.Comparator.comparingLong(Seen.Fill::timeMs).thenComparing(Seen.Fill::tradeId));
    for (Seen.Fill fill : inOrder) {
      if (stops.containsKey(fill.instrument())
          && !ledger.knows(fill.tradeId())
          && !waiting.containsKey(fill.tradeId())) {
        waiting.put(fill.tradeId(), new Waiting(fill, out.nowMs()));
      }
    }
    pass();
  }

  /** Books what can be booked, and asks about what cannot. */
  void pass() {
    boolean booked = true;
    while (booked) {
      booked = false;
      for (Waiting each : List.copyOf(waiting.values())) {
        if (book(each)) {
          waiting.remove(each.fill.tradeId());
          booked = true;
        }
      }
    }
    waiting.values().forEach(this::ask);
  }

  private boolean book(Waiting each) {
    Seen.Fill fill = each.fill;
    Optional<OrderDesk.Owner> owner = orders.owner(fill.orderId());
    if (owner.isPresent()) {
      return bookOrder(each, owner.get());
    }
    Protection protection = stops.get(fill.instrument());
    if (protection.executes(fill.orderId())) {
      return bookStop(each, protection);
    }
    boolean closing = closings.containsKey(fill.orderId());
    if (!closing && each.answered >= ENOUGH_TO_CLOSE) {
      Optional<OrderDesk.Owner> lost = orders.lostOwner(fill);
      if (lost.isPresent()) {
        return bookOrder(each, lost.get());
      }
    }
    // What the edge closes may be known before what it closes.
    boolean nobodys = (closing && closesOurs(fill)) || isInvestigated(each);
    if (nobodys) {
      bookOutside(fill, fill.quantity(), fill.fee());
    }
    return nobodys;
  }

  private boolean isInvestigated(Waiting each) {
    return each.answered >= (closesOurs(each.fill) ? ENOUGH_TO_CLOSE : ENOUGH_TO_OPEN);
  }

  private boolean bookOrder(Waiting each, OrderDesk.Owner owner) {
    Seen.Fill fill = each.fill;
    boolean entry = owner.work().isEntry();
    BigDecimal mine =
        fill.quantity().min(entry && !opposes(fill) ? owner.work().remaining() : reducible(fill));
    if (mine.compareTo(fill.quantity()) == 0) {
      ledger(fill, fill.quantity(), fill.fee());
      orders.filled(owner, fill);
      return true;
    }
    // It reduces what has not been opened yet: the opening fill is still to come, or nobody's.
    if (!isInvestigated(each)) {
      return false;
    }
    bookOutside(fill, fill.quantity(), fill.fee());
    return true;
  }

  private boolean bookStop(Waiting each, Protection protection) {
    Seen.Fill fill = each.fill;
    if (reducible(fill).compareTo(fill.quantity()) >= 0 && protection.takesFills()) {
      ledger(fill, fill.quantity(), fill.fee());
      protection.filled(fill);
      return true;
    }
    if (!isInvestigated(each)) {
      return false;
    }
    bookOutside(fill, fill.quantity(), fill.fee());
    return true;
  }

  private boolean closesOurs(Seen.Fill fill) {
    return reducible(fill).compareTo(fill.quantity()) >= 0;
  }

  /** How much of our position a fill could close. */
  private BigDecimal reducible(Seen.Fill fill) {
    return ledger.reducible(fill.instrument(), fill.side());
  }

  private boolean opposes(Seen.Fill fill) {
    return reducible(fill).signum() != 0;
  }

  private void ledger(Seen.Fill fill, BigDecimal quantity, BigDecimal fee) {
    ledger.fill(fill.instrument(), fill.side(), fill.price(), quantity, fee);
    ledger.remember(fill.tradeId(), fill.timeMs());
    fill.feeElsewhere()
        .ifPresent(
            paid ->
                findings.open(
                    FindingKind.FEE_ELSEWHERE, "", "fee=" + paid + " trade=" + fill.tradeId()));
  }

  /** A fill of nobody here: first it closes what others have opened, then what is ours. */
  private void bookOutside(Seen.Fill fill, BigDecimal quantity, BigDecimal fee) {
    BigDecimal signed = fill.side() == OrderSide.BUY ? quantity : quantity.negate();
    BigDecimal theirs = foreign(fill.instrument());
    BigDecimal closesTheirs =
        theirs.signum() == -signed.signum() && !closings.containsKey(fill.orderId())
            ? theirs.abs().min(quantity)
            : ZERO;
    BigDecimal rest = quantity.subtract(closesTheirs);
    BigDecimal closesOurs = rest.min(reducible(fill));
    if (closesOurs.signum() > 0) {
      BigDecimal part =
          closesOurs.compareTo(quantity) == 0
              ? fee
              : Money.booked(
                  fee.multiply(closesOurs)
                      .divide(quantity, Money.SCALE, java.math.RoundingMode.HALF_EVEN));
      ledger(fill, closesOurs, part);
      String cause = closings.getOrDefault(fill.orderId(), "OUTSIDE");
      events.reduced(fill, closesOurs, part, "cause=" + cause);
      stops.get(fill.instrument()).reduced();
      if (!closings.containsKey(fill.orderId())) {
        findings.note(
            FindingKind.POSITION_DIFFERS,
            fill.instrument(),
            "closedOutside=" + Money.text(closesOurs) + " trade=" + fill.tradeId());
      }
    }
    if (closesOurs.compareTo(quantity) < 0) {
      BigDecimal foreignPart = quantity.subtract(closesOurs);
      BigDecimal change = signed.signum() > 0 ? foreignPart : foreignPart.negate();
      foreign.put(fill.instrument(), theirs.add(change));
      ofOthers(fill);
    }
  }

  /** It is in the log, so that an edge after this one does not take it for a fill of now. */
  private void ofOthers(Seen.Fill fill) {
    othersTraded = true;
    ofOthersBefore(fill.tradeId(), fill.timeMs());
    out.write(
        AccountBill.newBuilder()
            .setAccount(account)
            .setBillId("trade-" + fill.tradeId())
            .setKind(BillKind.FOREIGN)
            .setInstrument(fill.instrument())
            .setTimeMs(fill.timeMs())
            .setAmount(Money.toBorder(ZERO))
            .build());
  }

  /** Known by its id as long as ours are, so that it is not booked after a crash either. */
  void ofOthersBefore(String tradeId, long timeMs) {
    ledger.remember(tradeId, timeMs);
  }

  private void ask(Waiting each) {
    if (each.asked > each.answered
        || each.asked >= ASK_AFTER_MS.length
        || out.nowMs() < each.notBeforeMs
        || out.nowMs() < each.sinceMs + ASK_AFTER_MS[each.asked]) {
      return;
    }
    each.asked++;
    String instrument = each.fill.instrument();
    long fromMs = each.fill.timeMs() - 60_000;
    Inquiry inquiry = new Inquiry(each);
    out.ask(new Ask.OpenOrders(), inquiry::orders);
    out.ask(new Ask.EndedOrders(instrument, fromMs), inquiry::orders);
    out.ask(new Ask.EndedStops(instrument, fromMs), inquiry::stops);
    out.ask(new Ask.FillsSince(instrument, fromMs), inquiry::fills);
  }

  /** Four questions about one fill; if one is not answered, all are asked again. */
  private final class Inquiry {
    private final Waiting about;
    private int answers;
    private boolean failed;

    Inquiry(Waiting about) {
      this.about = about;
    }

    void orders(Outcome outcome) {
      if (outcome instanceof Outcome.Orders found) {
        found.orders().forEach(orders::seen);
      }
      done(outcome instanceof Outcome.Orders);
    }

    void stops(Outcome outcome) {
      if (outcome instanceof Outcome.Stops found) {
        stops.get(about.fill.instrument()).seen(found.stops());
      }
      done(outcome instanceof Outcome.Stops);
    }

    void fills(Outcome outcome) {
      if (outcome instanceof Outcome.Fills found) {
        seen(found.fills());
      }
      done(outcome instanceof Outcome.Fills);
    }

    private void done(boolean answered) {
      failed |= !answered;
      answers++;
      if (answers == 4) {
        if (failed) {
          about.asked--;
          about.notBeforeMs = out.nowMs() + AGAIN_MS;
        } else {
          about.answered++;
        }
      }
    }
  }
}
