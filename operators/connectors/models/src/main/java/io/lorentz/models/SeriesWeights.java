package io.lorentz.models;

import io.lorentz.core.inference.Calibration;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.LogisticWeights;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.MoveRegression;
import io.lorentz.core.inference.TrainedSeries;

/** The trained members of one timeframe, less the memory. */
record SeriesWeights(
    long timeframeMs,
    MemberWeights members,
    LogisticWeights logistic,
    Calibration calibration,
    MoveRegression move) {

  static SeriesWeights of(TrainedSeries series) {
    return new SeriesWeights(
        series.timeframeMs(),
        series.weights(),
        series.logistic(),
        series.calibration(),
        series.move());
  }

  TrainedSeries with(FeatureRing memory) {
    return new TrainedSeries(timeframeMs, memory, members, logistic, calibration, move);
  }
}
