package io.lorentz.consolidation;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Whose bars a file holds.
 *
 * @param venue venue and market, e.g. {@code binance-spot}
 * @param symbol symbol in capitals without separators, e.g. {@code BTCUSDT}
 * @param timeframe {@code 1m}, {@code 5m}, {@code 1h}; empty if only the content tells
 * @param day day that times count from, for files that count them from midnight UTC
 */
public record SeriesName(
    String venue, String symbol, Optional<String> timeframe, Optional<LocalDate> day) {}
