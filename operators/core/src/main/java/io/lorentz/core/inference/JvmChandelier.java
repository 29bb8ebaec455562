package io.lorentz.core.inference;

import java.util.List;

/**
 * The member {@code chandelier}: the direction of the ratcheted Chandelier Exit, 1 or -1. Undefined
 * while that is.
 */
public final class JvmChandelier implements Classifier {

  /** Makes the member; it has no parameters. */
  public JvmChandelier() {}

  @Override
  public String name() {
    return Member.CHANDELIER.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      int direction = batch.get(i).vector().getChandelierDirection();
      scores[i] = direction == 0 ? Double.NaN : direction;
    }
  }
}
