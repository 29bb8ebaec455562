package io.lorentz.bitget.desk;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Keeps the position of one instrument under exactly one protective stop. It does not follow steps:
 * it compares what rests at the venue with what the job wants, and does what brings the one to the
 * other. So it does not matter who placed a stop, which answer was lost, or where an edge before
 * this one was interrupted. Doing any of it twice does no harm, because a stop only closes.
 */
final class Protection {

  private static final long NEVER = Long.MIN_VALUE;
  private static final long AGAIN_MS = 1_000;
  private static final long READ_EVERY_MS = 5_000;
  private static final long READ_EVERY_WITHOUT_STREAM_MS = 2_000;

  /** A reader may miss a new stop for so long. */
  private static final long HIDDEN_MS = 2_500;

  private static final long FLAT_FOR_MS = 3_000;
  private static final long REST_AFTER_MS = 5_000;

  /** A stop at the right price on another trigger is left there when it was refused so often. */
  private static final int MOVES_BEFORE_ADOPTING = 3;

  private static final int MAX_GONE = 10_000;
  private static final String POSITION_STOP = "pos_loss";

  private final String instrument;
  private final DeskOptions options;
  private final Outbox out;
  private final VenueLedger ledger;
  private final Observed observed;
  private final Findings findings;
  private final VenueEvents events;
  private final Closer closer;
  private final BooleanSupplier entryWorks;

  /** Stops that rest, targets not among them, by the venue's id. */
  private final Map<String, Known> resting = new LinkedHashMap<>();

  /** Stops that are gone, and orders that stops have become. */
  private final Set<String> gone = NewestMap.ids(MAX_GONE);

  private final Set<String> executed = NewestMap.ids(MAX_GONE);
  private final Set<String> cancelling = new HashSet<>();
  private Optional<Wanted> wanted = Optional.empty();
  private boolean placing;
  private boolean moving;
  private boolean reading;
  private boolean adopted;
  private Optional<Outcome.Refused> placeRefused = Optional.empty();
  private int placed;
  private int movesRefused;
  private String differenceTold = "";
  private long againMs = NEVER;
  private long readAgainMs = NEVER;
  private long readMs = NEVER;
  private long bareSinceMs = NEVER;
  private long flatSinceMs = NEVER;
  private long firedMs = NEVER;

  /** A stop that rests, and since when that is known. */
  private record Known(Seen.Stop stop, long sinceMs, boolean wasRead) {}

  /** The stop that the job wants. */
  private static final class Wanted {
    private final OrderCommand command;
    private BigDecimal trigger;
    private Optional<BigDecimal> told = Optional.empty();
    private boolean moveOwed;
    private boolean accepted;
    private boolean ended;

    /** Whether a stop was seen at this trigger in this edge's life. */
    private boolean wasRight;

    /** When it has closed a part of the position; the job leaves the rest to it. */
    private long partMs = NEVER;

    Wanted(OrderCommand command) {
      this.command = command;
      this.trigger = Money.fromBorder(command.getStopPrice());
    }
  }

  Protection(
      String instrument,
      DeskOptions options,
      Outbox out,
      VenueLedger ledger,
      Observed observed,
      Findings findings,
      VenueEvents events,
      Closer closer,
      BooleanSupplier entryWorks) {
    this.instrument = instrument;
    this.options = options;
    this.out = out;
    this.ledger = ledger;
    this.observed = observed;
    this.findings = findings;
    this.events = events;
    this.closer = closer;
    this.entryWorks = entryWorks;
  }

  // ---- what the job wants

  void submit(OrderCommand stop) {
    if (wanted.isPresent() && !wanted.get().ended) {
      // The job sends the next one when all of the trade before has ended.
      end(VenueEventKind.CANCELLED, "cause=REPLACED");
    }
    wanted = Optional.of(new Wanted(stop));
    adopted = false;
    placed = 0;
    movesRefused = 0;
    placeRefused = Optional.empty();
  }

  void move(OrderCommand move) {
    if (isWanted(move.getClientId())) {
      wanted.orElseThrow().trigger = Money.fromBorder(move.getStopPrice());
      wanted.orElseThrow().moveOwed = true;
      wanted.orElseThrow().wasRight = false;
      movesRefused = 0;
      adopted = false;
    }
  }

  void cancel(OrderCommand cancel) {
    // Of a position that is open the stop stays, whoever wants it gone.
    if (isWanted(cancel.getClientId()) && ledger.position(instrument).signum() == 0) {
      end(VenueEventKind.CANCELLED, "cause=" + cancel.getCause());
    }
  }

