package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Closes positions of the edge's own accord: at market, reduce-only, again and again until nothing
 * is open. Such an order can be sent twice without harm, so nothing of it is kept.
 */
final class Closer {

  private static final long AGAIN_MS = 3_000;

  /** Without an answer about positions for so long it is closed what the log says is open. */
  private static final long BLIND_AFTER_MS = 500;

  private static final int ENOUGH_LOOKS = 5;

  /** Why a position without a stop is closed. */
  static final String UNPROTECTED = "UNPROTECTED";

  private final Outbox out;
  private final VenueLedger ledger;
  private final Observed observed;
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private BiConsumer<String, String> sent = (orderId, cause) -> {};
  private Consumer<List<Seen.Position>> positionsSeen = positions -> {};
  private long count;

  /** What is to be closed. */
  private static final class Wish {
    private final String cause;
    private final boolean everything;
    private boolean looking;
    private boolean placing;
    private boolean blind;
    private long askedMs;
    private long placedMs = Long.MIN_VALUE;

    /** What was sent without knowing the position, and may have closed as much. */
    private BigDecimal sentBlind = BigDecimal.ZERO;

    private long againMs = Long.MIN_VALUE;
    private int flatLooks;

    Wish(String cause, boolean everything) {
      this.cause = cause;
      this.everything = everything;
    }
  }

  Closer(Outbox out, VenueLedger ledger, Observed observed) {
    this.out = out;
    this.ledger = ledger;
    this.observed = observed;
  }

  /** Takes the venue's id of what was sent, and why it was. */
  void sentTo(BiConsumer<String, String> taker) {
    sent = taker;
  }

  void positionsTo(Consumer<List<Seen.Position>> taker) {
    positionsSeen = taker;
  }

  /** Our position of the instrument is to be closed. */
  void close(String instrument, String cause) {
    wishes.putIfAbsent(instrument, new Wish(cause, false));
  }

  /** Whatever is open of the instrument is to be closed, whoever opened it. */
  void flatten(String instrument, String cause) {
    wishes.put(instrument, new Wish(cause, true));
  }

  /** What somebody wanted closed, whoever opened it, need not be any more. */
  void forgetFlattening() {
    wishes.values().removeIf(wish -> wish.everything);
  }

  /** What was to be closed for want of a stop has one. */
  void isProtected(String instrument) {
    Wish wish = wishes.get(instrument);
    if (wish != null && wish.cause.equals(UNPROTECTED) && !wish.placing) {
      wishes.remove(instrument);
    }
  }

  /** Whether nothing is to be closed. */
  boolean isIdle() {
    return wishes.isEmpty();
  }

  boolean closes(String instrument) {
    return wishes.containsKey(instrument);
  }

  void pass() {
    for (Map.Entry<String, Wish> each : List.copyOf(wishes.entrySet())) {
      pass(each.getKey(), each.getValue());
    }
  }

  private void pass(String instrument, Wish wish) {
    if (wish.placing || out.nowMs() < wish.againMs) {
      return;
    }
    if (!wish.looking) {
      look(instrument, wish);
    }
    boolean noAnswer = wish.looking && out.nowMs() - wish.askedMs >= BLIND_AFTER_MS;
    BigDecimal ours = ledger.position(instrument);
    BigDecimal rest = ours.abs().subtract(wish.sentBlind);
    if ((wish.blind || noAnswer) && !wish.placing && rest.signum() > 0) {
      // It only reduces: if less is open, or nothing, the venue closes less, or nothing. What is of
      // others beside it is not touched, because no more is sent than was ours.
      place(instrument, wish, ours.signum(), rest, true);
    }
  }

  private void look(String instrument, Wish wish) {
    wish.looking = true;
    wish.askedMs = out.nowMs();
    out.ask(
        new Ask.OpenPositions(),
        outcome -> {
          wish.looking = false;
          wish.againMs = Math.max(wish.againMs, out.nowMs() + 500);
          wish.blind = !(outcome instanceof Outcome.Positions);
          if (outcome instanceof Outcome.Positions positions) {
            positionsSeen.accept(positions.positions());
            boolean fresh = !wish.placing && wish.placedMs < wish.askedMs;
            if (fresh && wishes.get(instrument) == wish) {
              wish.sentBlind = BigDecimal.ZERO;
              closeNow(instrument, wish);
            }
          }
        });
  }

  private void closeNow(String instrument, Wish wish) {
    BigDecimal seen = observed.position(instrument);
    BigDecimal ours = ledger.position(instrument);
    if (seen.signum() == 0) {
      wish.flatLooks++;
      // The venue may show a fill of a moment ago late.
      if (wish.flatLooks >= ENOUGH_LOOKS || (wish.flatLooks >= 2 && ours.signum() == 0)) {
        wishes.remove(instrument);
      }
      return;
    }
    if (!wish.everything && ours.signum() == 0) {
      // Not ours, or its fills are still on their way.
      wish.flatLooks++;
      if (wish.flatLooks >= ENOUGH_LOOKS) {
        wishes.remove(instrument);
      }
      return;
    }
    wish.flatLooks = 0;
    BigDecimal quantity = wish.everything ? seen.abs() : seen.abs().min(ours.abs());
    place(instrument, wish, seen.signum(), quantity, false);
  }

  private void place(
      String instrument, Wish wish, int direction, BigDecimal quantity, boolean blind) {
    count++;
    wish.placing = true;
    wish.placedMs = out.nowMs();
    out.ask(
        new Ask.Place(
            instrument,
            VenueIds.closing(out.nowMs(), count),
            direction > 0 ? OrderSide.SELL : OrderSide.BUY,
            quantity,
            Optional.empty(),
            false,
            true,
            Optional.empty()),
        outcome -> {
          wish.placing = false;
          wish.againMs = out.nowMs() + AGAIN_MS;
          boolean mayBeThere =
              outcome instanceof Outcome.Done || outcome instanceof Outcome.Unclear;
          if (blind && mayBeThere) {
            wish.sentBlind = wish.sentBlind.add(quantity);
          }
          if (outcome instanceof Outcome.Done done) {
            sent.accept(done.orderId(), wish.cause);
          }
        });
  }
}
