package io.lorentz.bitget.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One connection to the private stream. It takes a login by its shape alone. Not thread-safe. */
public final class FakeStream {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> CHANNELS =
      Set.of("orders", "orders-algo", "fill", "positions", "account");
  private static final long SILENCE_MS = 120_000;
  private static final long LIFE_MS = 86_400_000;

  private final FakeMarket market;
  private final Set<String> subscribed = new LinkedHashSet<>();
  private final List<String> frames = new ArrayList<>();
  private final long openedMs;
  private long heardMs;
  private boolean loggedIn;
  private boolean closed;

  FakeStream(FakeMarket market, long nowMs) {
    this.market = market;
    this.openedMs = nowMs;
    this.heardMs = nowMs;
  }

  /** What the client has sent: ping, login or subscribe. */
  public void receive(long nowMs, String text) {
    if (!isOpen(nowMs)) {
      return;
    }
    heardMs = nowMs;
    if (text.equals("ping")) {
      frames.add("pong");
      return;
    }
    JsonNode request = parsed(text);
    switch (request.path("op").asText()) {
      case "login" -> login(request.path("args").path(0));
      case "subscribe" -> request.path("args").forEach(arg -> subscribe(arg, nowMs));
      default -> error(30016, "Param error", JsonNodeFactory.instance.objectNode());
    }
  }

  private void login(JsonNode arg) {
    boolean whole =
        arg.hasNonNull("apiKey")
            && arg.hasNonNull("passphrase")
            && arg.hasNonNull("sign")
            && arg.path("timestamp").asText().matches("[0-9]{10}");
    if (!whole) {
      error(30005, "Login failed", JsonNodeFactory.instance.objectNode());
      return;
    }
    loggedIn = true;
    frames.add(
        JsonNodeFactory.instance.objectNode().put("event", "login").put("code", 0).toString());
  }

  private void subscribe(JsonNode arg, long nowMs) {
    String channel = arg.path("channel").asText();
    if (!loggedIn) {
      error(30004, "User needs to log in", arg);
    } else if (!CHANNELS.contains(channel)
        || !arg.path("instType").asText().equals(FakeShapes.PRODUCT)
        || !arg.path(channel.equals("account") ? "coin" : "instId").asText().equals("default")) {
      error(30001, "channel " + channel + " doesn't exist", arg);
    } else {
      ObjectNode ack = JsonNodeFactory.instance.objectNode().put("event", "subscribe");
      frames.add(ack.set("arg", arg).toString());
      subscribed.add(channel);
      market.snapshot(this, channel, nowMs);
    }
  }

  private void error(int code, String message, JsonNode arg) {
    ObjectNode error = JsonNodeFactory.instance.objectNode().put("event", "error");
    error.set("arg", arg);
    frames.add(error.put("code", code).put("msg", message).toString());
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The client has sent no JSON: " + text, e);
    }
  }

  void push(String channel, List<ObjectNode> rows, long nowMs) {
    if (isOpen(nowMs) && subscribed.contains(channel)) {
      frames.add(FakePushes.frame(channel, rows, nowMs));
    }
  }

  /** What was sent since it was last asked, in order. */
  public List<String> take() {
    List<String> taken = List.copyOf(frames);
    frames.clear();
    return taken;
  }

  /** Whether it lives: two minutes of silence of the client end it, and a day does. */
  public boolean isOpen(long nowMs) {
    return !closed && nowMs - heardMs < SILENCE_MS && nowMs - openedMs < LIFE_MS;
  }

  /** It is gone, at both ends. */
  public void close() {
    closed = true;
  }
}
