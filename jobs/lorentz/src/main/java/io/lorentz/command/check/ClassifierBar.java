package io.lorentz.command.check;

import java.util.List;

/**
 * What the study of the published classifier needs of one bar.
 *
 * @param timeMs start of the bar, ms since 1970 UTC
 * @param open first price
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param features the five features; NaN while undefined
 * @param pineLabel the published rule's training label: minus the sign of the last 4-bar move
 * @param forwardLabel sign of the next 4-bar move; NaN where it is not known
 * @param vote vote of the published rule, -8 to 8
 * @param nearestVote vote of the eight nearest rows whose labels have matured; NaN while undefined
 * @param kept rows that the published rule keeps as neighbours
 * @param startLong the chart shows the start of a long
 * @param startShort the chart shows the start of a short
 * @param end the chart shows the end of a trade
 */
public record ClassifierBar(
    long timeMs,
    double open,
    double high,
    double low,
    double close,
    List<Double> features,
    int pineLabel,
    double forwardLabel,
    int vote,
    double nearestVote,
    List<Integer> kept,
    boolean startLong,
    boolean startShort,
    boolean end) {

  /** The price at which the chart's table books a trade. */
  double tablePrice() {
    return (high + low + 2 * open) / 4;
  }

  boolean isDefined() {
    return features.stream().noneMatch(value -> value.isNaN());
  }
}
