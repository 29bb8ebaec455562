package io.lorentz.bitget.desk;

import io.lorentz.bitget.Answer;
import io.lorentz.bitget.Remedy;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Executes the job's orders, stops not among them. An order has one attempt under way at most, and
 * an attempt whose outcome is not known is looked up until it is found, or cannot come any more;
 * only then its id is sent again. Nothing here is durable: what counts is in the log and at the
 * venue, and both are read again after a crash.
 */
final class OrderDesk {

  private static final long RETRY_MS = 1_000;
  private static final long SOON_MS = 5_000;
  private static final int VANISHED_AFTER_LOOKS = 5;
  private static final int MAX_REMEMBERED = 20_000;

  private final DeskOptions options;
  private final Outbox out;
  private final VenueLedger ledger;
  private final Findings findings;
  private final Observed observed;
  private final Setup setup;
  private final Guard guard;
  private final VenueEvents events;
  private final Map<String, WorkingOrder> works = new LinkedHashMap<>();
  private final Map<String, Owner> byOrderId = new HashMap<>();

  /** Client ids by the venue's ids, as fills in the log tell them: the venue may have forgotten. */
  private final Map<String, String> toldBefore = new HashMap<>();

  /** The venue's ids of orders that it shows, and that are not of the job. */
  private final Set<String> ofOthers = NewestMap.ids(MAX_REMEMBERED);

  /** Client ids of orders that have ended. */
  private final Set<String> ended = NewestMap.ids(MAX_REMEMBERED);

  private BiConsumer<WorkingOrder, VenueEventKind> unfilled = (entry, kind) -> {};
  private Judge judge = instrument -> true;

  /** An order, and which attempt of it; empty if only the log knows that it is one. */
  record Owner(WorkingOrder work, Optional<Attempt> attempt) {}

  /** Whether the fills that are booked explain the position that the venue shows. */
  interface Judge {
    boolean explains(String instrument);
  }

  OrderDesk(
      DeskOptions options,
      Outbox out,
      VenueLedger ledger,
      Findings findings,
      Observed observed,
      Setup setup,
      Guard guard,
      VenueEvents events) {
    this.options = options;
    this.out = out;
    this.ledger = ledger;
    this.findings = findings;
    this.observed = observed;
    this.setup = setup;
    this.guard = guard;
    this.events = events;
  }

  /** Takes an entry that has ended with nothing filled. */
  void onUnfilled(BiConsumer<WorkingOrder, VenueEventKind> taker) {
    unfilled = taker;
  }

  void judgedBy(Judge positions) {
    judge = positions;
  }

  WorkingOrder submit(OrderCommand command) {
    WorkingOrder work = new WorkingOrder(command, out.nowMs());
    works.put(command.getClientId(), work);
    return work;
  }

  /** Takes an order back; one that has ended stays as it is. */
  void cancel(OrderCommand cancel) {
    WorkingOrder work = works.get(cancel.getClientId());
    if (work != null) {
      work.cancel(cancel.getCause());
    }
  }

  void cancelEntries(String cause) {
    works.values().stream().filter(WorkingOrder::isEntry).forEach(work -> work.cancel(cause));
  }

  /** Whether an entry of the instrument works, or may. */
  boolean entryWorks(String instrument) {
    return works.values().stream()
        .anyMatch(work -> work.isEntry() && work.instrument().equals(instrument));
  }

  boolean isWorking(String clientId) {
    return works.containsKey(clientId);
  }

  boolean isKnown(String clientId) {
    return works.containsKey(clientId) || ended.contains(clientId);
  }

  void endedBefore(String clientId) {
    ended.add(clientId);
  }

  boolean isEmpty() {
    return works.isEmpty();
  }

  List<WorkingOrder> works() {
    return new ArrayList<>(works.values());
  }

  /** Whose fill it is, if the order has not ended. */
  Optional<Owner> owner(String orderId) {
    return Optional.ofNullable(byOrderId.get(orderId))
        .filter(owner -> works.containsKey(owner.work().command().getClientId()))
        .or(
            () ->
                Optional.ofNullable(toldBefore.get(orderId))
                    .map(works::get)
                    .map(work -> new Owner(work, Optional.empty())));
  }

