package io.lorentz.core.confirmation;

/** What makes a prediction a candidate. */
public enum ConfirmationPolicy {
  /** Its score: the sign is the direction, the size the confidence. */
  DIRECTION,
  /** The move that a trained model expects, against what a round trip costs. */
  EXPECTED_MOVE
}
