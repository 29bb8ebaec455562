package io.lorentz.core.market;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeedDecision;

/** Takes what {@link Arbiter} gives. */
public interface ArbiterSink {

  /** The next bar of the instrument, or a correction of the last. */
  void bar(Bar bar);

  /** What was decided; comes before the bar it was decided at. */
  void decision(FeedDecision decision);
}