  /** An entry has ended with nothing filled: its stop never came into force. */
  void entryUnfilled(String entryId, VenueEventKind kind) {
    if (wanted.isPresent()
        && !wanted.get().ended
        && wanted.get().command.getParentId().equals(entryId)) {
      end(VenueEventKind.CANCELLED, "cause=ENTRY_" + kind);
    }
  }

  private boolean isWanted(String clientId) {
    return wanted.isPresent()
        && !wanted.get().ended
        && wanted.get().command.getClientId().equals(clientId);
  }

  boolean isWorking(String clientId) {
    return isWanted(clientId);
  }

  Optional<String> working() {
    return wanted.filter(stop -> !stop.ended).map(stop -> stop.command.getClientId());
  }

  /** An edge before this one has told the job so. */
  void acceptedBefore(Optional<BigDecimal> movedTo) {
    Wanted stop = wanted.orElseThrow();
    stop.accepted = true;
    stop.told =
        movedTo
            .or(() -> stop.told)
            .or(() -> Optional.of(Money.fromBorder(stop.command.getStopPrice())));
  }

  /** The job knows this stop as it is wanted now. */
  void toldBefore(String clientId) {
    if (isWanted(clientId)) {
      Wanted stop = wanted.orElseThrow();
      stop.accepted = true;
      stop.told = Optional.of(stop.trigger);
      stop.moveOwed = false;
    }
  }

  /** Whether the job knows the stop as it is, if it wants one. */
  boolean isTold() {
    return wanted.isEmpty()
        || wanted.get().ended
        || (wanted.get().accepted && !wanted.get().moveOwed && wanted.get().partMs == NEVER);
  }

  /** The trigger that an entry's own stop is to have. */
  Optional<BigDecimal> triggerFor(String entryId) {
    return wanted
        .filter(stop -> !stop.ended && stop.command.getParentId().equals(entryId))
        .map(stop -> stop.trigger);
  }

  private void end(VenueEventKind kind, String detail) {
    Wanted stop = wanted.orElseThrow();
    stop.ended = true;
    events.tell(stop.command, kind, detail);
  }

  // ---- what fills

  /** Whether an order of the venue is one that a stop of this position has become. */
  boolean executes(String orderId) {
    return executed.contains(orderId);
  }

  /** Whether what the stop closes can be told as its fill. */
  boolean takesFills() {
    return wanted.isPresent() && !wanted.get().ended;
  }

  /** The stop has closed a part of the position or all, booked in the ledger already. */
  void filled(Seen.Fill fill) {
    Wanted stop = wanted.orElseThrow();
    accepted(stop);
    boolean last = ledger.position(instrument).signum() == 0 && !entryWorks.getAsBoolean();
    events.filled(stop.command, last, fill, stop.told.orElse(stop.trigger));
    if (last) {
      stop.ended = true;
    } else if (stop.partMs == NEVER) {
      stop.partMs = out.nowMs();
    }
  }

  /** An edge before this one has told a part of the stop's fill. */
  void partFilledBefore() {
    wanted.orElseThrow().partMs = out.nowMs();
  }

  /** Something else has closed a part of the position or all. */
  void reduced() {
    flatSinceMs = NEVER;
  }

  // ---- what the venue shows

  /** Takes stops that were pushed, or found among those that have ended. */
  void seen(List<Seen.Stop> stops) {
    for (Seen.Stop stop : stops) {
      if (stop.isLoss() && stop.instrument().equals(instrument)) {
        seen(stop, false);
      }
    }
  }

  private void seen(Seen.Stop stop, boolean wasRead) {
    switch (stop.state()) {
      case LIVE -> {
        if (!gone.contains(stop.orderId())) {
          Known before = resting.get(stop.orderId());
          long sinceMs = before == null ? out.nowMs() : before.sinceMs();
          boolean newer = before == null || stop.updatedMs() >= before.stop().updatedMs();
          boolean read = wasRead || (before != null && before.wasRead());
          resting.put(stop.orderId(), new Known(newer ? stop : before.stop(), sinceMs, read));
        }
      }
      case FIRED -> {
        if (gone.add(stop.orderId()) || resting.containsKey(stop.orderId())) {
          firedMs = out.nowMs();
        }
        resting.remove(stop.orderId());
        if (stop.executedOrderId().isEmpty()) {
          askEnded(stop.updatedMs());
        } else {
          executed.add(stop.executedOrderId());
        }
      }
      case CANCELLED, FAILED -> {
        gone.add(stop.orderId());
        resting.remove(stop.orderId());
      }
    }
  }

