package io.lorentz.core.risk;

import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.SizeBound;
import java.math.BigDecimal;

/** What risk says to an entry. */
public sealed interface Verdict {

  /**
   * The entry may go out.
   *
   * @param quantity base currency, on the lot
   * @param stopPrice protective stop, on the tick, quote currency per unit
   * @param stopDistance distance of that stop from the price decided at, quote currency per unit
   * @param leverage leverage of the tier
   * @param margin margin it takes, quote currency; to be held
   * @param bound which term made the size as small as it is
   * @param stopToCost stop distance over round-trip cost
   */
  record Approved(
      BigDecimal quantity,
      BigDecimal stopPrice,
      BigDecimal stopDistance,
      int leverage,
      BigDecimal margin,
      SizeBound bound,
      double stopToCost)
      implements Verdict {}

  /**
   * The entry is refused.
   *
   * @param reason stable code
   * @param numbers the numbers that led to it, as key=value separated by spaces; may be empty
   * @param quantity size it would have had, base currency; 0 if it was refused before it had one
   */
  record Denied(DenialReason reason, String numbers, BigDecimal quantity) implements Verdict {

    /** A refusal before there was a size. */
    public Denied(DenialReason reason, String numbers) {
      this(reason, numbers, BigDecimal.ZERO);
    }
  }
}
