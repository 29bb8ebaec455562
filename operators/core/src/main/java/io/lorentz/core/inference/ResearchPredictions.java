package io.lorentz.core.inference;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Shows, bar by bar, what the models see and say: votes, signals and the neighbours behind them.
 * For the {@code features} command and for comparison with golden values; it asks the classes the
 * job runs, with the published indicator's parameters (8 neighbours, 2,000 rows, labels after 4
 * bars).
 *
 * <p>One series; not thread-safe. It allocates for every bar and is not for the hot path.
 */
public final class ResearchPredictions {

  private static final EnsembleOptions OPTIONS = options();
  private static final String INSTRUMENT = "research";
  private static final long TIMEFRAME_MS = 60_000;

  private final InferenceMemory memory = new InferenceMemory(INSTRUMENT, OPTIONS);
  private final JvmNeighbours neighbours = new JvmNeighbours(OPTIONS);
  private final ChartSignals signals = new ChartSignals();
  private final double[] closes = new double[OPTIONS.labelHorizonBars()];
  private long rows;

  /** Starts before the first bar. */
  public ResearchPredictions() {}

  private static EnsembleOptions options() {
    EnsembleOptions defaults = EnsembleOptions.defaults();
    return new EnsembleOptions(
        0.5,
        0,
        0,
        0.5,
        8,
        2_000,
        4,
        0,
        defaults.logisticLearningRate(),
        defaults.logisticL2(),
        defaults.logisticMinimumRows());
  }

  /**
   * Takes the next bar; labels mature from the closes.
   *
   * @param f1 RSI(14), 0 to 1; this and the other features NaN while undefined
   * @param f2 WaveTrend, 0 to 1
   * @param f3 CCI(20), 0 to 1
   * @param f4 ADX(20), 0 to 1
   * @param f5 RSI(9), 0 to 1
   * @param close close of the bar
   * @param flags filters and kernel of the bar
   */
  public ResearchRow onBar(
      double f1, double f2, double f3, double f4, double f5, double close, ChartFlags flags) {
    int place = (int) (rows % closes.length);
    boolean matures = rows >= closes.length;
    double[] features = {f1, f2, f3, f4, f5};
    int label = matures ? (int) Math.signum(close - closes[place]) : 0;
    closes[place] = close;
    return onRow(features, close, matures ? rows - closes.length : -1, label, flags);
  }

  /**
   * Takes the next vector of one series, with the label it brings. Its row index is not read: rows
   * are counted here, from 0.
   *
   * @param vector a vector that is not corrected, made with labels after 4 bars
   * @param flags filters and kernel of the bar
   * @throws IllegalArgumentException if the vector is corrected: a chart has no such row
   */
  public ResearchRow onVector(FeatureVector vector, ChartFlags flags) {
    if (vector.getCorrected()) {
      throw new IllegalArgumentException(
          "vector: must not be corrected, was row "
              + vector.getRowIndex()
              + " again; give every bar once");
    }
    double[] features = {
      vector.getRsi14(),
      vector.getWaveTrend(),
      vector.getCci20(),
      vector.getAdx20(),
      vector.getRsi9()
    };
    boolean matures = vector.getMaturedRowIndex() >= 0;
    long matured = matures ? rows - OPTIONS.labelHorizonBars() : -1;
    closes[(int) (rows % closes.length)] = vector.getClose();
    return onRow(features, vector.getClose(), matured, vector.getMaturedLabel(), flags);
  }

  private ResearchRow onRow(
      double[] features, double close, long maturedRow, int label, ChartFlags flags) {
    Optional<Query> query = memory.absorb(vector(features, close, maturedRow, label));
    rows++;
    KeptNeighbours kept = memory.seriesOf(TIMEFRAME_MS).tradingviewKept().orElseThrow();
    return row(kept, query, signals.onBar(kept.vote(), flags));
  }

  private FeatureVector vector(double[] features, double close, long maturedRow, int label) {
    return FeatureVector.newBuilder()
        .setLogTimeMs(rows)
        .setPartition(0)
        .setInstrument(INSTRUMENT)
        .setTimeframeMs(TIMEFRAME_MS)
        .setCloseTimeMs(rows * TIMEFRAME_MS)
        .setRowIndex(rows)
        .setRsi14(features[0])
        .setWaveTrend(features[1])
        .setCci20(features[2])
        .setAdx20(features[3])
        .setRsi9(features[4])
        .setChandelierDirection(0)
        .setAtr14(Double.NaN)
        .setClose(close)
        .setQuality(BarQuality.COMPLETE)
        .setCorrected(false)
        .setMaturedRowIndex(maturedRow)
        .setMaturedLabel(label)
        .build();
  }

  private ResearchRow row(KeptNeighbours kept, Optional<Query> query, ChartSignal signal) {
    List<Long> keptRows = new ArrayList<>();
    List<Double> keptDistances = new ArrayList<>();
    for (int place = 0; place < kept.size(); place++) {
      keptRows.add(kept.row(place));
      keptDistances.add(kept.distance(place));
    }
    OptionalInt vote = OptionalInt.empty();
    List<Long> nearestRows = new ArrayList<>();
    List<Double> nearestDistances = new ArrayList<>();
    if (query.isPresent() && neighbours.search(query.get()).isFull()) {
      vote = OptionalInt.of(listNeighbours(query.get(), nearestRows, nearestDistances));
    }
    return new ResearchRow(
        kept.vote(), vote, signal, keptRows, keptDistances, nearestRows, nearestDistances);
  }

  private int listNeighbours(Query query, List<Long> nearestRows, List<Double> distances) {
    NearestRows nearest = neighbours.search(query);
    int sum = 0;
    for (int rank = 0; rank < nearest.size(); rank++) {
      nearestRows.add(nearest.row(rank));
      distances.add(neighbours.distance(nearest, query, rank));
      sum += query.ring().label(nearest.row(rank));
    }
    return sum;
  }
}
