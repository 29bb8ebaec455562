package io.lorentz.command.training;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.core.inference.Calibration;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.LogisticWeights;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.MoveRegression;
import io.lorentz.core.inference.RingSearch;
import io.lorentz.core.inference.TrainedSeries;
import io.lorentz.models.ModelQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the members of one timeframe to the rows of one window.
 *
 * <p>Quality and calibration come from contiguous folds: a fold is scored by members fitted to the
 * other rows, less those whose labels reach into it (purged) and those that follow it within the
 * embargo. Deterministic: equal rows and options give equal bits.
 */
final class SeriesTrainer {

  /** The features are centred here before they are weighted, see {@link LogisticWeights}. */
  private static final double CENTRE = 0.5;

  /** Fewer rows make no five folds worth the name. */
  private static final int LEAST_ROWS = 500;

  private final TrainingRows rows;
  private final TrainingOptions options;
  private final long timeframeMs;
  private final int[] all;
  private final int[] directional;
  private final boolean[] up;
  private final double[][] columns;
  private final double[][] moveColumns;
  private final double[] moves;

  /** Members and what they are worth. */
  record Result(TrainedSeries series, ModelQuality quality) {}

  /**
   * Takes the rows of a window.
   *
   * @throws MisuseException if there are too few
   */
  SeriesTrainer(long timeframeMs, TrainingRows rows, TrainingOptions options) {
    this.rows = rows;
    this.options = options;
    this.timeframeMs = timeframeMs;
    all = new int[rows.size()];
    up = new boolean[rows.size()];
    moves = new double[rows.size()];
    int[] found = new int[rows.size()];
    double[] directions = new double[rows.size()];
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      all[row] = row;
      up[row] = rows.label(row) > 0;
      moves[row] = rows.move(row);
      directions[row] = rows.direction(row);
      if (rows.label(row) != 0) {
        found[count++] = row;
      }
    }
    directional = Arrays.copyOf(found, count);
    if (count < LEAST_ROWS) {
      throw new MisuseException(
          Cells.timeframe(timeframeMs)
              + ": has "
              + count
              + " rows with a label up or down in the training window, needs "
              + LEAST_ROWS
              + "; give more bars, a longer window, or leave the timeframe out");
    }
    columns = new double[FeatureRing.FEATURES][];
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      columns[feature] = rows.column(feature);
    }
    moveColumns = Arrays.copyOf(columns, FeatureRing.FEATURES + 1);
    moveColumns[FeatureRing.FEATURES] = directions;
  }

  Result train() {
    HeldBack heldBack = heldBack(options.memoryRows());
    MemberWeights given = MemberWeights.of(options.ensemble());
    MemberWeights weights =
        options.fitWeights() ? heldBack.bestWeights(given, heldBack.all()) : given;
    Calibration calibration = heldBack.calibration(heldBack.scores(weights), heldBack.all());
    int[] kept = thinned(all, options.memoryRows());
    TrainedSeries series =
        new TrainedSeries(
            timeframeMs, rows.memory(kept), weights, logistic(directional), calibration, move());
    HeldBack.Quality quality = heldBack.quality(given, options.fitWeights());
    boolean selected = kept.length < all.length;
    double accuracyOfAll =
        selected ? heldBack(0).quality(given, options.fitWeights()).accuracy() : quality.accuracy();
    return new Result(series, quality(quality, kept.length, accuracyOfAll));
  }

  private HeldBack heldBack(int memoryRows) {
    int stride =
        Math.max(1, (directional.length + options.heldBackRows() - 1) / options.heldBackRows());
    HeldBack heldBack = new HeldBack(directional.length / stride + TrainingOptions.FOLDS);
    RingSearch search = new RingSearch(options.ensemble().neighbours());
    double[] scores = new double[3];
    for (int fold = 0; fold < TrainingOptions.FOLDS; fold++) {
      int from = (int) ((long) fold * directional.length / TrainingOptions.FOLDS);
      int to = (int) ((long) (fold + 1) * directional.length / TrainingOptions.FOLDS);
      long firstMs = rows.closeMs(directional[from]);
      long lastMs = rows.decidedMs(directional[to - 1]);
      int[] others = outside(all, firstMs, lastMs);
      int[] othersDirectional = outside(directional, firstMs, lastMs);
      if (othersDirectional.length < options.ensemble().neighbours()) {
        throw new MisuseException(
            Cells.timeframe(timeframeMs)
                + ": purge and an embargo of "
                + options.embargoBars()
                + " bars leave nothing to train on beside a fold of the window; give a longer window"
                + " or fewer --embargo-bars");
      }
      FeatureRing memory = rows.memory(thinned(others, memoryRows));
      LogisticWeights logistic = logistic(othersDirectional);
      double prior = shareUp(othersDirectional);
      for (int start = from; start < to; start += stride) {
        int i = within(start, start, Math.min(to, start + stride));
        double[] query = rows.features(directional[i]);
        scores[0] = search.vote(memory, 0, memory.capacity() - 1L, query);
        scores[1] = 2 * logistic.probabilityUp(query) - 1;
        scores[2] = rows.direction(directional[i]);
        heldBack.add(fold, rows, directional[i], scores, prior);
      }
    }
    return heldBack;
  }

  /**
   * Rows whose label is decided before a fold begins, or that close behind its embargo.
   *
   * @param firstMs close of the fold's first row
   * @param lastMs when the label of its last row is decided
   */
  private int[] outside(int[] of, long firstMs, long lastMs) {
    long embargoMs = options.embargoBars() * timeframeMs;
    int[] outside = new int[of.length];
    int count = 0;
    for (int row : of) {
      long closeMs = rows.closeMs(row);
      if (rows.decidedMs(row) <= firstMs || closeMs > lastMs + embargoMs) {
        outside[count++] = row;
      }
    }
    return Arrays.copyOf(outside, count);
  }

  private static int[] thinned(int[] from, int keep) {
    if (keep == 0 || keep >= from.length) {
      return from;
    }
    int[] kept = new int[keep];
    for (int i = 0; i < keep; i++) {
      int first = (int) ((long) i * from.length / keep);
      int behind = (int) ((long) (i + 1) * from.length / keep);
      kept[i] = from[within(i, first, behind)];
    }
    return kept;
  }

  /**
   * One index of a stretch, by a hash of the stretch's number: at equal distances the instruments,
   * which take turns, could be left out altogether.
   */
  private static int within(int number, int first, int behind) {
    int mixed = number * 0x9e3779b9;
    mixed ^= mixed >>> 15;
    return first + Math.floorMod(mixed * 0x85ebca6b, behind - first);
  }

  private LogisticWeights logistic(int[] fitted) {
    LinearFit fit = LogisticFit.of(columns, up, fitted, options.logisticL2());
    double[] w = fit.weights();
    double bias = fit.intercept();
    for (double weight : w) {
      bias += weight * CENTRE;
    }
    return new LogisticWeights(bias, w[0], w[1], w[2], w[3], w[4], fitted.length);
  }

  private MoveRegression move() {
    LinearFit fit = RidgeFit.of(moveColumns, moves, all, options.moveL2());
    List<Double> weights = new ArrayList<>();
    double intercept = fit.intercept();
    for (int c = 0; c < fit.weights().length; c++) {
      weights.add(fit.weights()[c]);
      intercept += c < FeatureRing.FEATURES ? fit.weights()[c] * CENTRE : 0;
    }
    return new MoveRegression(intercept, weights);
  }

  private double shareUp(int[] of) {
    int count = 0;
    for (int row : of) {
      count += up[row] ? 1 : 0;
    }
    return (double) count / of.length;
  }

  private ModelQuality quality(HeldBack.Quality quality, int memoryRows, double accuracyOfAll) {
    int afterUp = 0;
    int upAfterUp = 0;
    int afterDown = 0;
    int upAfterDown = 0;
    for (int row : directional) {
      if (rows.before(row) > 0) {
        afterUp++;
        upAfterUp += up[row] ? 1 : 0;
      } else {
        afterDown++;
        upAfterDown += up[row] ? 1 : 0;
      }
    }
    return new ModelQuality(
        timeframeMs,
        rows.size(),
        memoryRows,
        quality.rows(),
        quality.accuracy(),
        quality.accuracyOfPrior(),
        quality.accuracyOfMomentum(),
        quality.brier(),
        quality.brierOfPrior(),
        quality.logLoss(),
        quality.logLossOfPrior(),
        accuracyOfAll,
        shareUp(directional),
        share(upAfterUp, afterUp),
        share(upAfterDown, afterDown));
  }

  /** A half where there is nothing to count. */
  private static double share(int part, int whole) {
    return whole == 0 ? 0.5 : (double) part / whole;
  }
}
