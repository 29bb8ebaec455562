package io.lorentz.command.report;

import java.util.Locale;

/**
 * What a run says about an edge, in one sentence by a fixed rule, and no more than that: every run
 * is in sample until its settings were chosen on other bars.
 *
 * @param kind which of the sentences
 * @param text the sentence
 */
record Verdict(Kind kind, String text) {

  /** Fewer closed trades show chance, not skill. */
  static final int MINIMUM_TRADES = 100;

  /** Fewer days make an interval that is itself noise. */
  static final int MINIMUM_DAYS = 20;

  /** The rule, first line that holds. */
  enum Kind {
    /** Too few closed trades or days. */
    NOT_ENOUGH_DATA,
    /** The interval of expectancy after costs lies above 0. */
    EDGE_IN_SAMPLE,
    /** It lies below 0. */
    LOSS,
    /** It contains 0. */
    NO_EDGE
  }

  /** The rule in words, for whoever reads the sentence. */
  static String rule() {
    return String.format(
        Locale.ROOT,
        "Rule: fewer than %d closed trades or %d days is not enough data; else what counts is"
            + " whether the 95 %% interval of the mean net of a trade lies above 0 (edge seen, in"
            + " sample), below it (loss), or contains it (no edge seen).",
        MINIMUM_TRADES,
        MINIMUM_DAYS);
  }

  static Verdict of(WinLoss counted, int days, Interval expectancy, boolean synthetic) {
    Kind kind = kind(counted.trades(), days, expectancy);
    String text = text(kind, counted, days, expectancy);
    return new Verdict(
        kind,
        synthetic ? "The market was made up, so this says nothing of any real one. " + text : text);
  }

  private static Kind kind(int trades, int days, Interval expectancy) {
    if (trades < MINIMUM_TRADES || days < MINIMUM_DAYS || !expectancy.isDefined()) {
      return Kind.NOT_ENOUGH_DATA;
    }
    if (expectancy.low() > 0) {
      return Kind.EDGE_IN_SAMPLE;
    }
    return expectancy.high() < 0 ? Kind.LOSS : Kind.NO_EDGE;
  }

  private static String text(Kind kind, WinLoss counted, int days, Interval expectancy) {
    String measured =
        String.format(
            Locale.ROOT,
            "after all costs a trade made %s USDT on average, 95 %% interval %s to %s",
            amount(counted.expectancy()),
            amount(expectancy.low()),
            amount(expectancy.high()));
    return switch (kind) {
      case NOT_ENOUGH_DATA ->
          String.format(
              Locale.ROOT,
              "Not enough data: %d closed trades on %d days; it takes %d trades and %d days before"
                  + " luck can be told from anything else.",
              counted.trades(),
              days,
              MINIMUM_TRADES,
              MINIMUM_DAYS);
      case EDGE_IN_SAMPLE ->
          "Edge seen in this sample, and in sample only: "
              + measured
              + ". It counts when it comes again on bars that chose nothing.";
      case LOSS -> "It loses: " + measured + ".";
      case NO_EDGE -> "No edge seen: " + measured + ", which contains 0.";
    };
  }

  private static String amount(double value) {
    return String.format(Locale.ROOT, "%,.2f", value).replace('-', '−');
  }
}
