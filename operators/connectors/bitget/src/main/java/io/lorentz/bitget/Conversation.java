package io.lorentz.bitget;

import io.lorentz.bitget.desk.Outcome;
import java.util.Optional;

/** What one question takes: a request, or several where the answer has pages. For one thread. */
public interface Conversation {

  /** What is to be sent now. It stays the same until {@link #take} has read its answer's page. */
  RestCall call();

  /**
   * Reads an answer.
   *
   * @param status HTTP status
   * @param body as it came; may be empty
   * @return what became of the question; empty if there is another page, which {@link #call} then
   *     asks for. After {@link Outcome.Refused} the same call may be sent again.
   */
  Optional<Outcome> take(int status, String body);
}
