package io.lorentz.trading;

/** What the accounts trade that take their signals from {@code main}. */
public enum Strategy {
  /** The ensemble of classifiers and the confirmation rule. */
  CLASSIFIER,
  /** The slow trend rule on 4h bars, see {@link TrendAccount}. */
  TREND
}
