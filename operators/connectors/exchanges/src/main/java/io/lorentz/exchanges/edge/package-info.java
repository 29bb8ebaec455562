/**
 * The edge, first half: what feeds say becomes records of the one log, each once, with progress,
 * the day's roll and the market clock between them.
 */
package io.lorentz.exchanges.edge;
