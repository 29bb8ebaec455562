package io.lorentz.core.group;

import io.lorentz.core.account.AccountBook;
import io.lorentz.schemas.CloseTallyState;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;

/**
 * What the closes of an account add up to whose points of equity are fewer than they: a point a day
 * would not show the drawdown within it, nor how long a position was open. Nothing before the start
 * of trading counts. Not safe for threads.
 */
final class CloseTally implements Imaged<CloseTallyState> {

  private static final long NEVER = Long.MIN_VALUE;

  private long pointMs = NEVER;
  private boolean begun;
  private BigDecimal peak = BigDecimal.ZERO;
  private long closes;
  private long exposedCloses;
  private double leverageSum;
  private double maxDrawdown;

  /** Goes on from an image. */
  static CloseTally restore(CloseTallyState image) {
    CloseTally tally = new CloseTally();
    tally.pointMs = image.getPointMs();
    tally.begun = image.getBegun();
    tally.peak = Money.fromBorder(image.getPeak());
    tally.closes = image.getCloses();
    tally.exposedCloses = image.getExposedCloses();
    tally.leverageSum = image.getLeverageSum();
    tally.maxDrawdown = image.getMaxDrawdown();
    return tally;
  }

  @Override
  public CloseTallyState image() {
    return new CloseTallyState(
        pointMs, begun, Money.toBorder(peak), closes, exposedCloses, leverageSum, maxDrawdown);
  }

  /**
   * Counts the close of a length of the shortest timeframe.
   *
   * @param timeMs market time of the close
   * @param startMs start of trading
   */
  void add(long timeMs, long startMs, AccountBook book) {
    if (!begun || timeMs <= startMs) {
      begun = true;
      peak = book.equity();
    } else {
      follow(book.equity());
    }
    if (timeMs > startMs) {
      count(book);
    }
  }

  /** Money was paid in or out that is no profit or loss, quote currency. */
  void moved(BigDecimal amount) {
    peak = begun ? peak.add(amount) : peak;
  }

  private void follow(BigDecimal equity) {
    if (equity.compareTo(peak) > 0) {
      peak = equity;
    } else if (peak.signum() > 0) {
      double peakValue = peak.doubleValue();
      maxDrawdown = Math.max(maxDrawdown, (peakValue - equity.doubleValue()) / peakValue);
    }
  }

  private void count(AccountBook book) {
    closes++;
    if (book.openPositions() == 0) {
      return;
    }
    exposedCloses++;
    double equity = book.equity().doubleValue();
    if (equity > 0) {
      leverageSum += book.exposure().doubleValue() / equity;
    }
  }

  /**
   * Whether a point falls due.
   *
   * @param timeMs market time of the close
   * @param everyMs distance of the points
   */
  boolean due(long timeMs, long everyMs) {
    return pointMs == NEVER || Math.floorDiv(timeMs, everyMs) > Math.floorDiv(pointMs, everyMs);
  }

  /** Notes that a point was given. */
  void given(long timeMs) {
    pointMs = timeMs;
  }

  /** Market time of the last point given; Long.MIN_VALUE before the first. */
  long pointMs() {
    return pointMs;
  }

  long closes() {
    return closes;
  }

  long exposedCloses() {
    return exposedCloses;
  }

  double leverageSum() {
    return leverageSum;
  }

  double maxDrawdown() {
    return maxDrawdown;
  }
}
