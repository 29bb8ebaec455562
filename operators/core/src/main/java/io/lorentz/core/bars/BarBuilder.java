package io.lorentz.core.bars;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.BarWindow;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the bars of one instrument: the shortest are taken as they come or cut from trades, longer
 * ones are put together from them.
 *
 * <p><b>Windows</b> are (start, end] in the closes of the shortest bars, on the grid of the length
 * from 1970 UTC: the bar that closes at 00:05 is the fifth minute of the 5m bar that closes then,
 * and both are given by one call, the longer first. Trades are cut at [start, end): a trade stamped
 * exactly on a minute belongs to the minute that begins, as in the bars the venues publish; the bar
 * it goes into is stamped by its close like every other.
 *
 * <p><b>Missing bars.</b> Each shortest bar is decided once, in order of close: it was seen, or a
 * later bar or a heartbeat's progress shows that it is missing. The first {@code maxBridgedBars}
 * missing in a row are given as SYNTHETIC (previous close, volume 0) as soon as they are known; of
 * the following ones nothing is given until a bar is seen again, which then carries the number of
 * those not bridged. A longer window closes when its last minute is decided: COMPLETE if all
 * minutes were complete, SYNTHETIC if none was seen but some were bridged, not given if nothing
 * came, else PARTIAL. The first longer bar that goes on after a gap not bridged carries the number
 * of bars of its length that were never given, at least 1. Before the first bar and after the end
 * of the series nothing is missing.
 *
 * <p><b>Corrections.</b> A bar for the last close, before anything later was decided, replaces it:
 * it and the longer bars that closed with it are given again with {@code corrected}, and open
 * windows are recomputed from the state kept before it. An equal one is a duplicate. A bar older
 * than that, also for a minute that was bridged, is counted and otherwise without effect: what was
 * decided on stays.
 *
 * <p>Prices in quote currency per unit, volumes in base currency. Not for several threads.
 */
public final class BarBuilder implements Imaged<BarState> {

  /** Close of the last bar before the first was seen. */
  public static final long NEVER = Window.NEVER;

  private final String instrument;
  private final int maxBridgedBars;
  private final long shortestMs;
  private final Window[] windows;
  private final Window[] windowsBefore;
  private final Window tradeWindow;
  private Bar lastBar;
  private long decidedMs = Window.NEVER;
  private long missing;
  private long unbridged;
  private boolean ended;
  private boolean tradesOpen;
  private boolean tradesWhole;
  private long duplicates;
  private long corrections;
  private long lateBars;
  private long lateTrades;

  /** Starts without any bar. */
  public BarBuilder(String instrument, BarOptions options) {
    this.instrument = instrument;
    this.maxBridgedBars = options.maxBridgedBars();
    this.shortestMs = options.shortestMs();
    int longer = options.timeframesMs().size() - 1;
    windows = new Window[longer];
    windowsBefore = new Window[longer];
    for (int i = 0; i < longer; i++) {
      windows[i] = new Window(options.timeframesMs().get(i + 1), shortestMs);
      windowsBefore[i] = new Window(options.timeframesMs().get(i + 1), shortestMs);
    }
    tradeWindow = new Window(shortestMs, shortestMs);
  }

  /**
   * Goes on from an image. Timeframes that the image does not hold begin afresh.
   *
   * @throws IllegalArgumentException if the image was made from other shortest bars
   */
  public static BarBuilder restore(BarOptions options, BarState image) {
    if (image.getShortestMs() != options.shortestMs()) {
      throw new IllegalArgumentException(
          "timeframesMs: the state holds shortest bars of "
              + image.getShortestMs()
              + " ms, was "
              + options.timeframesMs()
              + "; keep the first timeframe or start without the state");
    }
    BarBuilder builder = new BarBuilder(image.getInstrument(), options);
    builder.lastBar = image.getLastBar();
    builder.decidedMs = image.getDecidedMs();
    builder.missing = image.getMissing();
    builder.unbridged = image.getUnbridged();
    builder.ended = image.getEnded();
    restore(builder.windows, image.getWindows());
    restore(builder.windowsBefore, image.getWindowsBefore());
    if (image.getTradeWindow() != null) {
      builder.tradesOpen = true;
      builder.tradesWhole = image.getTradeWindow().getComplete() > 0;
      builder.tradeWindow.take(image.getTradeWindow());
    }
    builder.duplicates = image.getDuplicates();
    builder.corrections = image.getCorrections();
    builder.lateBars = image.getLateBars();
    builder.lateTrades = image.getLateTrades();
    return builder;
  }

  private static void restore(Window[] windows, List<BarWindow> images) {
    for (Window window : windows) {
      for (BarWindow image : images) {
        if (image.getLengthMs() == window.lengthMs) {
          window.take(image);
        }
      }
    }
  }

