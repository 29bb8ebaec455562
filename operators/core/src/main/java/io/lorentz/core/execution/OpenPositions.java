package io.lorentz.core.execution;

import java.math.BigDecimal;

/**
 * What a simulated venue asks of the account's book, so that a position is kept in one place only.
 * Instruments are addressed by their number in the list the venue was opened with. Answers are of
 * now: every event the venue has given is booked.
 */
public interface OpenPositions {

  /** What is open, base currency: above 0 long, below 0 short, 0 none. */
  BigDecimal quantity(int instrument);

  /** A number that is another one whenever quantity or margin of the instrument has changed. */
  long version(int instrument);

  /**
   * Isolated margin of the open position if the instrument stood at a price: initial margin,
   * funding and open profit, quote currency; linear in the price.
   *
   * @throws IllegalStateException if none is open
   */
  BigDecimal marginBalance(int instrument, BigDecimal price);
}
