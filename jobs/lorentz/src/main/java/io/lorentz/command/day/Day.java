package io.lorentz.command.day;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A UTC day. As in the log, what is stamped 00:00 belongs to the day before.
 *
 * @param date the day
 */
public record Day(LocalDate date) {

  /** 00:00 at which it begins, ms since 1970 UTC. */
  public long startMs() {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** 00:00 at which it ends, ms since 1970 UTC. */
  public long endMs() {
    return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** Whether a time belongs to it. */
  public boolean holds(long timeMs) {
    return timeMs > startMs() && timeMs <= endMs();
  }
}
