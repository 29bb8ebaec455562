package io.lorentz.kafka;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.EachRowOnce;
import io.lorentz.schemas.rows.RowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Judges the rows of an orders topic as whoever executes them must: each decision once, and none
 * that is too old. A job that catches up after an outage decides at old market times; what it
 * decides there comes out {@link Expired}.
 *
 * <p>A row of the topic may also be an entry that was refused; only its outcome tells. Whoever
 * sends must leave those out. Memory: it keeps each row it took. Not for several threads.
 */
public final class OrderIntake {

  /** What is to be done with a decision. */
  public sealed interface Verdict permits Fresh, Expired {

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

  private final LongSupplier clockMs;
  private final long skewMs;
  private final Map<RowKey, RunOutput> taken = new HashMap<>();
  private final EachRowOnce once = new EachRowOnce(this::keep, taken::get);

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
   * @return nothing if it is a repeat, equal, of one taken before
   * @throws io.lorentz.schemas.rows.UnequalRowException if one with its key was taken and differs
   * @throws KafkaFaultException if it is no order decision
   */
  public Optional<Verdict> take(RunOutput row) {
    if (!(row.getPayload() instanceof OrderDecision decision)) {
      throw new KafkaFaultException(
          "orders topic: holds a "
              + row.getPayload().getClass().getSimpleName()
              + ", no order decision; something else than the job wrote there");
    }
    long before = once.given();
    once.accept(row);
    return once.given() == before ? Optional.empty() : Optional.of(judge(decision));
  }

  /** Equal rows that came again. */
  public long repeats() {
    return once.repeats();
  }

  private void keep(RunOutput row) {
    taken.put(RowKey.of(row), row);
  }

  private Verdict judge(OrderDecision decision) {
    // A position without its stop is worse than a late stop.
    if (decision.getIntent() == OrderIntent.STOP || decision.getValidUntilMs() == Long.MAX_VALUE) {
      return new Fresh(decision);
    }
    long nowMs = clockMs.getAsLong();
    if (nowMs < decision.getValidUntilMs() - skewMs) {
      return new Fresh(decision);
    }
    return new Expired(decision, Math.max(0, nowMs - decision.getValidUntilMs()));
  }
}
