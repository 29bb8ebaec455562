/**
 * Exact units: prices on the tick, quantities on the lot, money with at most 18 decimals. Every
 * rounding of an order, a fill or a balance is a method of this package.
 */
package io.lorentz.schemas.units;
