package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.Optional;

/**
 * An answer of REST, out of its envelope.
 *
 * @param code as the venue gave it; empty if there was none
 * @param message in the venue's words; may be empty
 * @param data missing or null where there is none
 */
record Reply(int status, Answer answer, String code, String message, JsonNode data) {

  private static final int SERVER_ERROR = 500;

  /** Any answer, also one that is empty or no JSON. */
  static Reply of(int status, String body) {
    try {
      JsonNode root = Json.parse(body);
      Optional<String> code =
          Optional.of(ClassicRows.optional(root, "code")).filter(c -> !c.isEmpty());
      return new Reply(
          status,
          Answer.of(status, code),
          code.orElse(""),
          ClassicRows.optional(root, "msg"),
          root.path("data"));
    } catch (UnreadableFrameException e) {
      return new Reply(
          status,
          Answer.of(status, Optional.empty()),
          "",
          "the body " + (body.isEmpty() ? "is empty" : e.getMessage()),
          MissingNode.getInstance());
    }
  }

  /** What became of the question, unless it was carried out. */
  Optional<Outcome> failure() {
    if (status >= SERVER_ERROR) {
      return Optional.of(unclear());
    }
    return switch (answer) {
      case DONE -> Optional.empty();
      case UNKNOWN_OUTCOME, UNLISTED -> Optional.of(unclear());
      default -> Optional.of(new Outcome.Refused(answer, code, message));
    };
  }

  private Outcome unclear() {
    return new Outcome.Unclear("status=" + status + " code=" + code + " " + message);
  }
}