  /** The log holds a fill of this order of the venue's, and whose it was. */
  void ownedBefore(String orderId, String clientId) {
    if (!orderId.isEmpty() && works.containsKey(clientId)) {
      toldBefore.put(orderId, clientId);
    }
  }

  /**
   * Whose fill it must be though the venue has forgotten its order: an order's of which nobody
   * knows whether it was there, on this side, decided before, and with so much left of it. Empty if
   * there is none, or the venue knows the order as another's.
   */
  Optional<Owner> lostOwner(Seen.Fill fill) {
    if (ofOthers.contains(fill.orderId())) {
      return Optional.empty();
    }
    return works.values().stream()
        .filter(work -> work.instrument().equals(fill.instrument()))
        .filter(work -> work.command().getSide() == fill.side())
        .filter(work -> work.command().getDecisionTimeMs() <= fill.timeMs())
        .filter(work -> work.remaining().compareTo(fill.quantity()) >= 0)
        .filter(
            work ->
                mayHaveUnseenAttempts(work)
                    || work.last().filter(it -> it.phase() == Attempt.Phase.LOOKING).isPresent())
        .findFirst()
        .map(work -> new Owner(work, Optional.empty()));
  }

  /** Whether an edge before this one may have sent it in ways that are not found yet. */
  private static boolean mayHaveUnseenAttempts(WorkingOrder work) {
    boolean restsAsFirst =
        work.attempts().size() == 1
            && work.last().filter(it -> it.phase() == Attempt.Phase.LIVE).isPresent();
    return work.recovered() && !restsAsFirst;
  }

  /** Whether a write of the instrument is on its way, or what came of one is not known. */
  boolean inFlux(String instrument) {
    return works.values().stream()
        .filter(work -> work.instrument().equals(instrument))
        .anyMatch(
            work ->
                (work.recovered() && work.last().isEmpty())
                    || work.last().stream()
                        .anyMatch(
                            attempt ->
                                attempt.phase() != Attempt.Phase.LIVE
                                    && (work.recovered() || !work.isOver(attempt))));
  }

  // ---- what the venue shows

  /** Takes an order that the venue shows, if it is of a command that works. */
  void seen(Seen.Order order) {
    if (!VenueIds.isOurs(order.venueId())) {
      ofOthers.add(order.orderId());
      return;
    }
    WorkingOrder work = works.get(VenueIds.clientId(order.venueId()));
    if (work == null) {
      return;
    }
    Optional<Attempt> attempt = attempt(work, order.venueId());
    if (attempt.isPresent()) {
      merge(work, attempt.get(), order);
    }
  }

  private Optional<Attempt> attempt(WorkingOrder work, String venueId) {
    int number = VenueIds.number(venueId);
    if (number >= work.attempts().size() && work.recovered()) {
      // An edge before this one has sent it, and so all before it, which had ended by then.
      while (work.attempts().size() < number) {
        guessed(work, work.attempts().size());
      }
      work.attempts().forEach(earlier -> earlier.ended("superseded", out.nowMs()));
      guessed(work, number);
    }
    return number < work.attempts().size()
        ? Optional.of(work.attempts().get(number))
        : Optional.empty();
  }

  private Attempt guessed(WorkingOrder work, int number) {
    Attempt attempt = plan(work, number);
    attempt.guess();
    attempt.sending(out.nowMs());
    attempt.unknown(out.nowMs());
    if (number == 0 && work.acceptedTold()) {
      attempt.existedBefore();
    }
    return work.add(attempt);
  }

  private void merge(WorkingOrder work, Attempt attempt, Seen.Order order) {
    named(work, attempt, order.orderId());
    attempt.says(order.filled());
    order.price().ifPresent(price -> attempt.shownAtPrice());
    accepted(work);
    if (differs(work, attempt, order) && !attempt.differs()) {
      attempt.markDifferent();
      findings.open(
          FindingKind.ORDER_DIFFERS,
          "",
          "order=" + order.venueId() + " found=" + text(order) + " sent=" + text(work, attempt));
    }
    if (order.state().ended()) {
      attempt.ended(order.reason(), out.nowMs());
    } else if (attempt.phase() != Attempt.Phase.LIVE && attempt.phase() != Attempt.Phase.ENDED) {
      attempt.live(order.orderId(), out.nowMs(), order.price().isEmpty());
    }
  }

