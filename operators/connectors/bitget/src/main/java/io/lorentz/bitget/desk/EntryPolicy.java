package io.lorentz.bitget.desk;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;

/**
 * How an entry that the job wants at market is brought to the venue. An entry that the job gives a
 * limit goes there as it is.
 *
 * @param makerFirst whether it rests at the touch first, post-only; default true
 * @param maxReprices how often it may be put to another price when the touch has moved away, 0 to
 *     20; default 3
 * @param withinMs how long it rests in all, ms, 0 to 600,000; default 15,000
 * @param thenTaker whether what has not filled by then is taken at market; else it is given up;
 *     default true
 * @param maxSignalAgeMs how old the decision may be when it is taken at market, ms, 1,000 to
 *     3,600,000; default 60,000
 */
public record EntryPolicy(
    boolean makerFirst, int maxReprices, long withinMs, boolean thenTaker, long maxSignalAgeMs)
    implements Serializable {

  /** Checks the ranges. */
  public EntryPolicy {
    OptionRange.within("maxReprices", maxReprices, 0, 20);
    OptionRange.within("withinMs", withinMs, 0, 600_000L);
    OptionRange.within("maxSignalAgeMs", maxSignalAgeMs, 1_000L, 3_600_000L);
  }

  /** The defaults named at each component. */
  public static EntryPolicy defaults() {
    return new EntryPolicy(true, 3, 15_000L, true, 60_000L);
  }
}
