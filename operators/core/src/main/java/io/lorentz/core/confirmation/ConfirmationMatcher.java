package io.lorentz.core.confirmation;

import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.MatcherState;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;

/**
 * The confirmation rule, plainly: a candidate is confirmed by the first later one of the other
 * timeframe and the same direction that is near enough, unless an opposite one came between. The
 * earliest partner wins, and a match uses up everything up to it.
 *
 * <p>Takes the candidates of one instrument in {@link CandidateOrder}. Not thread-safe.
 */
public final class ConfirmationMatcher implements Imaged<MatcherState> {

  private final String instrument;
  private final ConfirmationOptions options;
  private final String source;

  /** All of one direction and timeframe, else two of them would have matched. Oldest first. */
  private final Deque<Candidate> open = new ArrayDeque<>();

  /**
   * Starts with nothing open.
   *
   * @param source name of the source that its signals bear
   */
  public ConfirmationMatcher(String instrument, ConfirmationOptions options, String source) {
    this.instrument = instrument;
    this.options = options;
    this.source = source;
  }

  /** Restores what {@link #image} gave. */
  public static ConfirmationMatcher restore(
      ConfirmationOptions options, String source, MatcherState image) {
    ConfirmationMatcher matcher = new ConfirmationMatcher(image.getInstrument(), options, source);
    matcher.open.addAll(image.getOpen());
    return matcher;
  }

  /** Takes the next candidate; gives the signal it completes, if any. */
  public Optional<Signal> onCandidate(Candidate later) {
    open.removeIf(earlier -> Agreement.ends(earlier, later, options));
    forgetBefore(later.getLogTimeMs() - options.boundMs());
    for (Candidate earlier : open) {
      if (Agreement.agree(earlier, later, options)) {
        open.clear();
        return Optional.of(Agreement.signal(earlier, later, options, source));
      }
    }
    open.addLast(later);
    return Optional.empty();
  }

  @Override
  public MatcherState image() {
    return new MatcherState(instrument, new ArrayList<>(open));
  }

  /** CEP's {@code within} is exclusive: a partial match as old as the bound has timed out. */
  private void forgetBefore(long oldestLogTimeMs) {
    while (!open.isEmpty() && open.peekFirst().getLogTimeMs() <= oldestLogTimeMs) {
      open.removeFirst();
    }
  }
}