  private static boolean differs(WorkingOrder work, Attempt attempt, Seen.Order order) {
    boolean sideDiffers = order.side() != work.command().getSide();
    if (attempt.guessed()) {
      return sideDiffers
          || order.quantity().compareTo(work.quantity()) > 0
          || (!work.isEntry() && !order.reduceOnly());
    }
    boolean grows = order.quantity().compareTo(attempt.quantity) > 0;
    // What only reduces may be cut to the position by the venue.
    boolean shrunk = work.isEntry() && order.quantity().compareTo(attempt.quantity) < 0;
    boolean wrongKind = order.price().isPresent() != attempt.price.isPresent();
    boolean wrongPrice =
        !wrongKind
            && attempt.price.isPresent()
            && order.price().orElseThrow().compareTo(attempt.price.get()) != 0;
    boolean opens = !work.isEntry() && !order.reduceOnly();
    return sideDiffers || grows || shrunk || wrongKind || wrongPrice || opens;
  }

  private static String text(Seen.Order order) {
    return order.side()
        + ","
        + Money.text(order.quantity())
        + ","
        + order.price().map(Money::text).orElse("market");
  }

  private static String text(WorkingOrder work, Attempt attempt) {
    return work.command().getSide()
        + ","
        + Money.text(attempt.quantity)
        + ","
        + attempt.price.map(Money::text).orElse("market");
  }

  private void accepted(WorkingOrder work) {
    if (work.tellAccepted()) {
      events.tell(work.command(), VenueEventKind.ACCEPTED, "");
    }
  }

  /** A fill of an attempt, booked in the ledger already. */
  void filled(Owner owner, Seen.Fill fill) {
    WorkingOrder work = owner.work();
    owner.attempt().ifPresent(attempt -> attempt.books(fill.quantity()));
    accepted(work);
    boolean last = work.fills(fill.quantity());
    events.filled(work.command(), last, fill, reference(work, owner.attempt(), fill));
    if (last) {
      over(work);
    }
  }

  private static BigDecimal reference(
      WorkingOrder work, Optional<Attempt> attempt, Seen.Fill fill) {
    return Optional.ofNullable(work.command().getDecidedPrice())
        .or(() -> attempt.flatMap(each -> each.price))
        .orElse(fill.price());
  }

  // ---- what is due

  /** Does for every order what is due now. */
  void pass() {
    // First, because an order that was found dead may go out again, unless something stops it.
    settle();
    if (!works.isEmpty()) {
      works().forEach(this::advance);
      settle();
    }
  }

  private void settle() {
    settle(FindingKind.OUTCOME_UNKNOWN, Attempt.Phase.LOOKING);
    settle(FindingKind.ORDER_UNKNOWN_TO_VENUE, Attempt.Phase.LOOKING);
    settle(FindingKind.FILL_MISSING, Attempt.Phase.ENDED);
  }

  /** What was found about attempts of a phase is settled where none is in it any more. */
  private void settle(FindingKind kind, Attempt.Phase phase) {
    for (Findings.Place place : findings.places()) {
      if (place.kind() != kind) {
        continue;
      }
      boolean still =
          works.values().stream()
              .filter(work -> work.instrument().equals(place.instrument()))
              .flatMap(work -> work.last().stream())
              .anyMatch(attempt -> attempt.phase() == phase);
      if (!still) {
        findings.settle(kind, place.instrument(), "");
      }
    }
  }

  private void advance(WorkingOrder work) {
    Optional<Attempt> last = work.last();
    if (last.isEmpty() || work.isOver(last.get())) {
      next(work, last);
      return;
    }
    Attempt attempt = last.get();
    switch (attempt.phase()) {
      case LOOKING -> look(work, attempt);
      case LIVE -> live(work, attempt);
      case ENDED -> addUp(work, attempt);
      case SENDING, DEAD -> {
        // Its answer comes; or it is over.
      }
    }
  }

