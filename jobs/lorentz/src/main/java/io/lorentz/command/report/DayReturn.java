package io.lorentz.command.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * Return of an account on one UTC day; 00:00 belongs to the day before.
 *
 * @param day the day, counted from 1970-01-01
 * @param value last equity of the day over the last of the day before, less 1
 */
record DayReturn(long day, double value) {

  private static final long DAY_MS = 86_400_000;

  /** The day that a moment belongs to. */
  static long dayOf(long timeMs) {
    return Math.floorDiv(timeMs - 1, DAY_MS);
  }

  /** The month that a moment belongs to. */
  static YearMonth monthOf(long timeMs) {
    return YearMonth.from(LocalDate.ofEpochDay(dayOf(timeMs)));
  }

  YearMonth month() {
    return YearMonth.from(LocalDate.ofEpochDay(day));
  }

  /** The returns of the days as they follow each other: the product of (1 + return), less 1. */
  static double compounded(List<DayReturn> days) {
    double growth = 1;
    for (DayReturn day : days) {
      growth *= 1 + day.value();
    }
    return growth - 1;
  }

  static double[] values(List<DayReturn> days) {
    return days.stream().mapToDouble(DayReturn::value).toArray();
  }
}
