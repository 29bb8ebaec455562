package io.lorentz.command.training;

import io.lorentz.schemas.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the predictions of a run from any thread, and gives them in one order. */
public final class PredictionLog implements Consumer<Prediction> {

  private static final Comparator<Said> ORDER =
      Comparator.comparingLong(Said::closeMs).thenComparing(Said::instrument);

  private final SortedMap<Long, List<Said>> byTimeframe = new TreeMap<>();

  /**
   * What was said of one bar.
   *
   * @param closeMs its close, ms since 1970 UTC
   * @param instrument its symbol
   * @param model id of the version that said it
   * @param score of the ensemble, -1 to 1
   * @param lorentzian score of the nearest neighbours; this and the next two NaN for no member
   * @param logistic score of the logistic regression
   * @param chandelier score of the Chandelier direction
   * @param probabilityUp calibrated probability of up
   * @param expectedBps expected move, 1/10,000
   */
  record Said(
      long closeMs,
      String instrument,
      String model,
      double score,
      double lorentzian,
      double logistic,
      double chandelier,
      double probabilityUp,
      double expectedBps) {}

  @Override
  public synchronized void accept(Prediction prediction) {
    byTimeframe
        .computeIfAbsent(prediction.getTimeframeMs(), none -> new ArrayList<>())
        .add(
            new Said(
                prediction.getMarketTimeMs(),
                prediction.getInstrument(),
                prediction.getModel(),
                prediction.getScore(),
                prediction.getLorentzian(),
                prediction.getLogistic(),
                prediction.getChandelier(),
                prediction.getProbabilityUp(),
                prediction.getExpectedMoveBps()));
  }

  /** What was said on a timeframe, by close and instrument. */
  synchronized List<Said> of(long timeframeMs) {
    List<Said> said = new ArrayList<>(byTimeframe.getOrDefault(timeframeMs, List.of()));
    said.sort(ORDER);
    return said;
  }

  /** Timeframes on which anything was said, shortest first, ms. */
  synchronized List<Long> timeframesMs() {
    return List.copyOf(byTimeframe.keySet());
  }
}
