package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import java.util.Optional;

/** A write: one request, one answer. */
final class WriteTalk implements Conversation {

  private final Ask.Write ask;
  private final RestCall call;

  WriteTalk(Ask.Write ask) {
    this.ask = ask;
    call = ClassicWrites.call(ask);
  }

  @Override
  public RestCall call() {
    return call;
  }

  @Override
  public Optional<Outcome> take(int status, String body) {
    Reply reply = Reply.of(status, body);
    return Optional.of(reply.failure().map(this::unlessSo).orElseGet(() -> done(reply.data())));
  }

  /** A setting that is so already is as good as set. */
  private Outcome unlessSo(Outcome failure) {
    return failure instanceof Outcome.Refused refused && refused.answer() == Answer.NO_CHANGE
        ? new Outcome.Done("")
        : failure;
  }

  private Outcome done(JsonNode data) {
    return ask instanceof Ask.CancelStop cancel
        ? cancelled(cancel.orderId(), data)
        : new Outcome.Done(ClassicRows.optional(data, "orderId"));
  }

  /** The code of the whole says nothing here: each order has its own. */
  private static Outcome cancelled(String orderId, JsonNode data) {
    for (JsonNode failed : data.path("failureList")) {
      if (isOf(failed, orderId)) {
        return refused(failed);
      }
    }
    for (JsonNode each : data.path("successList")) {
      if (isOf(each, orderId)) {
        return new Outcome.Done(orderId);
      }
    }
    return new Outcome.Unclear("neither cancelled nor refused: " + orderId);
  }

  private static boolean isOf(JsonNode row, String orderId) {
    return ClassicRows.optional(row, "orderId").equals(orderId);
  }

  private static Outcome refused(JsonNode failed) {
    String code = ClassicRows.optional(failed, "errorCode");
    String message = ClassicRows.optional(failed, "errorMsg");
    Answer answer = Answer.of(200, Optional.of(code).filter(text -> !text.isEmpty()));
    return switch (answer) {
      case UNKNOWN_OUTCOME, UNLISTED -> new Outcome.Unclear("code=" + code + " " + message);
      default -> new Outcome.Refused(answer, code, message);
    };
  }
}
