package io.lorentz.core.inference;

import java.util.List;

/**
 * A member whose last bits depend on the batch, asked for one query at a time: slower, and then a
 * run over the same input on the same machine says the same.
 */
public final class OneByOne implements Classifier {

  private final Classifier member;
  private final double[] score = new double[1];

  /** Keeps the member; it is taken over. */
  public OneByOne(Classifier member) {
    this.member = member;
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      member.score(batch.subList(i, i + 1), score);
      scores[i] = score[0];
    }
  }

  @Override
  public void close() {
    member.close();
  }
}
