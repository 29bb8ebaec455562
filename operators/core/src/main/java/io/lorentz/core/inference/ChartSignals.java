package io.lorentz.core.inference;

/**
 * The signal state of the published indicator: entries and exits from predictions, filters and
 * kernel, one bar after the other. For people who want to see what the chart shows; nothing trades
 * on it. One series; not thread-safe.
 */
public final class ChartSignals {

  /** Bars a trade is held, and how far back its start is looked up. */
  private static final int HELD_BARS = 4;

  private final Past[] past = new Past[HELD_BARS];
  private final Since longStarted = new Since();
  private final Since shortStarted = new Since();
  private final Since turnedBullish = new Since();
  private final Since turnedBearish = new Since();
  private int bars;
  private int signal;
  private int barsHeld;
  private boolean longExitValid;
  private boolean shortExitValid;

  /** Starts before the first bar. */
  public ChartSignals() {}

  /** What has to be known of one of the last four bars. */
  private record Past(boolean changed, boolean longStarted, boolean shortStarted) {}

  /** Pine's {@code ta.barssince}: bars since an event, unknown until it happened once. */
  private static final class Since {
    private int bars = -1;

    void next(boolean happened) {
      if (happened) {
        bars = 0;
      } else if (bars >= 0) {
        bars++;
      }
    }

    /** False while one of the two is unknown, like every comparison with Pine's {@code na}. */
    boolean isLongerThan(Since other) {
      return bars >= 0 && other.bars >= 0 && bars > other.bars;
    }
  }

  /**
   * Takes the next bar.
   *
   * @param prediction vote of the indicator's rule, -8 to 8
   * @param flags filters and kernel of the bar
   */
  public ChartSignal onBar(int prediction, ChartFlags flags) {
    boolean changed = changeSignal(prediction, flags.filtersPass());
    barsHeld = changed ? 0 : barsHeld + 1;
    boolean earlyFlip = changed && changedLately();
    boolean newBuy = changed && signal > 0 && flags.upTrend();
    boolean newSell = changed && signal < 0 && flags.downTrend();
    boolean startLong = newBuy && flags.kernelBullish();
    boolean startShort = newSell && flags.kernelBearish();
    // A start four bars ago implies signal and trend of that bar. The script's second branch (an
    // opposite signal within four bars) can never be true, because that signal sets barsHeld to 0.
    boolean due = barsHeld == HELD_BARS && bars >= HELD_BARS;
    boolean endLongStrict = due && past[bars % HELD_BARS].longStarted();
    boolean endShortStrict = due && past[bars % HELD_BARS].shortStarted();
    boolean endLongDynamic = flags.kernelTurnsBearish() && longExitValid;
    boolean endShortDynamic = flags.kernelTurnsBullish() && shortExitValid;
    remember(changed, startLong, startShort, flags);
    return new ChartSignal(
        signal,
        barsHeld,
        earlyFlip,
        newBuy,
        newSell,
        startLong,
        startShort,
        endLongStrict,
        endShortStrict,
        endLongDynamic,
        endShortDynamic);
  }

  private boolean changeSignal(int prediction, boolean filtersPass) {
    int before = signal;
    if (filtersPass && prediction != 0) {
      signal = Integer.signum(prediction);
    }
    // There is no change on the first bar: Pine compares with na.
    return bars > 0 && signal != before;
  }

  private boolean changedLately() {
    for (int back = 1; back < HELD_BARS && back <= bars; back++) {
      if (past[(bars - back) % HELD_BARS].changed()) {
        return true;
      }
    }
    return false;
  }

  private void remember(boolean changed, boolean startLong, boolean startShort, ChartFlags flags) {
    past[bars % HELD_BARS] = new Past(changed, startLong, startShort);
    longStarted.next(startLong);
    shortStarted.next(startShort);
    turnedBullish.next(flags.kernelTurnsBullish());
    turnedBearish.next(flags.kernelTurnsBearish());
    // The script asks for the state of the bar before.
    longExitValid = turnedBearish.isLongerThan(longStarted);
    shortExitValid = turnedBullish.isLongerThan(shortStarted);
    bars++;
  }
}
