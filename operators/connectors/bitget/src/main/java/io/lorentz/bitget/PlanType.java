package io.lorentz.bitget;

import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.Optional;

/** Kinds of stops and targets on positions. REST and the stream name them differently. */
enum PlanType {
  /** A stop of the whole position. */
  POSITION_LOSS("pos_loss", "psl", true),
  /** A stop of a part. */
  LOSS("loss_plan", "sl", true),
  /** A target of the whole position. */
  POSITION_PROFIT("pos_profit", "ptp", false),
  /** A target of a part. */
  PROFIT("profit_plan", "tp", false),
  /** One that follows the price: it protects only from where it has got to. */
  MOVING("moving_plan", "mtpsl", false);

  private final String named;
  private final String pushed;
  private final boolean loss;

  PlanType(String named, String pushed, boolean loss) {
    this.named = named;
    this.pushed = pushed;
    this.loss = loss;
  }

  /**
   * The kind of a name of REST or the stream; empty of a trigger order, which is on no position.
   *
   * @throws UnreadableFrameException if the name is not documented
   */
  static Optional<PlanType> of(String name) throws UnreadableFrameException {
    for (PlanType each : values()) {
      if (each.named.equals(name) || each.pushed.equals(name)) {
        return Optional.of(each);
      }
    }
    return switch (name) {
      case "normal_plan", "track_plan", "pl", "track" -> Optional.empty();
      default -> throw new UnreadableFrameException("unknown planType: " + name);
    };
  }

  /** The name in REST, which a cancel needs. */
  String named() {
    return named;
  }

  /** Whether it is a protective stop. */
  boolean isLoss() {
    return loss;
  }
}