  private void look(WorkingOrder work, Attempt attempt) {
    if (!attempt.existed() && attempt.refusal().isEmpty()) {
      findings.open(FindingKind.OUTCOME_UNKNOWN, work.instrument(), "order=" + attempt.venueId);
    }
    if (!attempt.lookDue(out.nowMs())) {
      return;
    }
    long askedMs = out.nowMs();
    attempt.asked();
    out.ask(
        new Ask.FindOrder(work.instrument(), attempt.venueId),
        outcome -> {
          if (!(outcome instanceof Outcome.Orders orders)) {
            attempt.unanswered(out.nowMs());
          } else if (!take(work, attempt, orders.orders())) {
            missed(work, attempt, askedMs);
          }
        });
  }

  /** Takes the attempt out of what was found; false if it is not there. */
  private boolean take(WorkingOrder work, Attempt attempt, List<Seen.Order> orders) {
    List<Seen.Order> found =
        orders.stream().filter(order -> order.venueId().equals(attempt.venueId)).toList();
    if (found.isEmpty()) {
      return false;
    }
    attempt.answered(out.nowMs());
    if (found.size() > 1) {
      findings.open(FindingKind.ORDER_DIFFERS, "", "order=" + attempt.venueId + " found=twice");
    }
    found.forEach(order -> merge(work, attempt, order));
    return true;
  }

  private void missed(WorkingOrder work, Attempt attempt, long askedMs) {
    attempt.answered(out.nowMs());
    if (attempt.phase() != Attempt.Phase.LOOKING) {
      return;
    }
    if (attempt.refusalHolds()) {
      attempt.dead();
    } else if (attempt.isPastWindow(askedMs)) {
      attempt.asked();
      takeBackUnseen(work, attempt);
    }
  }

  /** Before it is believed that nothing is there: a venue that has it after all says so now. */
  private void takeBackUnseen(WorkingOrder work, Attempt attempt) {
    out.ask(
        new Ask.Cancel(work.instrument(), attempt.venueId),
        outcome -> {
          if (outcome instanceof Outcome.Refused refused && saysAbsent(refused.answer())) {
            searchEnded(work, attempt);
          } else {
            attempt.unanswered(out.nowMs());
          }
        });
  }

  /** Whether a cancel was refused because there is nothing; what it is about is asked after it. */
  private static boolean saysAbsent(Answer refused) {
    // A code that nobody knows is no reason to ask for ever: history and position are asked too.
    return refused == Answer.NOT_FOUND
        || refused == Answer.ALREADY_ENDED
        || refused == Answer.NO_POSITION
        || refused == Answer.UNLISTED;
  }

  /** It is not found and cannot arrive any more: is it among those that have ended? */
  private void searchEnded(WorkingOrder work, Attempt attempt) {
    long fromMs = Math.min(attempt.sentMs(), work.startMs()) - 60_000;
    out.ask(
        new Ask.EndedOrders(work.instrument(), fromMs),
        outcome -> {
          if (!(outcome instanceof Outcome.Orders orders)) {
            attempt.unanswered(out.nowMs());
          } else if (!take(work, attempt, orders.orders())) {
            searchPosition(work, attempt);
          }
        });
  }

  /** Nor among those: does the position show that nothing came of it? */
  private void searchPosition(WorkingOrder work, Attempt attempt) {
    out.ask(
        new Ask.OpenPositions(),
        outcome -> {
          attempt.answered(out.nowMs());
          if (!(outcome instanceof Outcome.Positions positions)
              || attempt.phase() != Attempt.Phase.LOOKING) {
            return;
          }
          observed.positions(positions.positions());
          // What only reduces can be sent again whatever the position is.
          if (work.isEntry() && !judge.explains(work.instrument())) {
            findings.open(
                FindingKind.ORDER_UNKNOWN_TO_VENUE, work.instrument(), "order=" + attempt.venueId);
          } else if (attempt.existed()) {
            BigDecimal others = work.said().subtract(attempt.said());
            attempt.endedWith(work.filled().subtract(others).max(BigDecimal.ZERO), out.nowMs());
          } else {
            attempt.dead();
          }
        });
  }

