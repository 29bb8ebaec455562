package io.lorentz.core.orders;

import io.lorentz.schemas.EntryNumberState;
import io.lorentz.schemas.units.InstrumentSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers decisions of one account that may come several at one market time: of one instrument they
 * are attempts 0, 1, 2 and so get ids of their own. Entries have one of these; targets and
 * liquidations, which fills bring about, another. Not safe for threads.
 */
public final class EntryNumbers {

  private static final long NEVER = Long.MIN_VALUE;

  private final List<InstrumentSpec> instruments;
  private final long[] timesMs;
  private final int[] attempts;

  /** Starts without a decision. */
  public EntryNumbers(List<InstrumentSpec> instruments) {
    this.instruments = instruments;
    this.timesMs = new long[instruments.size()];
    this.attempts = new int[instruments.size()];
    Arrays.fill(timesMs, NEVER);
  }

  /** Goes on from an image; instruments that are not listed any more are dropped. */
  public static EntryNumbers restore(
      List<InstrumentSpec> instruments, List<EntryNumberState> image) {
    EntryNumbers numbers = new EntryNumbers(instruments);
    for (EntryNumberState state : image) {
      for (int i = 0; i < instruments.size(); i++) {
        if (instruments.get(i).name().equals(state.getInstrument())) {
          numbers.timesMs[i] = state.getDecisionTimeMs();
          numbers.attempts[i] = state.getAttempt();
        }
      }
    }
    return numbers;
  }

  /** Gives the state by name of instrument. */
  public List<EntryNumberState> image() {
    List<EntryNumberState> image = new ArrayList<>();
    for (int i = 0; i < timesMs.length; i++) {
      if (timesMs[i] != NEVER) {
        image.add(new EntryNumberState(instruments.get(i).name(), timesMs[i], attempts[i]));
      }
    }
    return image;
  }

  /** Numbers one more decision of the instrument at the market time, from 0. */
  public int next(int instrument, long decisionTimeMs) {
    attempts[instrument] = timesMs[instrument] == decisionTimeMs ? attempts[instrument] + 1 : 0;
    timesMs[instrument] = decisionTimeMs;
    return attempts[instrument];
  }
}
