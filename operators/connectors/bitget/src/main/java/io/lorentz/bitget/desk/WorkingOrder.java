package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An order of the job that has not ended, stops not among them. */
final class WorkingOrder {

  private final OrderCommand command;
  private final BigDecimal quantity;
  private final List<Attempt> attempts = new ArrayList<>();
  private BigDecimal filled = BigDecimal.ZERO;

  /** Also read by whoever sends. */
  private volatile Optional<String> cancelCause = Optional.empty();

  private boolean expired;
  private boolean acceptedTold;
  private boolean recovered;
  private long startMs;
  private long notBeforeMs;

  WorkingOrder(OrderCommand command, long nowMs) {
    this.command = command;
    this.quantity = Money.fromBorder(command.getQuantity());
    this.startMs = nowMs;
  }

  OrderCommand command() {
    return command;
  }

  String instrument() {
    return command.getInstrument();
  }

  boolean isEntry() {
    return command.getIntent() == OrderIntent.ENTRY;
  }

  boolean isLimit() {
    return command.getType() == OrderType.LIMIT;
  }

  BigDecimal quantity() {
    return quantity;
  }

  BigDecimal filled() {
    return filled;
  }

  BigDecimal remaining() {
    return quantity.subtract(filled);
  }

  /** A fill of an attempt; true if it was the last of the order. */
  boolean fills(BigDecimal part) {
    filled = filled.add(part);
    return filled.compareTo(quantity) == 0;
  }

  List<Attempt> attempts() {
    return attempts;
  }

  Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
  }

  Attempt add(Attempt attempt) {
    attempts.add(attempt);
    return attempt;
  }

  /** Whether nothing more will come of an attempt: it has ended, and the fills add up. */
  boolean isOver(Attempt attempt) {
    return attempt.phase() == Attempt.Phase.DEAD
        || (attempt.phase() == Attempt.Phase.ENDED && filled.compareTo(said()) >= 0);
  }

  /** What has filled as the venue says, over the attempts that it has shown. */
  BigDecimal said() {
    return attempts.stream().map(Attempt::said).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  void filledBefore(BigDecimal part) {
    filled = filled.add(part);
  }

  long makerAttempts() {
    return attempts.stream().filter(attempt -> attempt.postOnly).count();
  }

  void cancel(String cause) {
    if (cancelCause.isEmpty()) {
      cancelCause = Optional.of(cause);
    }
  }

  void expire() {
    cancel("EXPIRED");
    expired = true;
  }

  /** Why it is taken back; empty if it is wanted. For any thread. */
  Optional<String> cancelCause() {
    return cancelCause;
  }

  boolean expired() {
    return expired;
  }

  boolean hasEnded(long nowMs) {
    return nowMs >= command.getValidUntilMs();
  }

  /** True once: whoever asks tells it. */
  boolean tellAccepted() {
    boolean first = !acceptedTold;
    acceptedTold = true;
    return first;
  }

  boolean acceptedTold() {
    return acceptedTold;
  }

  void acceptedBefore() {
    acceptedTold = true;
  }

  /** Whether the job knows that it rests, and nothing of it has filled. */
  boolean isToldAndUnfilled() {
    return acceptedTold && filled.signum() == 0;
  }

  /** An edge before this one may have sent any attempt of it. */
  void recover() {
    recovered = true;
  }

  boolean recovered() {
    return recovered;
  }

  void searched() {
    recovered = false;
  }

  long startMs() {
    return startMs;
  }

  void waitUntil(long timeMs) {
    notBeforeMs = timeMs;
  }

  boolean waits(long nowMs) {
    return nowMs < notBeforeMs;
  }
}
