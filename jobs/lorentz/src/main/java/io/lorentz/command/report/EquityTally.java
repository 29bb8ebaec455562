package io.lorentz.command.report;

import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.EquityPoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What one account's points of equity add up to, from the start of trading on. Points come in
 * ascending time; not thread-safe.
 */
final class EquityTally {

  private static final double DAY_MS = 86_400_000;

  /** A twelfth of 365 days. */
  private static final double DAYS_PER_MONTH = 365.0 / 12;

  private final long tradingFromMs;

  private EquityPoint last;
  private BigDecimal initial;
  private BigDecimal peak;
  private double maxDrawdown;
  private long points;
  private long pointsExposed;
  private double leverageSum;

  private long day;
  private double dayBegan;
  private double dayEnded;
  private final List<DayReturn> days = new ArrayList<>();

  /**
   * @param tradingFromMs market time at which trading starts, ms since 1970 UTC
   */
  EquityTally(long tradingFromMs) {
    this.tradingFromMs = tradingFromMs;
  }

  /**
   * Counts one point.
   *
   * @throws FaultException if it is not later than the one before
   */
  void add(EquityPoint point) {
    if (last != null && point.getTimeMs() <= last.getTimeMs()) {
      throw new FaultException(
          "equity of account "
              + point.getAccount()
              + " goes back in time at "
              + Cells.utc(point.getTimeMs())
              + "; this is a fault of Lorentz, please report it");
    }
    last = point;
    if (initial == null || point.getTimeMs() <= tradingFromMs) {
      begin(point);
    } else {
      follow(point);
    }
  }

  private void begin(EquityPoint point) {
    initial = point.getEquity();
    peak = initial;
    dayBegan = initial.doubleValue();
    dayEnded = dayBegan;
    day = DayReturn.dayOf(Math.max(point.getTimeMs(), tradingFromMs + 1));
    if (point.getTimeMs() > tradingFromMs) {
      count(point);
    }
  }

  private void follow(EquityPoint point) {
    long pointsDay = DayReturn.dayOf(point.getTimeMs());
    if (pointsDay != day) {
      endDay();
      day = pointsDay;
    }
    dayEnded = point.getEquity().doubleValue();
    if (point.getEquity().compareTo(peak) > 0) {
      peak = point.getEquity();
    } else if (peak.signum() > 0) {
      double peakValue = peak.doubleValue();
      maxDrawdown = Math.max(maxDrawdown, (peakValue - dayEnded) / peakValue);
    }
    count(point);
  }

  private void count(EquityPoint point) {
    points++;
    if (point.getOpenPositions() > 0) {
      pointsExposed++;
    }
    double equity = point.getEquity().doubleValue();
    if (equity > 0) {
      leverageSum += point.getExposure().doubleValue() / equity;
    }
  }

  private void endDay() {
    if (dayBegan > 0) {
      days.add(new DayReturn(day, dayEnded / dayBegan - 1));
    }
    dayBegan = dayEnded;
  }

  /** Ends the count: the last day, whole or not, counts as a day. */
  EquityFigures finish() {
    if (last == null) {
      throw new FaultException("the run gave no equity; this is a fault of Lorentz");
    }
    if (points > 0) {
      endDay();
    }
    if (last.getCloses() > 0) {
      // Its points are rare; the last one says what all closes add up to.
      points = last.getCloses();
      pointsExposed = last.getExposedCloses();
      leverageSum = last.getLeverageSum();
      maxDrawdown = last.getMaxDrawdown();
    }
    double[] dailyReturns = DayReturn.values(days);
    return new EquityFigures(
        last,
        initial,
        returnFraction(),
        monthlyReturn(),
        points == 0 ? Double.NaN : maxDrawdown,
        Statistics.sharpe(dailyReturns),
        Statistics.sortino(dailyReturns),
        points == 0 ? Double.NaN : (double) pointsExposed / points,
        points == 0 ? Double.NaN : leverageSum / points,
        List.copyOf(days));
  }

  private double returnFraction() {
    return initial.signum() > 0
        ? last.getEquity().doubleValue() / initial.doubleValue() - 1
        : Double.NaN;
  }

  private double monthlyReturn() {
    double spannedDays = (last.getTimeMs() - tradingFromMs) / DAY_MS;
    double growth = 1 + returnFraction();
    // A month told from less than a day would be noise raised to a power.
    return spannedDays < 1 || !(growth > 0)
        ? Double.NaN
        : StrictMath.pow(growth, DAYS_PER_MONTH / spannedDays) - 1;
  }

  /**
   * The figures that rest on equity; NaN where undefined. Defined in {@link AccountSummary}.
   *
   * @param last the last point
   * @param initial equity when trading started, quote currency
   * @param days return of each day that has a point, ascending
   */
  record EquityFigures(
      EquityPoint last,
      BigDecimal initial,
      double returnFraction,
      double monthlyReturn,
      double maxDrawdown,
      double sharpe,
      double sortino,
      double exposure,
      double meanLeverage,
      List<DayReturn> days) {}
}
