package io.lorentz.core.risk;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An entry that a signal asks for, and how account and market stand at that moment.
 *
 * @param timeMs market time of the signal, ms since 1970 UTC
 * @param instrument number of the instrument
 * @param spec its steps and minimums
 * @param direction 1 long, -1 short
 * @param tierMs timeframe of the tier, ms
 * @param price price decided at, or the limit of the entry, on the tick, quote currency per unit
 * @param atr ATR(14) of the tier's timeframe, quote currency per unit; NaN while undefined
 * @param quality worst quality of the bars the signal rests on
 * @param seriesEnded whether no bar of the instrument will come any more
 * @param gapEndMs close of the last bar after a gap that was not bridged; Long.MIN_VALUE if none
 * @param priceDoubted whether venues differ on the price of the instrument
 * @param positionOpen whether a position of the instrument is open
 * @param unended client id of an order of the instrument's last trade that has not ended, though
 *     the trade has
 * @param openPositions number of open positions of the account for which no entry is held any more
 * @param equity equity of the account at mark, quote currency
 * @param usedMargin margin that open positions take, quote currency
 * @param roundTripCostFraction fees, spread and slip of both ways as a fraction of the price
 */
public record EntryQuestion(
    long timeMs,
    int instrument,
    InstrumentSpec spec,
    int direction,
    long tierMs,
    BigDecimal price,
    double atr,
    BarQuality quality,
    boolean seriesEnded,
    long gapEndMs,
    boolean priceDoubted,
    boolean positionOpen,
    Optional<String> unended,
    int openPositions,
    BigDecimal equity,
    BigDecimal usedMargin,
    double roundTripCostFraction) {}
