package io.lorentz.core.confirmation;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Signal;

/**
 * When two candidates agree, and the signal they make; shared by the matcher and the CEP pattern.
 */
public final class Agreement {

  private Agreement() {}

  /** Whether two are of different timeframes, of one direction, and near enough in time. */
  public static boolean agree(Candidate earlier, Candidate later, ConfirmationOptions options) {
    return earlier.getTimeframeMs() != later.getTimeframeMs()
        && earlier.getDirection() == later.getDirection()
        && isNear(earlier, later, options);
  }

  /**
   * Whether the later one takes from the earlier one its chance of being confirmed: it says the
   * opposite, or it is too far away, and what comes after it is farther still.
   */
  public static boolean ends(Candidate earlier, Candidate later, ConfirmationOptions options) {
    return earlier.getDirection() != later.getDirection() || !isNear(earlier, later, options);
  }

  private static boolean isNear(Candidate earlier, Candidate later, ConfirmationOptions options) {
    return Math.abs(later.getMarketTimeMs() - earlier.getMarketTimeMs()) <= options.maxApartMs();
  }

  /**
   * The signal of two candidates that agree; it bears the later one's times, tier and price.
   *
   * @param source name of the source that gives it
   */
  public static Signal signal(
      Candidate earlier, Candidate later, ConfirmationOptions options, String source) {
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
        worse(earlier.getQuality(), later.getQuality()),
        source);
  }

  private static BarQuality worse(BarQuality a, BarQuality b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
