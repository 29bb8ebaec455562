package io.lorentz.command.live;

import io.lorentz.bitget.desk.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a venue answers before anything runs, for a person. A question that only reads and is not
 * answered is asked again: an edge that goes on after a crash must not stay away for one answer
 * that was lost, while positions are open.
 */
final class VenueAnswers {

  private static final int TRIES = 5;
  private static final long AGAIN_AFTER_MS = 1_000;
  private static final long ANSWERS_WITHIN_SECONDS = 20;

  private VenueAnswers() {}

  /**
   * Waits for an answer.
   *
   * @param question asks it, each time anew
   * @return the first that says something, else the last
   */
  static Outcome await(Consumer<Consumer<Outcome>> question) {
    Outcome outcome = once(question);
    for (int tries = 1; tries < TRIES && saysNothing(outcome); tries++) {
      try {
        TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return outcome;
      }
      outcome = once(question);
    }
    return outcome;
  }

  private static boolean saysNothing(Outcome outcome) {
    return outcome instanceof Outcome.Unclear || outcome instanceof Outcome.NotSent;
  }

  private static Outcome once(Consumer<Consumer<Outcome>> question) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    question.accept(answer::complete);
    try {
      return answer.get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new Outcome.Unclear("no answer within " + ANSWERS_WITHIN_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unclear("interrupted");
    }
  }

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
