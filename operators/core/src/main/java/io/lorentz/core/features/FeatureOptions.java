package io.lorentz.core.features;

import java.io.Serializable;
import java.util.Locale;

/**
 * Parameters of the stage {@code features}. The defaults are those of the TradingView script and of
 * the golden values.
 *
 * @param rsiLength bars of the RSI that is f1; 1 to 1000, default 14
 * @param waveTrendChannelLength bars of the channel of WaveTrend, f2; 1 to 1000, default 10
 * @param waveTrendAverageLength bars of the average of WaveTrend, f2; 1 to 1000, default 11
 * @param cciLength bars of the CCI of the close, f3; 2 to 1000, default 20
 * @param adxLength bars of the script's own ADX, f4; 1 to 1000, default 20
 * @param rsiShortLength bars of the RSI that is f5; 1 to 1000, default 9
 * @param atrLength bars of the ATR given for sizes and stops; 1 to 1000, default 14
 * @param chandelierLength bars of the Chandelier Exit, extremes and ATR; 1 to 1000, default 22
 * @param chandelierMultiple distance of the Chandelier stop from the extreme in ATR; more than 0,
 *     at most 100, default 3.0
 * @param labelHorizonBars bars after which a row's label is known: the sign of the close then less
 *     the row's close; 1 to 1000, default 4
 */
public record FeatureOptions(
    int rsiLength,
    int waveTrendChannelLength,
    int waveTrendAverageLength,
    int cciLength,
    int adxLength,
    int rsiShortLength,
    int atrLength,
    int chandelierLength,
    double chandelierMultiple,
    int labelHorizonBars)
    implements Serializable {

  private static final int LONGEST = 1000;

  /** Checks the ranges. */
  public FeatureOptions {
    requireLength("rsiLength", rsiLength, 1);
    requireLength("waveTrendChannelLength", waveTrendChannelLength, 1);
    requireLength("waveTrendAverageLength", waveTrendAverageLength, 1);
    requireLength("cciLength", cciLength, 2);
    requireLength("adxLength", adxLength, 1);
    requireLength("rsiShortLength", rsiShortLength, 1);
    requireLength("atrLength", atrLength, 1);
    requireLength("chandelierLength", chandelierLength, 1);
    requireLength("labelHorizonBars", labelHorizonBars, 1);
    if (!(chandelierMultiple > 0.0 && chandelierMultiple <= 100.0)) {
      throw new IllegalArgumentException(
          "chandelierMultiple: must be more than 0 and at most 100, was "
              + chandelierMultiple
              + "; the usual value is 3.0");
    }
  }

  /** The parameters of the script. */
  public static FeatureOptions defaults() {
    return new FeatureOptions(14, 10, 11, 20, 20, 9, 14, 22, 3.0, 4);
  }

  /**
   * What f1 to f5, the ATR and the Chandelier direction are, in one line: a model that was trained
   * on others must not be asked. Without the label's horizon, which is a matter of training.
   */
  public String schema() {
    return String.format(
        Locale.ROOT,
        "f1=RSI(%d) f2=WT(%d,%d) f3=CCI(%d) f4=ADX_LC(%d) f5=RSI(%d) atr=%d chandelier=%d,%s",
        rsiLength,
        waveTrendChannelLength,
        waveTrendAverageLength,
        cciLength,
        adxLength,
        rsiShortLength,
        atrLength,
        chandelierLength,
        chandelierMultiple);
  }

  private static void requireLength(String name, int length, int least) {
    if (length < least || length > LONGEST) {
      throw new IllegalArgumentException(
          name
              + ": must be "
              + least
              + " to "
              + LONGEST
              + " bars, was "
              + length
              + "; give a length within it");
    }
  }
}
