package io.lorentz.core.inference;

/** Why a row that has all its features gets no answer from a trained model. */
public enum Unscored {
  /** No version is in force at its time. */
  NO_VERSION,
  /** The version in force was trained on this time, or lies within the embargo behind it. */
  INSIDE_TRAINING_WINDOW,
  /** The version in force was not trained for this timeframe. */
  OTHER_TIMEFRAME
}
