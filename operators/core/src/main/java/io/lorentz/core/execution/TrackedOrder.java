package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order as its account knows it. Immutable.
 *
 * @param command the command it was submitted with
 * @param status where it stands
 * @param stopPrice trigger price in force, quote currency per unit; empty for other orders than
 *     stops
 * @param moves how often the stop was moved
 */
public record TrackedOrder(
    OrderCommand command, OrderStatus status, Optional<BigDecimal> stopPrice, int moves) {}
