package io.lorentz.cluster.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * A clock that runs faster than the machine's and shows the same in every process that has its
 * text. Safe for threads.
 *
 * @param beginMs what it showed, ms since 1970 UTC
 * @param atMs when, by the machine's clock, ms since 1970 UTC
 * @param speed how many times as fast it runs, 1 or more
 */
record SharedClock(long beginMs, long atMs, long speed) implements LongSupplier {

  /** One that shows a time now. */
  static SharedClock from(long beginMs, long speed) {
    return new SharedClock(beginMs, System.currentTimeMillis(), speed);
  }

  /** From its text. */
  static SharedClock of(String text) {
    String[] words = text.split("/", -1);
    return new SharedClock(
        Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  String text() {
    return beginMs + "/" + atMs + "/" + speed;
  }

  @Override
  public long getAsLong() {
    long micros = ChronoUnit.MICROS.between(Instant.ofEpochMilli(atMs), Instant.now());
    return beginMs + micros * speed / 1_000;
  }
}
