package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceSeries;
import java.util.Optional;

/** What inference remembers of one timeframe of one instrument. Not thread-safe. */
final class SeriesMemory {

  private static final long NONE = -1;

  private final EnsembleOptions options;
  private final long timeframeMs;
  private final double[] maturing = new double[FeatureRing.FEATURES];
  private final Optional<TradingviewMemory> tradingview;
  private FeatureRing ring;
  private LogisticWeights logistic = LogisticWeights.untrained();
  private LogisticWeights logisticBefore = LogisticWeights.untrained();
  private long lastRow = NONE;

  SeriesMemory(EnsembleOptions options, long timeframeMs) {
    this(
        options,
        timeframeMs,
        options.has(Member.LORENTZIAN_TRADINGVIEW)
            ? Optional.of(new TradingviewMemory())
            : Optional.empty());
  }

  private SeriesMemory(
      EnsembleOptions options, long timeframeMs, Optional<TradingviewMemory> tradingview) {
    this.options = options;
    this.timeframeMs = timeframeMs;
    this.tradingview = tradingview;
    // See Query: what a query reads, and the rows that may come while it is answered.
    ring = new FeatureRing(options.rememberedRows() + options.inFlightRows() + 1);
  }

  long timeframeMs() {
    return timeframeMs;
  }

  Optional<Query> absorb(FeatureVector vector) {
    requireNext(vector);
    double[] features = features(vector);
    if (vector.getCorrected()) {
      // Queries already given keep the old ring; the row's training step is taken back.
      ring = ring.copy();
      logistic = logisticBefore;
    } else {
      logisticBefore = logistic;
    }
    lastRow = vector.getRowIndex();
    ring.write(lastRow, features);
    mature(vector);
    tradingview.ifPresent(memory -> search(memory, vector, features));
    return vector.getCorrected() || !isDefined(features)
        ? Optional.empty()
        : Optional.of(query(vector, features));
  }

  /** The published indicator's queue after the last row; empty if it is not a member. */
  Optional<KeptNeighbours> tradingviewKept() {
    return tradingview.map(TradingviewMemory::kept);
  }

  private void requireNext(FeatureVector vector) {
    long row = vector.getRowIndex();
    boolean follows = vector.getCorrected() ? row == lastRow : row == lastRow + 1;
    // A memory may start behind the features' first row, but only with a row of its own.
    boolean starts = lastRow == NONE && !vector.getCorrected();
    if (row < 0 || !(follows || starts)) {
      throw new IllegalArgumentException(
          "rowIndex: must follow row "
              + lastRow
              + " (or be it, if corrected), was "
              + row
              + "; absorb every vector of a series once and in order");
    }
    long matured = vector.getMaturedRowIndex();
    if (matured != NONE && matured != row - options.labelHorizonBars()) {
      throw new IllegalArgumentException(
          "maturedRowIndex: must be rowIndex - "
              + options.labelHorizonBars()
              + " or -1, was "
              + matured
              + " at row "
              + row
              + "; give features and ensemble the same labelHorizonBars");
    }
  }

  /** Settles the row whose label is due with this vector: it has one now, or never will. */
  private void mature(FeatureVector vector) {
    long due = lastRow - options.labelHorizonBars();
    if (due < 0) {
      return;
    }
    if (vector.getMaturedRowIndex() == NONE) {
      ring.setLabel(due, FeatureRing.VOID);
      return;
    }
    int label = vector.getMaturedLabel();
    ring.setLabel(due, (byte) label);
    if (label != 0 && options.has(Member.LOGISTIC)) {
      ring.read(due, maturing);
      if (isDefined(maturing)) {
        logistic =
            logistic.trained(maturing, label, options.logisticLearningRate(), options.logisticL2());
      }
    }
  }

  private static void search(TradingviewMemory memory, FeatureVector vector, double[] features) {
    // Its training label is minus the move up to this bar, which is minus the label that matured.
    int label = vector.getMaturedRowIndex() == NONE ? 0 : -vector.getMaturedLabel();
    memory.absorb(vector.getRowIndex(), features, label, vector.getCorrected());
  }

  private Query query(FeatureVector vector, double[] features) {
    long last = lastRow - options.labelHorizonBars();
    long first = Math.max(0, last - options.windowRows() + 1);
    int vote = tradingview.map(memory -> memory.kept().vote()).orElse(0);
    return new Query(vector, features, ring, first, last, logistic, vote);
  }

  private static double[] features(FeatureVector vector) {
    return new double[] {
      vector.getRsi14(),
      vector.getWaveTrend(),
      vector.getCci20(),
      vector.getAdx20(),
      vector.getRsi9()
    };
  }

  private static boolean isDefined(double[] features) {
    for (double feature : features) {
      if (Double.isNaN(feature)) {
        return false;
      }
    }
    return true;
  }

  InferenceSeries image() {
    long first = Math.max(0, lastRow - options.rememberedRows());
    return new InferenceSeries(
        timeframeMs,
        options.labelHorizonBars(),
        lastRow,
        ring.featureBytes(first, lastRow),
        ring.labelBytes(first, lastRow),
        logistic.bytes(),
        logistic.trainedRows(),
        logisticBefore.bytes(),
        logisticBefore.trainedRows(),
        tradingview.map(TradingviewMemory::image).orElseGet(TradingviewMemory::absent));
  }

  static SeriesMemory restore(EnsembleOptions options, InferenceSeries image) {
    if (image.getLabelHorizonBars() != options.labelHorizonBars()) {
      throw new IllegalArgumentException(
          "labelHorizonBars: must be "
              + image.getLabelHorizonBars()
              + " as in the state, was "
              + options.labelHorizonBars()
              + "; keep the horizon, or start without the state");
    }
    SeriesMemory memory =
        new SeriesMemory(options, image.getTimeframeMs(), restoreTradingview(options, image));
    memory.ring.fill(image.getLastRow(), image.getFeatures(), image.getLabels());
    memory.logistic = LogisticWeights.restore(image.getLogistic(), image.getLogisticRows());
    memory.logisticBefore =
        LogisticWeights.restore(image.getLogisticBefore(), image.getLogisticRowsBefore());
    memory.lastRow = image.getLastRow();
    return memory;
  }

  private static Optional<TradingviewMemory> restoreTradingview(
      EnsembleOptions options, InferenceSeries image) {
    if (!options.has(Member.LORENTZIAN_TRADINGVIEW)) {
      return Optional.empty();
    }
    if (!image.getTradingview().getLabels().hasRemaining()) {
      throw new IllegalArgumentException(
          "lorentzianTradingviewWeight: must be 0 as when the state was taken, was "
              + options.lorentzianTradingviewWeight()
              + "; this member needs the first rows of the series, so start without the state");
    }
    return Optional.of(TradingviewMemory.restore(image.getTradingview()));
  }
}
