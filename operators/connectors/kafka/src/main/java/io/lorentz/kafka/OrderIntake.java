package io.lorentz.kafka;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.RowFingerprint;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.schemas.rows.SentOrders;
import io.lorentz.schemas.rows.UnequalRowException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * Judges the rows of an orders topic as whoever executes them must: each decision once, none that
 * was refused, and none that is too old. A job that catches up after an outage decides at old
 * market times; what it decides there comes out {@link Expired}.
 *
 * <p>Memory: a decision is forgotten once it has expired, because what comes again after that is
 * judged expired again and is not sent either. What never expires, the protective stops, is kept
 * for ever, about 1 KB each. Not for several threads.
 */
public final class OrderIntake {

  /** What is to be done with a decision. */
  public sealed interface Verdict permits Fresh, Expired, Refused {

    /** The decision. */
    OrderDecision decision();
  }

  /** It may still be executed. */
  public record Fresh(OrderDecision decision) implements Verdict {}

  /**
   * It must not be sent any more.
   *
   * @param byMs how long ago it ended, ms, at least 0; the allowance is not taken off
   */
  public record Expired(OrderDecision decision, long byMs) implements Verdict {}

  /** Risk has refused it: there is nothing to send. */
  public record Refused(OrderDecision decision) implements Verdict {}

  /** What was taken under a key. */
  private record Taken(RowKey key, RunOutput row, long fingerprint, long validUntilMs) {}

  private final LongSupplier clockMs;
  private final long skewMs;
  private final RowFingerprint fingerprints = new RowFingerprint();
  private final Map<RowKey, Taken> taken = new HashMap<>();
  private final PriorityQueue<Taken> byEnd =
      new PriorityQueue<>(Comparator.comparingLong(Taken::validUntilMs));
  private long latestMs = Long.MIN_VALUE;
  private long repeats;

  /**
   * An intake that has taken nothing.
   *
   * @param clockMs the consumer's clock, ms since 1970 UTC
   * @param skewMs how far that clock may be behind the market's, ms, at least 0; an order ends by
   *     so much earlier
   * @throws KafkaArgumentException if {@code skewMs} is below 0
   */
  public OrderIntake(LongSupplier clockMs, long skewMs) {
    if (skewMs < 0) {
      throw new KafkaArgumentException("clock skew: must be at least 0 ms, was " + skewMs);
    }
    this.clockMs = clockMs;
    this.skewMs = skewMs;
  }

  /**
   * Takes a row as it was written.
   *
   * @return nothing if it is a repeat, equal, of one that is remembered
   * @throws UnequalRowException if one with its key is remembered and differs
   * @throws KafkaFaultException if it is no order decision
   */
  public Optional<Verdict> take(RunOutput row) {
    if (!(row.getPayload() instanceof OrderDecision decision)) {
      throw new KafkaFaultException(
          "orders topic: holds a "
              + row.getPayload().getClass().getSimpleName()
              + ", no order decision; something else than the job wrote there");
    }
    // What was forgotten as expired must never be fresh again, also if the clock is set back.
    latestMs = Math.max(latestMs, clockMs.getAsLong());
    long nowMs = latestMs;
    forgetBefore(nowMs);
    if (isRepeat(row, decision)) {
      repeats++;
      return Optional.empty();
    }
    return Optional.of(judge(decision, nowMs));
  }

  /** Equal rows that came again. */
  public long repeats() {
    return repeats;
  }

  /** Decisions that are remembered. */
  public int remembered() {
    return taken.size();
  }

  private void forgetBefore(long nowMs) {
    while (!byEnd.isEmpty() && hasEnded(byEnd.peek().validUntilMs(), nowMs)) {
      taken.remove(byEnd.poll().key());
    }
  }

  private boolean isRepeat(RunOutput row, OrderDecision decision) {
    RowKey key = RowKey.of(row);
    Taken next = new Taken(key, row, fingerprints.of(row), decision.getValidUntilMs());
    Taken before = taken.putIfAbsent(key, next);
    if (before == null) {
      byEnd.add(next);
      return false;
    }
    if (before.fingerprint() != next.fingerprint()) {
      throw new UnequalRowException(key, before.row(), row);
    }
    return true;
  }

  private Verdict judge(OrderDecision decision, long nowMs) {
    if (!SentOrders.wasSent(decision)) {
      return new Refused(decision);
    }
    if (!hasEnded(decision.getValidUntilMs(), nowMs)) {
      return new Fresh(decision);
    }
    return new Expired(decision, Math.max(0, nowMs - decision.getValidUntilMs()));
  }

  /** A stop or a target that rests never ends: a position without it is worse than a late one. */
  private boolean hasEnded(long validUntilMs, long nowMs) {
    return validUntilMs != Long.MAX_VALUE && nowMs >= validUntilMs - skewMs;
  }
}
