package io.lorentz.command.live;

import io.lorentz.bitget.desk.Outcome;

/** What a venue answered, for a person. */
final class VenueAnswers {

  private VenueAnswers() {}

  static String words(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.answer() + " " + refused.code() + " " + refused.message();
    } else if (outcome instanceof Outcome.Unclear unclear) {
      return unclear.why();
    } else if (outcome instanceof Outcome.NotSent not) {
      return not.why();
    }
    return "an answer to another question";
  }
}
