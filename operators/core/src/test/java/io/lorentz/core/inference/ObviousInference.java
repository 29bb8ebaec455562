package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members as one would write them from their definitions: every vector is kept, every answer is
 * computed anew from all of them. One series. The measure for the fast ones.
 */
final class ObviousInference {

  private final EnsembleOptions options;
  private final List<FeatureVector> rows = new ArrayList<>();

  ObviousInference(EnsembleOptions options) {
    this.options = options;
  }

  void absorb(FeatureVector vector) {
    if (vector.getCorrected()) {
      rows.remove(rows.size() - 1);
    }
    rows.add(vector);
  }

  /** The k nearest of all candidates of the last row by a full sort, nearest first. */
  List<Integer> nearest() {
    int query = rows.size() - 1;
    int newest = query - options.labelHorizonBars();
    Map<Integer, Integer> labels = labels();
    List<Integer> candidates = new ArrayList<>();
    for (int row = Math.max(0, newest - options.windowRows() + 1); row <= newest; row++) {
      if (labels.containsKey(row) && !Double.isNaN(distance(row, query))) {
        candidates.add(row);
      }
    }
    // Stable, so ties stay in the order of the rows.
    candidates.sort(Comparator.comparingDouble(row -> distance(row, query)));
    return candidates.subList(0, Math.min(options.neighbours(), candidates.size()));
  }

  double lorentzian() {
    List<Integer> nearest = nearest();
    Map<Integer, Integer> labels = labels();
    int sum = 0;
    for (int row : nearest) {
      sum += labels.get(row);
    }
    return nearest.size() < options.neighbours() ? Double.NaN : (double) sum / nearest.size();
  }

  /** Trains from the first row on, with plain loops. */
  double logistic() {
    double bias = 0;
    double[] weights = new double[5];
    int trained = 0;
    for (FeatureVector bringing : rows) {
      if (bringing.getMaturedRowIndex() < 0 || bringing.getMaturedLabel() == 0) {
        continue;
      }
      double[] features = features(rows.get((int) bringing.getMaturedRowIndex()));
      if (hasNaN(features)) {
        continue;
      }
      double error = sigmoid(bias, weights, features) - (bringing.getMaturedLabel() == 1 ? 1 : 0);
      bias -= options.logisticLearningRate() * error;
      for (int i = 0; i < weights.length; i++) {
        double gradient = error * (features[i] - 0.5) + options.logisticL2() * weights[i];
        weights[i] -= options.logisticLearningRate() * gradient;
      }
      trained++;
    }
    return trained < options.logisticMinimumRows()
        ? Double.NaN
        : 2 * sigmoid(bias, weights, features(rows.get(rows.size() - 1))) - 1;
  }

  /**
   * The published indicator from its pseudo-code: all bars searched anew, two queues across bars.
   */
  int tradingview() {
    List<Double> distances = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int bar = 0; bar < rows.size(); bar++) {
      double last = -1;
      for (int i = 0; i <= Math.min(1999, bar); i++) {
        double distance = distance(i, bar);
        if (i % 4 == 0 || Double.isNaN(distance) || last - distance > 1e-10) {
          continue;
        }
        last = distance;
        distances.add(distance);
        labels.add(-rows.get(i).getMaturedLabel());
        if (labels.size() > 8) {
          last = distances.get(6);
          distances.remove(0);
          labels.remove(0);
        }
      }
    }
    return labels.stream().mapToInt(Integer::intValue).sum();
  }

  private Map<Integer, Integer> labels() {
    Map<Integer, Integer> labels = new HashMap<>();
    for (FeatureVector bringing : rows) {
      if (bringing.getMaturedRowIndex() >= 0) {
        labels.put((int) bringing.getMaturedRowIndex(), bringing.getMaturedLabel());
      }
    }
    return labels;
  }

  private double distance(int row, int other) {
    double[] left = features(rows.get(row));
    double[] right = features(rows.get(other));
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += StrictMath.log(1 + Math.abs(left[i] - right[i]));
    }
    return sum;
  }

  private static double sigmoid(double bias, double[] weights, double[] features) {
    double sum = bias;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (features[i] - 0.5);
    }
    return 1 / (1 + StrictMath.exp(-sum));
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

  private static boolean hasNaN(double[] features) {
    for (double feature : features) {
      if (Double.isNaN(feature)) {
        return true;
      }
    }
    return false;
  }
}
