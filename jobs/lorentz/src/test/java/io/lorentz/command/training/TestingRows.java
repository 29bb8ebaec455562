package io.lorentz.command.training;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import java.util.SplittableRandom;

/** Rows of a made-up series whose features know the future as much as the test wants. */
final class TestingRows {

  static final long MINUTE = 60_000;

  private TestingRows() {}

  /** Bars with these closes and a range of 1 around them; features are all a half. */
  static SeriesRows ofCloses(double... closes) {
    SeriesRows rows = new SeriesRows("BTCUSDT", MINUTE);
    for (int i = 0; i < closes.length; i++) {
      double open = i == 0 ? closes[0] : closes[i - 1];
      rows.add(
          bar(i, open, Math.max(open, closes[i]), Math.min(open, closes[i]), closes[i], 0),
          vector(i, closes[i], 0.5, 0.5));
    }
    return rows;
  }

  /**
   * A random walk of single steps, of which f1 tells the step after next with the given strength: 0
   * knows nothing, 1 everything. The other features are noise.
   */
  static SeriesRows knowing(double strength, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] steps = new int[size + 1];
    for (int i = 0; i <= size; i++) {
      steps[i] = random.nextBoolean() ? 1 : -1;
    }
    SeriesRows rows = new SeriesRows("BTCUSDT", MINUTE);
    double close = 10_000;
    for (int i = 0; i < size; i++) {
      double open = close;
      close += steps[i];
      double told = random.nextDouble() < strength ? steps[i + 1] : (random.nextBoolean() ? 1 : -1);
      rows.add(
          bar(i, open, Math.max(open, close), Math.min(open, close), close, 0),
          vector(i, close, 0.5 + 0.3 * told + 0.05 * random.nextDouble(), random.nextDouble()));
    }
    return rows;
  }

  /** The same bars of another instrument. */
  static SeriesRows named(String instrument, SeriesRows rows) {
    SeriesRows named = new SeriesRows(instrument, MINUTE);
    for (int i = 0; i < rows.size(); i++) {
      named.add(
          bar(i, rows.open(i), rows.high(i), rows.low(i), rows.close(i), 0),
          vector(i, rows.close(i), 0.5, 0.5));
    }
    return named;
  }

  static Bar bar(int index, double open, double high, double low, double close, int missingBefore) {
    return new Bar(
        "BTCUSDT",
        MINUTE,
        (index + 1) * MINUTE,
        open,
        high,
        low,
        close,
        1.0,
        BarQuality.COMPLETE,
        false,
        missingBefore);
  }

  static FeatureVector vector(int index, double close, double f1, double noise) {
    return new FeatureVector(
        (long) index,
        0,
        "BTCUSDT",
        MINUTE,
        (index + 1) * MINUTE,
        (long) index,
        f1,
        noise,
        0.5 * noise,
        1 - noise,
        0.5,
        noise > 0.5 ? 1 : -1,
        1.0,
        close,
        BarQuality.COMPLETE,
        false,
        -1L,
        0);
  }
}
