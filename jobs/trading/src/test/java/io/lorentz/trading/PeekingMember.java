package io.lorentz.trading;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Planted look-ahead: a member that has read the closes of the whole log and votes for where the
 * next minute will close. It stands in for the Chandelier member.
 */
final class PeekingMember implements Classifier {

  private static final long MINUTE_MS = 60_000;

  private final Map<Long, Double> closes = new HashMap<>();

  private PeekingMember() {}

  static PeekingMember over(BarFileOptions files) {
    PeekingMember member = new PeekingMember();
    try (BarFileLog log = new BarFileLog(files)) {
      while (log.hasNext()) {
        if (log.next().getPayload() instanceof Bar bar) {
          member.closes.put(bar.getCloseTimeMs(), bar.getClose());
        }
      }
    }
    return member;
  }

  @Override
  public String name() {
    return Member.CHANDELIER.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      FeatureVector vector = batch.get(i).vector();
      double next = closes.getOrDefault(vector.getCloseTimeMs() + MINUTE_MS, vector.getClose());
      scores[i] = Math.signum(next - vector.getClose());
    }
  }
}