  private void live(WorkingOrder work, Attempt attempt) {
    if (work.isEntry() && work.hasEnded(out.nowMs())) {
      work.expire();
    }
    boolean unwanted =
        work.cancelCause().isPresent() || attempt.differs() || repriceDue(work, attempt);
    if (unwanted && attempt.cancelDue(out.nowMs())) {
      attempt.cancelling();
      out.ask(
          new Ask.Cancel(work.instrument(), attempt.venueId),
          outcome -> attempt.cancelAnswered(out.nowMs()));
    }
    if (!attempt.lookDue(out.nowMs())) {
      return;
    }
    attempt.asked();
    out.ask(
        new Ask.FindOrder(work.instrument(), attempt.venueId),
        outcome -> {
          if (!(outcome instanceof Outcome.Orders orders)) {
            attempt.unanswered(out.nowMs());
          } else if (!take(work, attempt, orders.orders())) {
            attempt.answered(out.nowMs());
            if (attempt.looks() >= VANISHED_AFTER_LOOKS && attempt.phase() == Attempt.Phase.LIVE) {
              findings.open(
                  FindingKind.ORDER_UNKNOWN_TO_VENUE,
                  work.instrument(),
                  "order=" + attempt.venueId);
              attempt.vanished(out.nowMs());
            }
          }
        });
  }

  /** A round of reconciliation has not seen an order that should rest. */
  void notResting(Attempt attempt) {
    attempt.watch(out.nowMs());
  }

  private void addUp(WorkingOrder work, Attempt attempt) {
    if (!attempt.lookDue(out.nowMs())) {
      return;
    }
    if (attempt.looks() >= VANISHED_AFTER_LOOKS) {
      findings.open(
          FindingKind.FILL_MISSING,
          work.instrument(),
          "order="
              + attempt.venueId
              + " filled="
              + Money.text(work.said())
              + " told="
              + Money.text(work.filled()));
    }
    attempt.asked();
    out.ask(
        new Ask.FillsSince(work.instrument(), work.command().getDecisionTimeMs() - 60_000),
        outcome -> {
          attempt.answered(out.nowMs());
          if (outcome instanceof Outcome.Fills fills) {
            fillTaker.accept(fills.fills());
          }
        });
  }

  private java.util.function.Consumer<List<Seen.Fill>> fillTaker = fills -> {};

  void fillsTo(java.util.function.Consumer<List<Seen.Fill>> taker) {
    fillTaker = taker;
  }

  // ---- what is sent next

  private void next(WorkingOrder work, Optional<Attempt> last) {
    if (work.recovered()) {
      recoverNext(work, last);
      return;
    }
    if (!guard.ready() && work.isEntry()) {
      endUnsent(work);
      return;
    }
    if (work.cancelCause().isPresent()) {
      endCancelled(work);
    } else if (last.isPresent() && last.get().differs()) {
      end(work, VenueEventKind.CANCELLED, "cause=ORDER_DIFFERS");
    } else if (last.isPresent() && last.get().phase() == Attempt.Phase.DEAD) {
      afterDead(work, last.get());
    } else if (last.isPresent()) {
      afterEnded(work, last.get());
    } else {
      first(work);
    }
  }

  /** Before venue and log were compared nothing is sent, but what is too old or unwanted ends. */
  private void endUnsent(WorkingOrder work) {
    if (!work.attempts().isEmpty()) {
      return;
    }
    if (work.cancelCause().isPresent()) {
      endCancelled(work);
    } else if (work.hasEnded(out.nowMs())) {
      end(work, VenueEventKind.EXPIRED, "");
    }
  }

