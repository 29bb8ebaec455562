package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.LogRecord;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Planted look-ahead: a member that has read the closes of the whole log and votes with the labels
 * of the newest rows, which have not matured. It stands in for another member.
 */
public final class PeekingMember implements Classifier {

  private static final int HORIZON_BARS = 4;

  private final NavigableMap<Long, Double> closes = new TreeMap<>();
  private final Member place;

  private PeekingMember(Member place) {
    this.place = place;
  }

  /** Reads the log of one instrument. */
  public static PeekingMember over(LogOpener opener, Member place) {
    PeekingMember member = new PeekingMember(place);
    Iterator<LogRecord> log = opener.open();
    while (log.hasNext()) {
      if (log.next().getPayload() instanceof Bar bar) {
        member.closes.put(bar.getCloseTimeMs(), bar.getClose());
      }
    }
    DerivedLog.closeLog(log);
    return member;
  }

  @Override
  public String name() {
    return place.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      scores[i] = label(batch.get(i).vector());
    }
  }

  /** Label of the row itself, which lies four bars of its timeframe ahead. */
  private double label(FeatureVector vector) {
    long matureMs = vector.getCloseTimeMs() + HORIZON_BARS * vector.getTimeframeMs();
    return Math.signum(closes.floorEntry(matureMs).getValue() - vector.getClose());
  }
}
