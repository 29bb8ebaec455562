package io.lorentz.bitget;

import io.lorentz.bitget.desk.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the venue's two kinds of account a key belongs to. Each has an interface of its own, and
 * the wrong one takes no order.
 */
public enum AccountFamily {
  /** Served by v2, {@link ClassicDialect}. */
  CLASSIC,
  /** Served by v3, for which there is no dialect here. */
  UNIFIED;

  /** What is to be asked: the list of accounts of v2, which a unified account may not see. */
  public static Conversation question() {
    return new ReadTalk(
        RestCall.get(Limits.ACCOUNTS, Urgency.ASK, Map.of("productType", ClassicWrites.PRODUCT)),
        data -> new Outcome.Done(""));
  }

  /** What the question's outcome says; empty if it says nothing, as of a key that is refused. */
  public static Optional<AccountFamily> of(Outcome outcome) {
    if (outcome instanceof Outcome.Done) {
      return Optional.of(CLASSIC);
    }
    return outcome instanceof Outcome.Refused refused
            && refused.answer() == Answer.WRONG_ACCOUNT_FAMILY
        ? Optional.of(UNIFIED)
        : Optional.empty();
  }
}
