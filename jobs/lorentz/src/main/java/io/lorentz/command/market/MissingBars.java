package io.lorentz.command.market;

/**
 * Bars that a file lacks, as where an exchange or a feed was down.
 *
 * @param symbol whose
 * @param startMs start of the first that is missing, ms since 1970 UTC
 * @param minutes how many, 1 or more
 */
public record MissingBars(String symbol, long startMs, int minutes) {

  private static final long MINUTE_MS = 60_000;

  boolean holds(String other, long barStartMs) {
    return symbol.equals(other)
        && barStartMs >= startMs
        && barStartMs < startMs + minutes * MINUTE_MS;
  }
}
