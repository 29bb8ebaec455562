package io.lorentz.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A member that was trained elsewhere: it cannot say anything about bars that its training may have
 * seen.
 */
public final class TrainedUntil implements Classifier {

  private final Classifier member;
  private final long trainedToMs;

  /**
   * Keeps the parts.
   *
   * @param member taken over
   * @param trainedToMs market time of the last event that training saw, labels included, ms; bars
   *     that close then or before get no score
   */
  public TrainedUntil(Classifier member, long trainedToMs) {
    this.member = member;
    this.trainedToMs = trainedToMs;
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    List<Query> later = new ArrayList<>(batch.size());
    for (Query query : batch) {
      if (isLater(query)) {
        later.add(query);
      }
    }
    if (later.size() == batch.size()) {
      member.score(batch, scores);
      return;
    }
    double[] answers = new double[later.size()];
    if (!later.isEmpty()) {
      member.score(later, answers);
    }
    Arrays.fill(scores, 0, batch.size(), Double.NaN);
    int place = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (isLater(batch.get(i))) {
        scores[i] = answers[place++];
      }
    }
  }

  private boolean isLater(Query query) {
    return query.vector().getCloseTimeMs() > trainedToMs;
  }

  @Override
  public void close() {
    member.close();
  }
}
