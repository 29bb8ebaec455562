package io.lorentz.command.page;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.Signal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of working a log off again up to a signal that a run gave. */
public sealed interface Retraced {

  /**
   * The replay gave a signal of the same source, instrument and time.
   *
   * @param signal the signal that it gave
   * @param readings what the rule's timeframes said, the fast one, the slow one, and the one that
   *     raised the tier if one did; empty for a rule that asks no model
   */
  record Found(Signal signal, List<Reading> readings) implements Retraced {

    /** Keeps its own list. */
    public Found {
      readings = List.copyOf(readings);
    }

    /** Whether the signal that the run wrote is this one, to the last bit. */
    public boolean isSameAs(Signal written) {
      return signal.equals(written);
    }
  }

  /**
   * It could not be found again.
   *
   * @param why for a person
   */
  record Missing(String why) implements Retraced {}

  /**
   * What one timeframe said of one bar.
   *
   * @param bar the bar
   * @param vector its features
   * @param prediction what the ensemble said
   * @param weights weight of each member that has one, in the order in which they are added
   * @param neighbours the rows that voted, nearest first; empty if the neighbours are no member
   */
  record Reading(
      Bar bar,
      FeatureVector vector,
      Prediction prediction,
      Map<String, Double> weights,
      List<Neighbour> neighbours) {}

  /**
   * A row that voted.
   *
   * @param row index in its series, or in the memory of a trained model
   * @param bar when its bar closed and at what; empty for a row of a trained model, which keeps no
   *     times
   * @param distance sum of ln(1 + |difference|) over the features
   * @param label what came of it: 1 up, -1 down, 0 neither
   * @param features f1 to f5, 0 to 1
   */
  record Neighbour(
      long row, Optional<PastBar> bar, double distance, int label, List<Double> features) {

    /** Keeps its own list. */
    public Neighbour {
      features = List.copyOf(features);
    }
  }

  /**
   * A bar of the past.
   *
   * @param closeTimeMs when it closed, ms since 1970 UTC
   * @param close its last price, quote currency per unit
   */
  record PastBar(long closeTimeMs, double close) {}
}