  /** Attempts of an edge before this one are looked for upward, until one was never there. */
  private void recoverNext(WorkingOrder work, Optional<Attempt> last) {
    if (last.isPresent() && last.get().phase() == Attempt.Phase.DEAD) {
      work.searched();
      if (work.attempts().size() > 1) {
        // It was never there: what comes next follows from how the one before it has ended.
        work.attempts().remove(last.get());
      }
      next(work, work.last());
      return;
    }
    guessed(work, last.map(attempt -> attempt.number + 1).orElse(0));
  }

  private void endCancelled(WorkingOrder work) {
    if (work.expired()) {
      end(work, VenueEventKind.EXPIRED, "");
    } else {
      end(work, VenueEventKind.CANCELLED, "cause=" + work.cancelCause().orElseThrow());
    }
  }

  private void afterDead(WorkingOrder work, Attempt dead) {
    Optional<Outcome.Refused> refusal = dead.refusal();
    if (refusal.isPresent() && work.isEntry()) {
      end(work, VenueEventKind.REJECTED, text(refusal.get()));
    } else if (refusal.isPresent() && nothingToReduce(work, refusal.get())) {
      end(work, VenueEventKind.CANCELLED, "cause=NO_POSITION");
    } else if (refusal.isPresent() && refusal.get().answer().remedy() == Remedy.REJECT) {
      end(work, VenueEventKind.REJECTED, text(refusal.get()));
    } else if (mayStillGo(work) && isAllowed(work)) {
      send(work, dead);
    }
  }

  /** Whether nothing stops an entry now; one that is stopped ends here. */
  private boolean isAllowed(WorkingOrder work) {
    Optional<String> refused = work.isEntry() ? guard.refusal(work, works()) : Optional.empty();
    refused.ifPresent(detail -> end(work, VenueEventKind.REJECTED, detail));
    return refused.isEmpty();
  }

  private boolean nothingToReduce(WorkingOrder work, Outcome.Refused refusal) {
    return refusal.answer() == Answer.NO_POSITION
        && ledger.position(work.instrument()).signum() == 0;
  }

  static String text(Outcome.Refused refusal) {
    // The venue's words are free text, and details are words without spaces.
    return "cause="
        + refusal.answer()
        + " code="
        + refusal.code()
        + " message="
        + refusal.message().replaceAll("[^0-9A-Za-z.,:;()/%-]+", "_");
  }

  /** An attempt was there and has ended with something of the order left. */
  private void afterEnded(WorkingOrder work, Attempt endedAttempt) {
    if (work.isEntry() && !work.isLimit() && endedAttempt.rested()) {
      afterMaker(work);
    } else if (work.isLimit() && work.command().getPostOnly() && !endedAttempt.cancelAsked()) {
      end(work, VenueEventKind.EXPIRED, "cause=POST_ONLY");
    } else if (!work.isEntry()
        && !work.isLimit()
        && ledger.position(work.instrument()).signum() != 0
        && mayStillGo(work)) {
      work.waitUntil(out.nowMs() + RETRY_MS);
      send(work, plan(work, endedAttempt.number + 1));
    } else if (works.containsKey(work.command().getClientId()) && !work.waits(out.nowMs())) {
      end(work, VenueEventKind.CANCELLED, "cause=VENUE reason=" + word(endedAttempt.reason()));
    }
  }

  private static String word(String text) {
    return text.isEmpty() ? "none" : text.replaceAll("\\s+", "_");
  }

  private void afterMaker(WorkingOrder work) {
    boolean taker = options.entries().thenTaker() && isYoung(work);
    if (!mayStillGo(work)) {
      return;
    }
    if (findings.blocks(work.instrument()) || guard.stopsEntries()) {
      giveUp(work, "STOPPED");
    } else if (mayRest(work) || taker) {
      send(work, plan(work, work.attempts().size()));
    } else {
      giveUp(work, "GAVE_UP");
    }
  }

  private void giveUp(WorkingOrder work, String cause) {
    VenueEventKind kind =
        work.filled().signum() > 0 ? VenueEventKind.CANCELLED : VenueEventKind.EXPIRED;
    end(work, kind, "cause=" + cause);
  }

  private boolean isYoung(WorkingOrder work) {
    return out.nowMs() - work.command().getDecisionTimeMs() <= options.entries().maxSignalAgeMs();
  }

