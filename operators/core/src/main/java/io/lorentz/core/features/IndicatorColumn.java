package io.lorentz.core.features;

/**
 * One column of the {@link IndicatorTable}.
 *
 * @param name name in the header, e.g. {@code rsi14}
 * @param kind what its values are
 * @param warmUpBars number of rows before the first defined value; 0 for flags, which are false
 *     while undefined. Data without a value (a zero denominator) can delay it
 */
public record IndicatorColumn(String name, Kind kind, int warmUpBars) {

  /** What the values of a column are. */
  public enum Kind {
    /** A real number. */
    REAL,
    /** A whole number: a label or direction, -1, 0 or 1. */
    WHOLE,
    /** 0 or 1. */
    FLAG
  }

  static IndicatorColumn real(String name, int warmUpBars) {
    return new IndicatorColumn(name, Kind.REAL, warmUpBars);
  }

  static IndicatorColumn whole(String name, int warmUpBars) {
    return new IndicatorColumn(name, Kind.WHOLE, warmUpBars);
  }

  static IndicatorColumn flag(String name) {
    return new IndicatorColumn(name, Kind.FLAG, 0);
  }
}
