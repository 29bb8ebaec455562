package io.lorentz.core.group;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.MarkPrice;
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
  private double venueMark;
  private long venueMarkMs = NEVER;
  private boolean doubted;

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
    venueMark = image.getMarkPrice();
    venueMarkMs = image.getMarkTimeMs();
    doubted = image.getDoubted();
  }

  MarketState image() {
    return new MarketState(
        spec.name(),
        closeTimeMs,
        close,
        synthetic,
        gapEndMs,
        ended,
        venueMark,
        venueMarkMs,
        doubted);
  }

  /** Takes note whether venues differ on the price. */
  void doubt(boolean inDoubt) {
    doubted = inDoubt;
  }

  boolean doubted() {
    return doubted;
  }

  /** Takes a mark price of the venue; an older one than is known is dropped. */
  void takeMarkPrice(MarkPrice price) {
    if (!(price.getPrice() > 0.0) || price.getPrice() == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("group: mark price is not above 0: " + price);
    }
    if (price.getMarkTimeMs() >= venueMarkMs) {
      venueMark = price.getPrice();
      venueMarkMs = price.getMarkTimeMs();
    }
  }

  /** Whether the venue's mark price is known of a moment or later. */
  boolean hasMarkPriceSince(long timeMs) {
    return venueMarkMs >= timeMs;
  }

  /** The venue's mark price, exactly as the log has it. */
  BigDecimal markPrice() {
    return BigDecimal.valueOf(venueMark);
  }

  /** Market time of the venue's mark price. */
  long markPriceMs() {
    return venueMarkMs;
  }

  /**
   * What funding at a time is reckoned with: the mark price of that minute, else the last close.
   */
  BigDecimal fundingPrice(long timeMs, long lengthMs) {
    return Math.abs(timeMs - venueMarkMs) < lengthMs && venueMarkMs != NEVER ? markPrice() : mark();
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

  /** Close of the last bar; {@link #NEVER} before the first. */
  long closeTimeMs() {
    return closeTimeMs;
  }

  long gapEndMs() {
    return gapEndMs;
  }
}
