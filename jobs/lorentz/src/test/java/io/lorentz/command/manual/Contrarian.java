package io.lorentz.command.manual;

import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import java.util.List;

/** Expects that what rose has to fall: the short RSI, turned around. */
public final class Contrarian implements Classifier {

  /** Place of f5, RSI(9) from 0 to 1, among the features. */
  private static final int SHORT_RSI = 4;

  @Override
  public String name() {
    return Member.LOGISTIC.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      scores[i] = 1 - 2 * batch.get(i).feature(SHORT_RSI);
    }
  }
}
