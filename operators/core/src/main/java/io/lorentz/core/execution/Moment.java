package io.lorentz.core.execution;

import java.math.BigDecimal;

/**
 * Where and when something happens inside a bar.
 *
 * @param price price before it is worsened, quote currency per unit
 * @param timeMs market time, ms since 1970 UTC
 */
record Moment(BigDecimal price, long timeMs) {}
