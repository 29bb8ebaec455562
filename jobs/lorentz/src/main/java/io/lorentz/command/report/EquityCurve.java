package io.lorentz.command.report;

import io.lorentz.schemas.EquityPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * An account's equity for the chart: time is cut into at most 2,000 equal parts, and of each the
 * lowest and the highest point stay, so that no peak and no fall is lost. Points come in ascending
 * time; not thread-safe.
 */
final class EquityCurve {

  private static final long PARTS = 2_000;
  private static final long MINUTE_MS = 60_000;

  private final long fromMs;
  private final long partMs;
  private final List<Point> points = new ArrayList<>();

  private long part = Long.MIN_VALUE;
  private Point lowest = new Point(0, 0);
  private Point highest = lowest;
  private Point last = lowest;

  /**
   * A point.
   *
   * @param timeMs market time, ms since 1970 UTC
   * @param equity quote currency
   */
  record Point(long timeMs, double equity) {}

  /**
   * @param fromMs where trading starts; points before it are left out
   * @param toMs close of the last bar
   */
  EquityCurve(long fromMs, long toMs) {
    this.fromMs = fromMs;
    long exact = Math.floorDiv(toMs - fromMs, PARTS) + 1;
    partMs = Math.max(1, (exact + MINUTE_MS - 1) / MINUTE_MS) * MINUTE_MS;
  }

  void add(EquityPoint equityPoint) {
    if (equityPoint.getTimeMs() < fromMs) {
      return;
    }
    Point point = new Point(equityPoint.getTimeMs(), equityPoint.getEquity().doubleValue());
    long its = (point.timeMs() - fromMs) / partMs;
    if (its != part) {
      endPart();
      part = its;
      lowest = point;
      highest = point;
    }
    if (point.equity() < lowest.equity()) {
      lowest = point;
    }
    if (point.equity() > highest.equity()) {
      highest = point;
    }
    last = point;
  }

  /** The points that stay, in ascending time; the last of all is one of them. */
  List<Point> finish() {
    endPart();
    if (part != Long.MIN_VALUE && points.get(points.size() - 1).timeMs() < last.timeMs()) {
      points.add(last);
    }
    part = Long.MIN_VALUE;
    return points;
  }

  private void endPart() {
    if (part == Long.MIN_VALUE) {
      return;
    }
    boolean fell = highest.timeMs() < lowest.timeMs();
    points.add(fell ? highest : lowest);
    if (highest.timeMs() != lowest.timeMs()) {
      points.add(fell ? lowest : highest);
    }
  }
}