  private void first(WorkingOrder work) {
    if (!mayStillGo(work)) {
      return;
    }
    boolean ready =
        isAllowed(work)
            && (!work.isEntry() || guard.seesPrice(work.instrument()))
            && (!work.isEntry() || setup.ready(work.instrument(), work.command().getLeverage()));
    if (ready) {
      send(work, plan(work, 0));
    }
  }

  /** Whether it may still be sent; one that is too old ends here, one that has to wait waits. */
  private boolean mayStillGo(WorkingOrder work) {
    if (work.hasEnded(out.nowMs())) {
      boolean unpriced = work.isEntry() && !guard.seesPrice(work.instrument());
      end(work, VenueEventKind.EXPIRED, unpriced ? "cause=NO_PRICE" : "");
      return false;
    }
    return !work.waits(out.nowMs());
  }

  /** Prepares the attempt of a number; an attempt that was recovered is of unknown price. */
  private Attempt plan(WorkingOrder work, int number) {
    OrderCommand command = work.command();
    String venueId = VenueIds.attempt(command.getClientId(), number);
    Optional<BigDecimal> limit =
        Optional.ofNullable(command.getLimitPrice()).map(Money::fromBorder);
    if (work.isLimit()) {
      return new Attempt(number, venueId, work.remaining(), limit, command.getPostOnly());
    }
    Optional<BigDecimal> touch = makerPrice(work);
    return new Attempt(number, venueId, work.remaining(), touch, touch.isPresent());
  }

  private Optional<BigDecimal> makerPrice(WorkingOrder work) {
    EntryPolicy policy = options.entries();
    return work.isEntry() && policy.makerFirst() && mayRest(work)
        ? observed.touch(work.instrument(), work.command().getSide(), out.nowMs())
        : Optional.empty();
  }

  private boolean mayRest(WorkingOrder work) {
    return work.makerAttempts() <= options.entries().maxReprices()
        && out.nowMs() - work.startMs() < options.entries().withinMs();
  }

  private boolean repriceDue(WorkingOrder work, Attempt attempt) {
    if (work.isLimit() || !work.isEntry() || !attempt.rested()) {
      return false;
    }
    if (out.nowMs() - work.startMs() >= options.entries().withinMs()) {
      return true;
    }
    Optional<BigDecimal> touch =
        observed.touch(work.instrument(), work.command().getSide(), out.nowMs());
    return touch.isPresent()
        && attempt.price.isPresent()
        && touch.get().compareTo(attempt.price.get()) != 0
        && out.nowMs() - attempt.sentMs() >= RETRY_MS
        && work.makerAttempts() <= options.entries().maxReprices();
  }

  private void send(WorkingOrder work, Attempt planned) {
    if (work.isEntry() && guard.stopsEntries()) {
      work.cancel("HALT");
      return;
    }
    // What was never there is sent again under its id, at the price of now.
    boolean again = planned.number < work.attempts().size();
    Attempt attempt = again ? plan(work, planned.number) : planned;
    if (work.isEntry() && !entryMayLeave(work, attempt)) {
      return;
    }
    if (again) {
      work.attempts().set(planned.number, attempt);
    } else {
      work.add(attempt);
    }
    attempt.sending(out.nowMs());
    OrderCommand command = work.command();
    Optional<BigDecimal> stop = work.isEntry() ? stopOf.of(command) : Optional.empty();
    Attempt sent = attempt;
    long notAfterMs =
        work.isEntry()
            ? Math.min(command.getValidUntilMs(), out.nowMs() + SOON_MS)
            : command.getValidUntilMs();
    out.ask(
        new Ask.Place(
            work.instrument(),
            attempt.venueId,
            command.getSide(),
            attempt.quantity,
            attempt.price,
            attempt.postOnly,
            !work.isEntry(),
            stop),
        notAfterMs,
        () -> !work.isEntry() || !(guard.stopsEntries() || work.cancelCause().isPresent()),
        outcome -> placed(work, sent, outcome));
    if (work.isEntry() && attempt.number == 0 && !again) {
      guard.counted(out.nowMs());
    }
  }

