package io.lorentz.core.market;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the last bar given against the other venues' bars of the same close. A price is doubted
 * once more venues differ from it than agree with it, the source itself not counted; it is trusted
 * again when enough closes in a row were confirmed and not doubted. Not for several threads.
 */
final class DeviationGuard {

  private static final double BP = 1e4;

  private final MarketOptions options;
  private final List<String> agreeing = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();
  private boolean doubted;
  private int cleanBars;

  DeviationGuard(MarketOptions options) {
    this.options = options;
  }

  void restore(List<String> agreed, List<String> differed, boolean inDoubt, int clean) {
    agreeing.addAll(agreed);
    differing.addAll(differed);
    doubted = inDoubt;
    cleanBars = clean;
  }

  /** Begins the next close; what was found at the one before it counts now. */
  void next(String source, Bar given, ArbiterSink sink) {
    if (doubted) {
      if (outvoted()) {
        cleanBars = 0;
      } else if (!agreeing.isEmpty()) {
        cleanBars++;
      }
      if (cleanBars >= options.trustAfterBars()) {
        doubted = false;
        sink.decision(
            new FeedDecision(
                FeedDecisionKind.PRICE_TRUSTED,
                given.getInstrument(),
                given.getCloseTimeMs(),
                source,
                "",
                "bars=" + cleanBars));
      }
    }
    agreeing.clear();
    differing.clear();
  }

  /** Holds another venue's bar of the same close against the one given. */
  void compare(String source, Bar given, String venue, Bar other, ArbiterSink sink) {
    agreeing.remove(venue);
    differing.remove(venue);
    double deviationBp = Math.abs(other.getClose() - given.getClose()) / given.getClose() * BP;
    boolean differs = deviationBp > options.maxDeviationBp();
    (differs ? differing : agreeing).add(venue);
    if (!doubted && outvoted()) {
      doubted = true;
      cleanBars = 0;
      sink.decision(
          new FeedDecision(
              FeedDecisionKind.PRICE_DOUBTED,
              given.getInstrument(),
              given.getCloseTimeMs(),
              source,
              venue,
              "close="
                  + given.getClose()
                  + " other="
                  + other.getClose()
                  + " boundBp="
                  + options.maxDeviationBp()));
    }
  }

  private boolean outvoted() {
    return differing.size() > agreeing.size();
  }

  List<String> agreeing() {
    return List.copyOf(agreeing);
  }

  List<String> differing() {
    return List.copyOf(differing);
  }

  boolean doubted() {
    return doubted;
  }

  int cleanBars() {
    return cleanBars;
  }
}
