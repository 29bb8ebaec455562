package io.lorentz.command.report;

/**
 * Where a figure would lie in 95 of 100 histories made of the blocks of this one.
 *
 * @param low 2.5th percentile; NaN if undefined
 * @param high 97.5th percentile; NaN if undefined, infinite if so many histories have no loss
 */
record Interval(double low, double high) {

  static final Interval UNDEFINED = new Interval(Double.NaN, Double.NaN);

  boolean isDefined() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
