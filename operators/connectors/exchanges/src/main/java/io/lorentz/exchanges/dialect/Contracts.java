package io.lorentz.exchanges.dialect;

import java.math.BigDecimal;

/** How much base currency one contract of a symbol is. */
@FunctionalInterface
public interface Contracts {

  /** Every size is in base currency already. */
  Contracts ONE = symbol -> BigDecimal.ONE;

  /**
   * Base currency of one contract.
   *
   * @throws UnreadableFrameException if the symbol's specification is not known
   */
  BigDecimal sizeOf(String symbol) throws UnreadableFrameException;
}
