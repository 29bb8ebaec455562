package io.lorentz.core.confirmation;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Signal;

/**
 * When two candidates agree, and the signal they make; shared by the matcher and the CEP pattern.
 */
public final class Agreement {

  private Agreement() {}

  /**
   * Whether two candidates are of different timeframes, of one direction, and near enough in time.
   */
  public static boolean agree(Candidate earlier, Candidate later, ConfirmationOptions options) {
    return earlier.getTimeframeMs() != later.getTimeframeMs()
        && earlier.getDirection() == later.getDirection()
        && Math.abs(later.getMarketTimeMs() - earlier.getMarketTimeMs()) <= options.maxApartMs();
  }

  /** Whether the second ends the first one's chance of being confirmed. */
  public static boolean contradicts(Candidate earlier, Candidate later) {
    return earlier.getDirection() != later.getDirection();
  }

  /** The signal of two candidates that agree; it bears the later one's times, tier and price. */
  public static Signal signal(Candidate earlier, Candidate later, ConfirmationOptions options) {
    boolean laterIsFast = later.getTimeframeMs() == options.fastTimeframeMs();
    Candidate fast = laterIsFast ? later : earlier;
    Candidate slow = laterIsFast ? earlier : later;
    return new Signal(
        later.getLogTimeMs(),
        later.getPartition(),
        later.getInstrument(),
        later.getMarketTimeMs(),
        earlier.getMarketTimeMs(),
        later.getDirection(),
        fast.getConfidence(),
        slow.getConfidence(),
        later.getTierMs(),
        later.getTierAtr14(),
        later.getClose(),
        worse(earlier.getQuality(), later.getQuality()));
  }

  private static BarQuality worse(BarQuality a, BarQuality b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
