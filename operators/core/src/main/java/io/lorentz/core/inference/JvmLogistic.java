package io.lorentz.core.inference;

import java.util.List;

/**
 * The member {@code logistic}: 2p - 1, where p is the probability of an up move by the weights the
 * query carries. Undefined until they were trained on enough rows.
 */
public final class JvmLogistic implements Classifier {

  private final int minimumRows;

  /** Makes the member with the options' minimum of trained rows. */
  public JvmLogistic(EnsembleOptions options) {
    minimumRows = options.logisticMinimumRows();
  }

  @Override
  public String name() {
    return Member.LOGISTIC.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      Query query = batch.get(i);
      LogisticWeights weights = query.logistic();
      scores[i] =
          weights.trainedRows() < minimumRows
              ? Double.NaN
              : 2 * weights.probabilityUp(query.features()) - 1;
    }
  }
}