  private void askEnded(long fromMs) {
    out.ask(
        new Ask.EndedStops(instrument, fromMs - 60_000),
        outcome -> {
          if (outcome instanceof Outcome.Stops found) {
            seen(found.stops().stream().filter(stop -> !stop.executedOrderId().isEmpty()).toList());
          }
        });
  }

  /** Takes the complete list of stops that rest. */
  void all(List<Seen.Stop> stops, long askedMs) {
    Set<String> listed = new HashSet<>();
    for (Seen.Stop stop : stops) {
      if (stop.isLoss() && stop.instrument().equals(instrument)) {
        listed.add(stop.orderId());
        seen(stop, true);
      }
    }
    for (Map.Entry<String, Known> each : List.copyOf(resting.entrySet())) {
      boolean old = each.getValue().sinceMs() + HIDDEN_MS < askedMs;
      if (!listed.contains(each.getKey()) && old) {
        resting.remove(each.getKey());
        askEnded(each.getValue().sinceMs());
      }
    }
    readMs = Math.max(readMs, askedMs);
  }

  // ---- what is due

  void pass() {
    int direction = direction();
    if (direction == 0) {
      whileFlat();
      return;
    }
    flatSinceMs = NEVER;
    readAsOftenAsNeeded();
    closeRest();
    List<Seen.Stop> protecting = protecting(direction);
    // A stop of a part, as the venue makes of an entry's, may leave the rest open.
    if (protecting.stream().noneMatch(stop -> stop.planType().equals(POSITION_STOP))) {
      bare(direction);
    } else {
      covered(protecting);
    }
  }

  /** A stop that has fired closes all; where it was of a part only, the rest follows it. */
  private void closeRest() {
    boolean left =
        takesFills()
            && wanted.orElseThrow().partMs != NEVER
            && out.nowMs() - wanted.orElseThrow().partMs >= REST_AFTER_MS;
    if (left) {
      closer.close(instrument, "STOP_REST");
    }
  }

  /** Direction of what is open; 0 if nothing is. The ledger may be behind by fills on their way. */
  private int direction() {
    int booked = ledger.position(instrument).signum();
    return booked != 0
        ? booked
        : entryWorks.getAsBoolean() ? observed.position(instrument).signum() : 0;
  }

  private List<Seen.Stop> protecting(int direction) {
    List<Seen.Stop> found = new ArrayList<>();
    for (Known known : resting.values()) {
      if (known.stop().isLong() == direction > 0) {
        found.add(known.stop());
      }
    }
    return found;
  }

  private void whileFlat() {
    bareSinceMs = NEVER;
    findings.settle(FindingKind.STOP_MISSING, instrument, "position=0");
    if (flatSinceMs == NEVER) {
      flatSinceMs = out.nowMs();
    }
    if (out.nowMs() - flatSinceMs < FLAT_FOR_MS
        || entryWorks.getAsBoolean()
        || observed.position(instrument).signum() != 0) {
      return;
    }
    if (wanted.isPresent() && !wanted.get().ended) {
      end(VenueEventKind.CANCELLED, "cause=FLAT");
    }
    for (Known known : List.copyOf(resting.values())) {
      cancel(known.stop(), "position=0");
    }
  }

  private void readAsOftenAsNeeded() {
    long every = observed.streaming() ? READ_EVERY_MS : READ_EVERY_WITHOUT_STREAM_MS;
    if (out.nowMs() - readMs >= every) {
      read();
    }
  }

  private void read() {
    if (reading || out.nowMs() < readAgainMs) {
      return;
    }
    reading = true;
    long askedMs = out.nowMs();
    out.ask(
        new Ask.OpenStops(),
        outcome -> {
          reading = false;
          if (outcome instanceof Outcome.Stops stops) {
            all(stops.stops(), askedMs);
          } else {
            readAgainMs = out.nowMs() + AGAIN_MS;
          }
        });
  }

  /** Nothing protects the position, as far as is known. */
  private void bare(int direction) {
    if (bareSinceMs == NEVER) {
      bareSinceMs = out.nowMs();
    }
    long bareMs = out.nowMs() - bareSinceMs;
    if (readMs < bareSinceMs) {
      read();
    }
    boolean firing = firedMs != NEVER && out.nowMs() - firedMs < HIDDEN_MS;
    boolean looked = readMs >= bareSinceMs || bareMs >= AGAIN_MS;
    if (placeRefused.isPresent() && readMs >= againMs - AGAIN_MS && passedByPrice()) {
      closer.close(instrument, "STOP_PASSED");
    } else if (looked && !firing && !placing && out.nowMs() >= againMs && takesFills()) {
      place(direction);
    }
    if (bareMs >= HIDDEN_MS) {
      findings.open(
          FindingKind.STOP_MISSING,
          instrument,
          "position=" + Money.text(ledger.position(instrument)));
    }
    // Where the venue does not tell its stops there may be one, which is better than none.
    boolean told = readMs >= bareSinceMs || placeRefused.isPresent();
    if (told && bareMs >= options.unprotectedBoundMs()) {
      closer.close(instrument, Closer.UNPROTECTED);
    }
  }

