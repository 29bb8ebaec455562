package io.lorentz.core.features;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * The indicators that the job needs of one timeframe, with their values on the last bar. Fresh when
 * made; after a gap a new one takes its place.
 */
final class FeatureIndicators {

  private static final double PERCENT = 100.0;

  private final RelativeStrength rsi;
  private final WaveTrend waveTrend;
  private final RunningRange waveTrendRange = new RunningRange();
  private final CommodityChannel cci;
  private final RunningRange cciRange = new RunningRange();
  private final LorentzianDirectionalIndex adx;
  private final RelativeStrength rsiShort;
  private final AverageTrueRange atr;
  private final ChandelierExit chandelier;
  private final CloseHistory closes;

  /** Names are part of the image of state and never change their meaning. */
  private final String[] names;

  private final Indicator[] indicators;

  private double f1 = Double.NaN;
  private double f2 = Double.NaN;
  private double f3 = Double.NaN;
  private double f4 = Double.NaN;
  private double f5 = Double.NaN;
  private double averageRange = Double.NaN;

  /** Fresh indicators for a series that goes on with this bar behind a gap. */
  static FeatureIndicators behindGap(FeatureOptions options, Bar first) {
    FeatureIndicators indicators = new FeatureIndicators(options);
    indicators.adx.seed(first.getHigh(), first.getLow(), first.getClose());
    return indicators;
  }

  FeatureIndicators(FeatureOptions options) {
    rsi = new RelativeStrength(options.rsiLength(), Seeding.TRADINGVIEW);
    waveTrend = new WaveTrend(options.waveTrendChannelLength(), options.waveTrendAverageLength());
    cci = new CommodityChannel(options.cciLength(), Seeding.TRADINGVIEW);
    adx = new LorentzianDirectionalIndex(options.adxLength());
    rsiShort = new RelativeStrength(options.rsiShortLength(), Seeding.TRADINGVIEW);
    atr = new AverageTrueRange(options.atrLength(), Seeding.TRADINGVIEW);
    chandelier =
        new ChandelierExit(
            options.chandelierLength(),
            options.chandelierMultiple(),
            ChandelierExit.Extremes.CLOSES);
    closes = new CloseHistory(options.labelHorizonBars());
    names =
        new String[] {
          "rsi",
          "wave-trend",
          "wave-trend-range",
          "cci",
          "cci-range",
          "adx",
          "rsi-short",
          "atr",
          "chandelier",
          "closes"
        };
    indicators =
        new Indicator[] {
          rsi, waveTrend, waveTrendRange, cci, cciRange, adx, rsiShort, atr, chandelier, closes
        };
  }

  void next(double high, double low, double close) {
    f1 = rsi.next(close) / PERCENT;
    f2 = waveTrendRange.next(waveTrend.next((high + low + close) / 3.0));
    f3 = cciRange.next(cci.next(close));
    f4 = adx.next(high, low, close) / PERCENT;
    f5 = rsiShort.next(close) / PERCENT;
    averageRange = atr.next(high, low, close);
    chandelier.next(high, low, close);
    closes.next(close);
  }

  double f1() {
    return f1;
  }

  double f2() {
    return f2;
  }

  double f3() {
    return f3;
  }

  double f4() {
    return f4;
  }

  double f5() {
    return f5;
  }

  double averageRange() {
    return averageRange;
  }

  double longStop() {
    return chandelier.longStop();
  }

  double shortStop() {
    return chandelier.shortStop();
  }

  /** 1 long, -1 short, 0 while the stops are undefined. */
  int direction() {
    return Double.isNaN(chandelier.longStop()) ? 0 : chandelier.direction();
  }

  /** Change of the close over the label's horizon; NaN if there is no row so long ago. */
  double changeOverHorizon() {
    return closes.change();
  }

  int warmUpBars() {
    int longest = 0;
    for (Indicator indicator : indicators) {
      longest = Math.max(longest, indicator.warmUpBars());
    }
    return longest;
  }

  void registers(RegisterTape tape) {
    for (Indicator indicator : indicators) {
      indicator.registers(tape);
    }
  }

  /**
   * Takes the registers of a tape apart, one record per indicator.
   *
   * @param tape what {@link #registers} saved
   * @param sizes a tape to measure with
   */
  List<Registers> image(RegisterTape tape, RegisterTape sizes) {
    List<Registers> image = new ArrayList<>();
    sizes.startSaving();
    for (int i = 0; i < indicators.length; i++) {
      int from = sizes.position();
      indicators[i].registers(sizes);
      image.add(new Registers(names[i], tape.bytes(from, sizes.position())));
    }
    return image;
  }

  /**
   * Puts an image of registers onto a tape, in the order in which {@link #registers} reads them.
   *
   * @throws IllegalArgumentException if an indicator is missing or has another number of registers
   */
  void onto(RegisterTape tape, List<Registers> image, RegisterTape sizes) {
    tape.startSaving();
    sizes.startSaving();
    for (int i = 0; i < indicators.length; i++) {
      int from = sizes.position();
      indicators[i].registers(sizes);
      Registers registers = find(names[i], image);
      int expected = (sizes.position() - from) * Double.BYTES;
      if (registers.getValues().remaining() != expected) {
        throw new IllegalArgumentException(
            "state of "
                + names[i]
                + ": must hold "
                + expected
                + " bytes, was "
                + registers.getValues().remaining()
                + "; restore with the lengths it was saved with");
      }
      tape.append(registers.getValues());
    }
  }

  private static Registers find(String name, List<Registers> image) {
    for (Registers registers : image) {
      if (registers.getName().equals(name)) {
        return registers;
      }
    }
    throw new IllegalArgumentException(
        "state of " + name + ": missing in the image; restore from one of this release");
  }
}
