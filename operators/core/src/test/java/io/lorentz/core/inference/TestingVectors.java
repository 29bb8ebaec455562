package io.lorentz.core.inference;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the vectors the features stage would make of a random walk: labels that mature, rows with
 * an undefined feature, restarts of the indicators, corrected rows. The same seed makes the same
 * series.
 */
final class TestingVectors {

  private final String instrument;
  private final long timeframeMs;
  private final int horizon;
  private final SplittableRandom random;
  private final List<Double> closes = new ArrayList<>();
  private final double[] features = {0.5, 0.5, 0.5, 0.5, 0.5};
  private long restartedAt;

  TestingVectors(String instrument, long timeframeMs, int horizon, long seed) {
    this.instrument = instrument;
    this.timeframeMs = timeframeMs;
    this.horizon = horizon;
    random = new SplittableRandom(seed);
  }

  /** The next row; one in 50 has an undefined feature. */
  FeatureVector next() {
    closes.add(walkedClose());
    return vector(false);
  }

  /** The next row, the first after a gap that restarted the indicators. */
  FeatureVector nextAfterRestart() {
    restartedAt = closes.size();
    return next();
  }

  /** The last row again, with another close and other features. */
  FeatureVector correctLast() {
    closes.remove(closes.size() - 1);
    closes.add(walkedClose());
    return vector(true);
  }

  /** One of the three, mostly {@link #next()}. */
  FeatureVector any() {
    int drawn = random.nextInt(20);
    if (drawn == 0 && !closes.isEmpty()) {
      return correctLast();
    }
    return drawn == 1 ? nextAfterRestart() : next();
  }

  /** The same row as if it had come so in the first place. */
  static FeatureVector asFirst(FeatureVector corrected) {
    return FeatureVector.newBuilder(corrected).setCorrected(false).build();
  }

  private double walkedClose() {
    double last = closes.isEmpty() ? 100 : closes.get(closes.size() - 1);
    // Whole steps, so that equal closes (label 0) occur.
    return Math.max(50, last + random.nextInt(5) - 2);
  }

  private FeatureVector vector(boolean corrected) {
    for (int feature = 0; feature < features.length; feature++) {
      double drawn = random.nextDouble() - 0.5;
      features[feature] = 0.5 + 0.9 * (features[feature] - 0.5) + 0.3 * drawn;
    }
    int row = closes.size() - 1;
    boolean matures = row - restartedAt >= horizon;
    double close = closes.get(row);
    int label = matures ? (int) Math.signum(close - closes.get(row - horizon)) : 0;
    return FeatureVector.newBuilder()
        .setLogTimeMs(row)
        .setPartition(0)
        .setInstrument(instrument)
        .setTimeframeMs(timeframeMs)
        .setCloseTimeMs((row + 1L) * timeframeMs)
        .setRowIndex(row)
        .setRsi14(random.nextInt(50) == 0 ? Double.NaN : features[0])
        .setWaveTrend(features[1])
        .setCci20(features[2])
        .setAdx20(features[3])
        .setRsi9(features[4])
        .setChandelierDirection(random.nextInt(30) == 0 ? 0 : 2 * random.nextInt(2) - 1)
        .setAtr14(1)
        .setClose(close)
        .setQuality(BarQuality.COMPLETE)
        .setCorrected(corrected)
        .setMaturedRowIndex(matures ? row - horizon : -1)
        .setMaturedLabel(label)
        .build();
  }
}