  private boolean passedByPrice() {
    return placeRefused.filter(refused -> refused.answer() == Answer.PRICE).isPresent();
  }

  private void place(int direction) {
    placing = true;
    Wanted stop = wanted.orElseThrow();
    String venueId = VenueIds.attempt(stop.command.getClientId(), placed % VenueIds.MAX_ATTEMPTS);
    BigDecimal trigger = stop.trigger;
    placed++;
    out.ask(
        new Ask.PlaceStop(instrument, venueId, direction > 0, trigger),
        outcome -> {
          placing = false;
          placeRefused = Optional.empty();
          againMs = out.nowMs() + AGAIN_MS;
          if (outcome instanceof Outcome.Done done && !done.orderId().isEmpty()) {
            seen(List.of(own(done.orderId(), venueId, direction, trigger)));
          } else if (outcome instanceof Outcome.Refused refused) {
            placeRefused = Optional.of(refused);
          }
          readAgainMs = NEVER;
          read();
        });
  }

  private Seen.Stop own(String orderId, String venueId, int direction, BigDecimal trigger) {
    return new Seen.Stop(
        instrument,
        orderId,
        venueId,
        POSITION_STOP,
        true,
        true,
        direction > 0,
        trigger,
        Seen.StopState.LIVE,
        "",
        out.nowMs());
  }

  /** A stop of the whole position protects it, and others may beside it. */
  private void covered(List<Seen.Stop> protecting) {
    bareSinceMs = NEVER;
    placeRefused = Optional.empty();
    closer.isProtected(instrument);
    findings.settle(FindingKind.STOP_MISSING, instrument, "stop=" + protecting.get(0).orderId());
    if (!takesFills()) {
      return;
    }
    Wanted stop = wanted.orElseThrow();
    Seen.Stop main = main(protecting, stop.trigger);
    accepted(stop);
    boolean right = main.trigger().compareTo(stop.trigger) == 0;
    if (right) {
      stop.wasRight = true;
      tellMoved(stop);
    }
    if ((!right || (!main.onMarkPrice() && !adopted)) && !moving && out.nowMs() >= againMs) {
      moveTo(main, stop);
    }
    if (resting.get(main.orderId()).wasRead() && right) {
      cancelOthers(main, protecting);
    }
  }

  /** The one that stays: a stop of the whole position on the mark price, at the right price. */
  private static Seen.Stop main(List<Seen.Stop> protecting, BigDecimal trigger) {
    Seen.Stop best = protecting.get(0);
    for (Seen.Stop stop : protecting) {
      if (rank(stop, trigger) > rank(best, trigger)) {
        best = stop;
      }
    }
    return best;
  }

  private static int rank(Seen.Stop stop, BigDecimal trigger) {
    return (stop.planType().equals(POSITION_STOP) ? 4 : 0)
        + (stop.onMarkPrice() ? 2 : 0)
        + (stop.trigger().compareTo(trigger) == 0 ? 1 : 0);
  }

  private void accepted(Wanted stop) {
    if (!stop.accepted) {
      stop.accepted = true;
      stop.told = Optional.of(Money.fromBorder(stop.command.getStopPrice()));
      events.tell(stop.command, VenueEventKind.ACCEPTED, "");
    }
  }

  private void tellMoved(Wanted stop) {
    boolean differs = stop.told.isEmpty() || stop.told.get().compareTo(stop.trigger) != 0;
    if (differs || stop.moveOwed) {
      stop.told = Optional.of(stop.trigger);
      stop.moveOwed = false;
      events.moved(stop.command, stop.trigger);
    }
  }

  private void moveTo(Seen.Stop main, Wanted stop) {
    moving = true;
    BigDecimal trigger = stop.trigger;
    if (!stop.moveOwed) {
      tellDifference(main, trigger);
    }
    out.ask(
        new Ask.MoveStop(instrument, main.orderId(), trigger),
        outcome -> {
          moving = false;
          againMs = out.nowMs() + AGAIN_MS;
          if (outcome instanceof Outcome.Done) {
            moved(main, trigger);
          } else if (outcome instanceof Outcome.Refused refused) {
            moveRefused(main, stop, refused);
          }
          readAgainMs = NEVER;
          read();
        });
  }

