package io.lorentz.core.group;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.MarketState;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;

/**
 * What the accounts of a group know of one instrument's market: read by all, changed by the group
 * only. A bar costs no exact arithmetic; the mark is put on its tick when an account asks.
 */
final class Market {

  static final long NEVER = Long.MIN_VALUE;

  private final InstrumentSpec spec;
  private final int number;
  private long closeTimeMs = NEVER;
  private double close = Double.NaN;
  private boolean synthetic;
  private long gapEndMs = NEVER;
  private boolean ended;
  private BigDecimal mark = BigDecimal.ZERO;
  private boolean markStale = true;

  Market(InstrumentSpec spec, int number) {
    this.spec = spec;
    this.number = number;
  }

  void restore(MarketState image) {
    closeTimeMs = image.getCloseTimeMs();
    close = image.getClose();
    synthetic = image.getSynthetic();
    gapEndMs = image.getGapEndMs();
    ended = image.getEnded();
    markStale = true;
  }

  MarketState image() {
    return new MarketState(spec.name(), closeTimeMs, close, synthetic, gapEndMs, ended);
  }

  /**
   * Takes the next bar.
   *
   * @return true if a run of missing bars lies before it or begins with it
   */
  boolean next(Bar bar) {
    if (bar.getCloseTimeMs() <= closeTimeMs) {
      throw new IllegalStateException(
          "group: bar of "
              + spec.name()
              + " closes at "
              + bar.getCloseTimeMs()
              + ", the one before it at "
              + closeTimeMs);
    }
    boolean isSynthetic = bar.getQuality() == BarQuality.SYNTHETIC;
    boolean gapBegins = !synthetic && (isSynthetic || bar.getMissingBefore() > 0);
    if (!isSynthetic && bar.getMissingBefore() > 0) {
      gapEndMs = bar.getCloseTimeMs();
    }
    ended = ended && isSynthetic;
    synthetic = isSynthetic;
    closeTimeMs = bar.getCloseTimeMs();
    changeClose(bar.getClose());
    return gapBegins;
  }

  /** Takes a correction of the last bar: the close changes, nothing else does. */
  void correct(Bar bar) {
    if (bar.getCloseTimeMs() == closeTimeMs) {
      changeClose(bar.getClose());
    }
  }

  private void changeClose(double value) {
    close = value;
    markStale = true;
  }

  void end() {
    ended = true;
  }

  /** Last close, put on the tick. */
  BigDecimal mark() {
    if (markStale) {
      mark = spec.markOnTick(close);
      markStale = false;
    }
    return mark;
  }

  InstrumentSpec spec() {
    return spec;
  }

  int number() {
    return number;
  }

  boolean ended() {
    return ended;
  }

  long gapEndMs() {
    return gapEndMs;
  }
}
