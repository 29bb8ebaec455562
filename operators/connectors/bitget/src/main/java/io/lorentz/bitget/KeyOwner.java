package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose key it is and what it may do, asked of the venue; its outcome is {@link Outcome.Done} with
 * the account's id. For one thread at a time.
 */
public final class KeyOwner implements Conversation {

  private static final RestCall CALL = RestCall.get(Limits.KEY_OWNER, Urgency.ASK, Map.of());

  private List<String> permissions = List.of();

  @Override
  public RestCall call() {
    return CALL;
  }

  @Override
  public Optional<Outcome> take(int status, String body) {
    Reply reply = Reply.of(status, body);
    return Optional.of(reply.failure().orElseGet(() -> read(reply.data())));
  }

  private Outcome read(JsonNode data) {
    String accountId = data.path("userId").asText("");
    if (accountId.isEmpty()) {
      return new Outcome.Unclear(CALL.path() + ": names no userId");
    }
    List<String> words = new ArrayList<>();
    data.path("authorities").forEach(word -> words.add(word.asText()));
    permissions = List.copyOf(words);
    return new Outcome.Done(accountId);
  }

  /**
   * What the key may do, in the venue's words, once it was answered; empty where it says nothing.
   */
  public List<String> permissions() {
    return permissions;
  }
}
