package io.lorentz.core.inference;

import java.util.List;

/**
 * The member {@code lorentzianTradingview}: the vote of the published indicator's rule, divided by
 * 8. The vote depends on the bar before, so the memory takes it in order; the query carries it.
 */
public final class JvmTradingview implements Classifier {

  /** Makes the member; it has no parameters. */
  public JvmTradingview() {}

  @Override
  public String name() {
    return Member.LORENTZIAN_TRADINGVIEW.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      scores[i] = (double) batch.get(i).tradingviewVote() / KeptNeighbours.KEPT;
    }
  }
}