  /** Whether an entry may leave as it is planned; one that must not any more ends here. */
  private boolean entryMayLeave(WorkingOrder work, Attempt attempt) {
    // Its stop comes as the next command; not even a first fill may be without one.
    if (stopOf.of(work.command()).isEmpty() || !guard.seesPrice(work.instrument())) {
      return false;
    }
    boolean atMarket = !work.isLimit() && attempt.price.isEmpty();
    if (!atMarket) {
      return true;
    }
    EntryPolicy policy = options.entries();
    if (policy.makerFirst() && mayRest(work)) {
      // There is no price of now to rest at; there may be one before its time is over.
      return false;
    }
    if ((policy.makerFirst() && !policy.thenTaker()) || !isYoung(work)) {
      giveUp(work, "GAVE_UP");
      return false;
    }
    return true;
  }

  private StopOf stopOf = command -> Optional.empty();

  /** The stop that an entry is to have from its first fill on. */
  interface StopOf {
    Optional<BigDecimal> of(OrderCommand entry);
  }

  void stopsFrom(StopOf stops) {
    stopOf = stops;
  }

  private void placed(WorkingOrder work, Attempt attempt, Outcome outcome) {
    long nowMs = out.nowMs();
    if (attempt.phase() != Attempt.Phase.SENDING) {
      // A push was faster than the answer.
      if (outcome instanceof Outcome.Done done) {
        named(work, attempt, done.orderId());
      }
    } else if (outcome instanceof Outcome.Done done) {
      attempt.live(done.orderId(), nowMs, attempt.price.isEmpty() || done.orderId().isEmpty());
      named(work, attempt, done.orderId());
      accepted(work);
    } else if (outcome instanceof Outcome.NotSent) {
      attempt.dead();
      work.waitUntil(nowMs + RETRY_MS);
    } else if (outcome instanceof Outcome.Refused refused) {
      refused(work, attempt, refused);
    } else {
      attempt.unknown(nowMs);
    }
  }

  private void named(WorkingOrder work, Attempt attempt, String orderId) {
    attempt.named(orderId);
    // An answer can come after the end.
    if (!orderId.isEmpty() && works.containsKey(work.command().getClientId())) {
      byOrderId.put(orderId, new Owner(work, Optional.of(attempt)));
    }
  }

  private void refused(WorkingOrder work, Attempt attempt, Outcome.Refused refused) {
    switch (refused.answer().remedy()) {
      case BACK_OFF, RESYNC_CLOCK -> {
        attempt.dead();
        work.waitUntil(out.nowMs() + RETRY_MS);
      }
      case NONE, LOOK_UP -> attempt.unknown(out.nowMs());
      case REJECT, RECONCILE, PAUSE_INSTRUMENT -> {
        attempt.refused(refused, out.nowMs());
        work.waitUntil(out.nowMs() + SOON_MS);
      }
      case HALT -> {
        findings.open(FindingKind.VENUE_REFUSES, "", text(refused));
        attempt.refused(refused, out.nowMs());
        work.waitUntil(out.nowMs() + SOON_MS);
      }
    }
  }

  private void end(WorkingOrder work, VenueEventKind how, String detail) {
    // A later attempt can be refused where one before it was taken: the order was not rejected.
    boolean taken = how == VenueEventKind.REJECTED && work.acceptedTold();
    VenueEventKind kind = taken ? VenueEventKind.CANCELLED : how;
    events.tell(work.command(), kind, detail);
    over(work);
    if (work.isEntry() && work.filled().signum() == 0) {
      unfilled.accept(work, kind);
    }
  }

  private void over(WorkingOrder work) {
    String clientId = work.command().getClientId();
    works.remove(clientId);
    ended.add(clientId);
    byOrderId.values().removeIf(owner -> owner.work().equals(work));
    toldBefore.values().removeIf(clientId::equals);
  }

  /** Whether the order is what closes on a person's word, or because of a limit. */
  static boolean isExit(OrderCommand command) {
    return command.getIntent() != OrderIntent.ENTRY && command.getIntent() != OrderIntent.STOP;
  }
}