  /** Told once, however often it has to be moved until it is. */
  private void tellDifference(Seen.Stop main, BigDecimal trigger) {
    String difference =
        "stop="
            + main.orderId()
            + " trigger="
            + Money.text(main.trigger())
            + " wanted="
            + Money.text(trigger)
            + " onMark="
            + main.onMarkPrice();
    if (!difference.equals(differenceTold)) {
      differenceTold = difference;
      findings.note(FindingKind.STOP_DIFFERS, instrument, difference);
    }
  }

  private void moved(Seen.Stop main, BigDecimal trigger) {
    movesRefused = 0;
    differenceTold = "";
    Known known = resting.get(main.orderId());
    if (known != null) {
      Seen.Stop now =
          new Seen.Stop(
              instrument,
              main.orderId(),
              main.venueId(),
              main.planType(),
              true,
              true,
              main.isLong(),
              trigger,
              Seen.StopState.LIVE,
              "",
              out.nowMs());
      resting.put(main.orderId(), new Known(now, known.sinceMs(), known.wasRead()));
    }
  }

  /**
   * A stop that the job has last been told of stays in force if the price is already beyond where
   * it should go; what others have made of it is never adopted. Any other refusal is no reason to
   * leave it where it is: it is tried again.
   */
  private void moveRefused(Seen.Stop main, Wanted stop, Outcome.Refused refused) {
    if (main.trigger().compareTo(stop.trigger) == 0) {
      movesRefused++;
      adopted = movesRefused >= MOVES_BEFORE_ADOPTING;
      return;
    }
    if (refused.answer() != Answer.PRICE) {
      return;
    }
    if (stop.wasRight) {
      // The price is past where the stop was, and somebody has taken it away before it could fire.
      closer.close(instrument, "STOP_PASSED");
      return;
    }
    BigDecimal told = stop.told.orElse(stop.trigger);
    if (told.compareTo(stop.trigger) != 0) {
      keep(main, stop, told, refused);
    } else if (isLooser(main.trigger(), Money.fromBorder(stop.command.getStopPrice()), main)) {
      closer.close(instrument, "STOP_PASSED");
    } else {
      // An edge before this one has told that a stop was kept: what rests is what was kept.
      kept(stop, main.trigger(), refused);
    }
  }

  /** The job's move cannot be: what it knows stays, or a move on the way there that was taken. */
  private void keep(Seen.Stop main, Wanted stop, BigDecimal told, Outcome.Refused refused) {
    if (isLooser(told, main.trigger(), main)) {
      stop.trigger = main.trigger();
    } else {
      kept(stop, told, refused);
      // If that is refused too the price is past it, and somebody has taken it away.
      stop.wasRight = true;
    }
  }

  private void kept(Wanted stop, BigDecimal trigger, Outcome.Refused refused) {
    stop.trigger = trigger;
    stop.told = Optional.of(trigger);
    stop.moveOwed = false;
    events.tell(stop.command, VenueEventKind.STOP_KEPT, OrderDesk.text(refused));
  }

  private static boolean isLooser(BigDecimal trigger, BigDecimal than, Seen.Stop of) {
    int compared = trigger.compareTo(than);
    return of.isLong() ? compared < 0 : compared > 0;
  }

  private void cancelOthers(Seen.Stop main, List<Seen.Stop> protecting) {
    for (Seen.Stop other : protecting) {
      if (!other.orderId().equals(main.orderId())) {
        cancel(other, "kept=" + main.orderId());
      }
    }
  }

  private void cancel(Seen.Stop stop, String why) {
    if (!cancelling.add(stop.orderId())) {
      return;
    }
    findings.note(FindingKind.STOP_SURPLUS, instrument, "stop=" + stop.orderId() + " " + why);
    out.ask(
        new Ask.CancelStop(instrument, stop.orderId(), stop.planType()),
        outcome -> {
          cancelling.remove(stop.orderId());
          if (outcome instanceof Outcome.Done) {
            gone.add(stop.orderId());
            resting.remove(stop.orderId());
          } else {
            // It may have fired meanwhile, or be gone with its position.
            resting.remove(stop.orderId());
            askEnded(stop.updatedMs());
            readAgainMs = NEVER;
            read();
          }
        });
  }

  /** Number of stops that are known to rest. */
  int stops() {
    return resting.size();
  }
}
