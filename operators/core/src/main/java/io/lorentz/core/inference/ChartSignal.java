package io.lorentz.core.inference;

/**
 * What the published indicator shows on one bar.
 *
 * @param signal 1 long, -1 short, 0 before the first
 * @param barsHeld bars since the signal changed, 0 on the bar of the change; before the first
 *     change the number of bars so far
 * @param earlyFlip true if the signal changed now and on one of the three bars before
 * @param newBuy true if the signal changed to long on this bar, within the trend filters
 * @param newSell true if the signal changed to short on this bar, within the trend filters
 * @param startLong a new buy that the kernel agrees with
 * @param startShort a new sell that the kernel agrees with
 * @param endLongStrict a long started four bars ago and its signal held; a trade that flips earlier
 *     gets no such event
 * @param endShortStrict the same for a short
 * @param endLongDynamic the kernel turned bearish, the first time since a long started
 * @param endShortDynamic the kernel turned bullish, the first time since a short started
 */
public record ChartSignal(
    int signal,
    int barsHeld,
    boolean earlyFlip,
    boolean newBuy,
    boolean newSell,
    boolean startLong,
    boolean startShort,
    boolean endLongStrict,
    boolean endShortStrict,
    boolean endLongDynamic,
    boolean endShortDynamic) {}
