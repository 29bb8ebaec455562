package io.lorentz.bitget.desk;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How orders are executed and watched over.
 *
 * @param entries how entries are brought to the venue
 * @param caps what no entry gets past
 * @param unprotectedBoundMs how long a position may be without a stop while the venue answers, ms,
 *     2,000 to 600,000; then it is closed; default 20,000
 * @param reconcileEveryMs time between two comparisons with the venue, ms, 5,000 to 3,600,000;
 *     default 30,000
 * @param jobSilentAfterMs when the job has given nothing for so long entries are taken back, ms,
 *     1,000 to 86,400,000; default 180,000, three of its minutes
 * @param maxDriftUsdt largest difference of the balance that is booked by itself, quote currency, 0
 *     or more; a larger one blocks entries until a person accepts it; default 1
 */
public record DeskOptions(
    EntryPolicy entries,
    HardCaps caps,
    long unprotectedBoundMs,
    long reconcileEveryMs,
    long jobSilentAfterMs,
    BigDecimal maxDriftUsdt)
    implements Serializable {

  /** Checks the ranges. */
  public DeskOptions {
    OptionRange.within("unprotectedBoundMs", unprotectedBoundMs, 2_000L, 600_000L);
    OptionRange.within("reconcileEveryMs", reconcileEveryMs, 5_000L, 3_600_000L);
    OptionRange.within("jobSilentAfterMs", jobSilentAfterMs, 1_000L, 86_400_000L);
    OptionRange.notNegative("maxDriftUsdt", maxDriftUsdt);
  }

  /** The defaults named at each component. */
  public static DeskOptions defaults() {
    return new DeskOptions(
        EntryPolicy.defaults(), HardCaps.defaults(), 20_000L, 30_000L, 180_000L, BigDecimal.ONE);
  }
}
