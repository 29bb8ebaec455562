package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The weighted vote of the members: score = sum of weight times score, added in the order of {@link
 * Member}, held within -1 and 1. There is no prediction while a member with a weight cannot say.
 * The weights are those of the options, or those of the trained model that a query is asked of;
 * that gives a probability and an expected move too.
 *
 * <p>Not thread-safe: one instance per worker. How queries are batched does not change an answer.
 */
public final class Ensemble implements AutoCloseable {

  private static final double EVEN_ODDS = 0.5;

  private final Seat lorentzian;
  private final Seat logistic;
  private final Seat chandelier;
  private final List<Seat> seats;
  private final List<Classifier> owned;

  /**
   * A member with its weight and its scores of the batch at hand; NaN throughout if it has none.
   */
  private static final class Seat {
    private final Member member;
    private final double weight;
    private final Optional<Classifier> classifier;
    private double[] scores = new double[1];

    Seat(Member member, double weight, Optional<Classifier> classifier) {
      this.member = member;
      this.weight = weight;
      this.classifier = classifier;
    }

    void ask(List<Query> batch) {
      if (scores.length < batch.size()) {
        scores = new double[batch.size()];
      }
      if (classifier.isPresent()) {
        classifier.get().score(batch, scores);
      } else {
        Arrays.fill(scores, 0, batch.size(), Double.NaN);
      }
    }
  }

  /**
   * Makes an ensemble and takes the classifiers over: {@link #close()} closes them.
   *
   * @param options the weights
   * @param classifiers one for each member with a weight; others are never asked
   * @throws IllegalArgumentException if a member with a weight has no classifier, or two
   */
  public Ensemble(EnsembleOptions options, Classifier... classifiers) {
    owned = List.of(classifiers);
    lorentzian = seat(options, Member.LORENTZIAN);
    logistic = seat(options, Member.LOGISTIC);
    chandelier = seat(options, Member.CHANDELIER);
    Seat tradingview = seat(options, Member.LORENTZIAN_TRADINGVIEW);
    Seat torchscript = seat(options, Member.TORCHSCRIPT);
    seats = List.of(lorentzian, logistic, chandelier, tradingview, torchscript);
  }

  private Seat seat(EnsembleOptions options, Member member) {
    return options.has(member)
        ? new Seat(member, options.weight(member), Optional.of(classifierOf(member)))
        : new Seat(member, 0, Optional.empty());
  }

  /** The ensemble on the JVM alone: arrays, and the Vector API where the JVM has it. */
  public static Ensemble jvm(EnsembleOptions options) {
    return with(options, new JvmNeighbours(options));
  }

  /**
   * The ensemble with members that are computed elsewhere, e.g. on a device; the others are too
   * small to be worth a trip.
   *
   * @param neighbours the member {@code lorentzian}; taken over
   * @param others members that are not built in; taken over
   */
  public static Ensemble with(
      EnsembleOptions options, Classifier neighbours, Classifier... others) {
    Classifier[] builtIn = {
      neighbours, new JvmLogistic(options), new JvmChandelier(), new JvmTradingview()
    };
    Classifier[] all = Arrays.copyOf(builtIn, builtIn.length + others.length);
    System.arraycopy(others, 0, all, builtIn.length, others.length);
    return new Ensemble(options, all);
  }

  private Classifier classifierOf(Member member) {
    Optional<Classifier> found = Optional.empty();
    for (Classifier classifier : owned) {
      if (classifier.name().equals(member.key())) {
        if (found.isPresent()) {
          throw new IllegalArgumentException(
              "classifiers: two are named " + member.key() + "; give one");
        }
        found = Optional.of(classifier);
      }
    }
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "classifiers: none is named "
                    + member.key()
                    + ", which has a weight; give one, or set the weight to 0"));
  }

  /** Answers one query. */
  public Optional<Prediction> predict(Query query) {
    ask(Collections.singletonList(query));
    return combined(query, 0);
  }

  /**
   * Answers a batch: every classifier is asked once, for all of it.
   *
   * @param batch valid queries, of any instruments and timeframes
   * @return one answer per query, in the order of the batch
   */
  public List<Optional<Prediction>> predict(List<Query> batch) {
    ask(batch);
    List<Optional<Prediction>> answers = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      answers.add(combined(batch.get(i), i));
    }
    return answers;
  }

  private void ask(List<Query> batch) {
    for (Seat seat : seats) {
      seat.ask(batch);
    }
  }

  private Optional<Prediction> combined(Query query, int place) {
    Optional<TrainedSeries> trained = query.trained();
    double sum = 0;
    for (Seat seat : seats) {
      double weight = trained.isPresent() ? trained.get().weights().of(seat.member) : seat.weight;
      // A member without weight must not matter, and its score may be NaN.
      if (seat.classifier.isPresent() && weight > 0) {
        sum += weight * seat.scores[place];
      }
    }
    // NaN if a member with a weight was.
    return Double.isNaN(sum)
        ? Optional.empty()
        : Optional.of(prediction(query, Math.max(-1, Math.min(1, sum)), place));
  }

  private Prediction prediction(Query query, double score, int place) {
    FeatureVector vector = query.vector();
    Optional<TrainedSeries> trained = query.trained();
    return new Prediction(
        vector.getLogTimeMs(),
        vector.getPartition(),
        vector.getInstrument(),
        vector.getTimeframeMs(),
        vector.getCloseTimeMs(),
        score,
        lorentzian.scores[place],
        logistic.scores[place],
        chandelier.scores[place],
        vector.getAtr14(),
        vector.getClose(),
        vector.getQuality(),
        query.model(),
        trained.isPresent() ? trained.get().calibration().probabilityUp(score) : EVEN_ODDS,
        trained.isPresent() ? expectedBps(trained.get(), query) : 0);
  }

  private static double expectedBps(TrainedSeries trained, Query query) {
    FeatureVector vector = query.vector();
    return trained
        .move()
        .expectedBps(
            query.features(),
            vector.getChandelierDirection(),
            vector.getAtr14(),
            vector.getClose());
  }

  /** Closes every classifier it was given. */
  @Override
  public void close() {
    closeFrom(0);
  }

  /** One that cannot be closed keeps none of the others open. */
  private void closeFrom(int place) {
    if (place < owned.size()) {
      try {
        owned.get(place).close();
      } finally {
        closeFrom(place + 1);
      }
    }
  }
}