  /**
   * Takes a bar of the shortest timeframe.
   *
   * @param closed takes the bars that are closed by it, in order of close, longer ones first
   * @throws IllegalArgumentException if it is of another instrument or length, not aligned to its
   *     length, or synthetic
   */
  public void onBar(Bar bar, Consumer<Bar> closed) {
    check(bar);
    if (tradesOpen) {
      throw new IllegalArgumentException(
          "bar: " + instrument + " is cut from trades; feed either trades or bars of it");
    }
    long closeMs = bar.getCloseTimeMs();
    if (decidedMs == Window.NEVER || closeMs > decidedMs) {
      next(bar, closed);
    } else if (closeMs == decidedMs && closeMs == lastBar.getCloseTimeMs()) {
      again(bar, closed);
    } else {
      lateBars++;
    }
  }

  private void check(Bar bar) {
    if (!bar.getInstrument().equals(instrument)) {
      throw new IllegalArgumentException(
          "bar: instrument must be " + instrument + ", was " + bar.getInstrument());
    }
    if (bar.getLengthMs() != shortestMs) {
      throw new IllegalArgumentException(
          "bar: length must be " + shortestMs + " ms, was " + bar.getLengthMs());
    }
    if (Math.floorMod(bar.getCloseTimeMs(), shortestMs) != 0) {
      throw new IllegalArgumentException(
          "bar: close must be a multiple of " + shortestMs + " ms, was " + bar.getCloseTimeMs());
    }
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      throw new IllegalArgumentException(
          "bar: must have been seen, was synthetic at " + bar.getCloseTimeMs());
    }
  }

  private void next(Bar bar, Consumer<Bar> closed) {
    passTo(bar.getCloseTimeMs() - shortestMs, closed);
    Bar given =
        unbridged == 0 ? bar : copy(bar, false, (int) Math.min(Integer.MAX_VALUE, unbridged));
    lastBar = given;
    decidedMs = bar.getCloseTimeMs();
    missing = 0;
    unbridged = 0;
    ended = false;
    for (int i = windows.length - 1; i >= 0; i--) {
      windowsBefore[i].take(windows[i]);
      addReal(windows[i], given, closed);
    }
    closed.accept(given);
  }

  private void again(Bar bar, Consumer<Bar> closed) {
    if (sameValues(bar, lastBar)) {
      duplicates++;
      return;
    }
    corrections++;
    Bar given = copy(bar, true, lastBar.getMissingBefore());
    lastBar = given;
    for (int i = windows.length - 1; i >= 0; i--) {
      windows[i].take(windowsBefore[i]);
      addReal(windows[i], given, closed);
    }
    closed.accept(given);
  }

  private void addReal(Window window, Bar bar, Consumer<Bar> closed) {
    long endMs = window.endOf(bar.getCloseTimeMs());
    window.enter(endMs);
    window.addReal(bar);
    if (endMs == bar.getCloseTimeMs()) {
      closed.accept(window.give(instrument, bar.getCorrected()));
    }
  }

  private static boolean sameValues(Bar one, Bar other) {
    return Double.compare(one.getOpen(), other.getOpen()) == 0
        && Double.compare(one.getHigh(), other.getHigh()) == 0
        && Double.compare(one.getLow(), other.getLow()) == 0
        && Double.compare(one.getClose(), other.getClose()) == 0
        && Double.compare(one.getVolume(), other.getVolume()) == 0;
  }

  private static Bar copy(Bar bar, boolean corrected, int missingBefore) {
    return new Bar(
        bar.getInstrument(),
        bar.getLengthMs(),
        bar.getCloseTimeMs(),
        bar.getOpen(),
        bar.getHigh(),
        bar.getLow(),
        bar.getClose(),
        bar.getVolume(),
        bar.getQuality(),
        corrected,
        missingBefore);
  }

  /**
   * Takes a trade, in place of bars of the shortest timeframe. A bar is closed by the first trade
   * of a later one or by progress. A bar is PARTIAL if the one before it was not decided when its
   * first trade came: what came before that trade is not known.
   *
   * @param closed takes the bars that are closed by it, in order of close, longer ones first
   * @throws IllegalArgumentException if it is of another instrument
   */
  public void onTrade(Trade trade, Consumer<Bar> closed) {
    if (!trade.getInstrument().equals(instrument)) {
      throw new IllegalArgumentException(
          "trade: instrument must be " + instrument + ", was " + trade.getInstrument());
    }
    long timeMs = trade.getTradeTimeMs();
    long closeMs = timeMs - Math.floorMod(timeMs, shortestMs) + shortestMs;
    if (tradesOpen ? closeMs < tradeWindow.endMs() : closeMs <= decidedMs) {
      lateTrades++;
      return;
    }
    if (tradesOpen && closeMs > tradeWindow.endMs()) {
      closeTrades(closed);
    }
    if (!tradesOpen) {
      tradesOpen = true;
      // Where no progress reached its start, trades may be missing from it.
      tradesWhole = decidedMs == closeMs - shortestMs;
      passTo(closeMs - shortestMs, closed);
      tradeWindow.enter(closeMs);
    }
    tradeWindow.addTrade(trade.getPrice(), trade.getSize());
  }

  private void closeTrades(Consumer<Bar> closed) {
    tradesOpen = false;
    next(tradeWindow.giveCut(instrument, tradesWhole), closed);
  }

  /**
   * Takes progress: every bar up to it that will come in order has come.
   *
   * @param closed takes the bars that are closed by it, in order of close, longer ones first
   */
  public void onHeartbeat(Heartbeat heartbeat, Consumer<Bar> closed) {
    long progressMs = heartbeat.getProgressMs();
    if (ended) {
      return;
    }
    if (tradesOpen && tradeWindow.endMs() <= progressMs) {
      closeTrades(closed);
    }
    if (decidedMs != Window.NEVER) {
      passTo(progressMs, closed);
    }
  }

  /**
   * Takes the end of the series: from here on nothing is missing and open windows stay open. A bar
   * that comes all the same begins anew behind a gap that is not bridged.
   */
  public void onSeriesEnded(SeriesEnded series) {
    if (series.getInstrument().equals(instrument)) {
      ended = true;
    }
  }

  /** Decides that every shortest bar is missing that is not decided and closes up to then. */
  private void passTo(long lastMissingMs, Consumer<Bar> closed) {
    if (decidedMs == Window.NEVER) {
      return;
    }
    while (decidedMs + shortestMs <= lastMissingMs) {
      decidedMs += shortestMs;
      miss(closed);
    }
  }

  private void miss(Consumer<Bar> closed) {
    boolean bridged = missing < maxBridgedBars && !ended;
    missing++;
    unbridged += bridged ? 0 : 1;
    double price = lastBar.getClose();
    for (int i = windows.length - 1; i >= 0; i--) {
      Window window = windows[i];
      long endMs = window.endOf(decidedMs);
      window.enter(endMs);
      if (bridged) {
        window.addSynthetic(price);
      }
      if (endMs == decidedMs && window.hasAny() && !ended) {
        closed.accept(window.give(instrument, false));
      }
    }
    if (bridged) {
      closed.accept(synthetic(price));
    }
  }

  private Bar synthetic(double price) {
    return new Bar(
        instrument,
        shortestMs,
        decidedMs,
        price,
        price,
        price,
        price,
        0.0,
        BarQuality.SYNTHETIC,
        false,
        0);
  }

  /** The instrument whose bars it builds. */
  public String instrument() {
    return instrument;
  }

  /**
   * Close of the last bar of the shortest timeframe that was seen, ms since 1970 UTC; {@link
   * #NEVER} before the first.
   */
  public long lastCloseMs() {
    return lastBar == null ? NEVER : lastBar.getCloseTimeMs();
  }

  /**
   * Whether bars are missing now: progress has passed the bar after the last one that was seen, and
   * the series has not ended.
   */
  public boolean misses() {
    return missing > 0 && !ended;
  }

  /** Bars that equal the last one and were dropped, since the beginning of the series. */
  public long duplicates() {
    return duplicates;
  }

  /** Corrections of the last bar that were given, since the beginning of the series. */
  public long corrections() {
    return corrections;
  }

  /**
   * Bars that came too late for a correction and were dropped, since the beginning of the series.
   */
  public long lateBars() {
    return lateBars;
  }

  /** Trades of a bar closed before that were dropped, since the beginning of the series. */
  public long lateTrades() {
    return lateTrades;
  }

  @Override
  public BarState image() {
    return new BarState(
        instrument,
        shortestMs,
        decidedMs,
        lastBar,
        missing,
        unbridged,
        ended,
        images(windows),
        images(windowsBefore),
        tradesOpen ? tradeImage() : null,
        duplicates,
        corrections,
        lateBars,
        lateTrades);
  }

  private BarWindow tradeImage() {
    BarWindow window = tradeWindow.image();
    return BarWindow.newBuilder(window).setComplete(tradesWhole ? 1 : 0).build();
  }

  private static List<BarWindow> images(Window[] windows) {
    List<BarWindow> images = new ArrayList<>(windows.length);
    for (Window window : windows) {
      images.add(window.image());
    }
    return images;
  }
}
