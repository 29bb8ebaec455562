package io.lorentz.consolidation;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Times as files have them: s, ms, us or ns since 1970 UTC, ms since midnight of the file's day, or
 * text. Text without an offset is UTC.
 */
final class BarTimes {

  private static final long DAY_MS = 86_400_000;

  /** 1973 in ms, 1976 in us, 1973 in ns; in s everything below. */
  private static final long MS_FROM = 100_000_000_000L;

  private static final long US_FROM = 200_000_000_000_000L;
  private static final long NS_FROM = 100_000_000_000_000_000L;

  private final long midnightMs;
  private final boolean countsFromMidnight;

  BarTimes(Optional<LocalDate> day) {
    countsFromMidnight = day.isPresent();
    midnightMs = day.map(date -> date.toEpochDay() * DAY_MS).orElse(0L);
  }

  /**
   * Start of a bar, ms since 1970 UTC.
   *
   * @throws BadPieceException if the text is no time
   */
  long ms(String written) {
    String text = written.strip();
    if (text.matches("\\d{1,18}|[1-8]\\d{18}")) {
      return ms(Long.parseLong(text));
    }
    try {
      String iso = text.replace(' ', 'T');
      if (iso.length() == 10) {
        return LocalDate.parse(iso).toEpochDay() * DAY_MS;
      }
      return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new BadPieceException("'" + text + "' is no time");
    }
  }

  /** The same of a number. */
  long ms(long number) {
    if (countsFromMidnight && number < DAY_MS) {
      return midnightMs + number;
    }
    if (number >= NS_FROM) {
      return number / 1_000_000;
    }
    if (number >= US_FROM) {
      return number / 1_000;
    }
    return number >= MS_FROM ? number : number * 1_000;
  }
}
