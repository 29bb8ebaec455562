package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.bitget.desk.Push;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The private stream of the classic account. */
final class ClassicDialog implements PrivateDialog {

  private static final List<String> CHANNELS =
      List.of("orders", "orders-algo", "fill", "positions", "account");

  private static final Said NOTHING = new Said(List.of(), List.of());

  private final Credentials credentials;
  private final Signing signing;
  private final Set<String> waiting = new HashSet<>(CHANNELS);

  ClassicDialog(Credentials credentials) {
    this.credentials = credentials;
    signing = new Signing(credentials);
  }

  @Override
  public String login(long timestampS) {
    ObjectNode login = JsonNodeFactory.instance.objectNode().put("op", "login");
    login
        .putArray("args")
        .addObject()
        .put("apiKey", credentials.key())
        .put("passphrase", credentials.passphrase())
        .put("timestamp", Long.toString(timestampS))
        .put("sign", signing.login(timestampS));
    return login.toString();
  }

  @Override
  public String ping() {
    return "ping";
  }

  @Override
  public Said read(String text) throws UnreadableFrameException {
    if (text.equals("pong")) {
      return NOTHING;
    }
    JsonNode root = Json.parse(text);
    return root.hasNonNull("event") ? event(root) : push(root);
  }

  private Said event(JsonNode root) throws UnreadableFrameException {
    String event = ClassicRows.required(root, "event");
    return switch (event) {
      case "login" -> login(root);
      case "subscribe" -> subscribed(channel(root));
      case "error" -> said(new Push.Lost(refusal(root)));
      default -> throw new UnreadableFrameException("unknown event: " + event);
    };
  }

  private Said login(JsonNode root) {
    return ClassicRows.optional(root, "code").equals("0")
        ? new Said(List.of(subscription()), List.of())
        : said(new Push.Lost(refusal(root)));
  }

  private String refusal(JsonNode root) {
    String message = credentials.hiddenIn(ClassicRows.optional(root, "msg"));
    return "the venue says " + ClassicRows.optional(root, "code") + " " + message;
  }

  private static String subscription() {
    ObjectNode subscription = JsonNodeFactory.instance.objectNode().put("op", "subscribe");
    ArrayNode args = subscription.putArray("args");
    for (String channel : CHANNELS) {
      args.addObject()
          .put("instType", ClassicWrites.PRODUCT)
          .put("channel", channel)
          .put(channel.equals("account") ? "coin" : "instId", "default");
    }
    return subscription.toString();
  }

  private static String channel(JsonNode root) throws UnreadableFrameException {
    return ClassicRows.required(Json.field(root, "arg"), "channel");
  }

  /** Ready once, when the last of all is there. */
  private Said subscribed(String channel) {
    return waiting.remove(channel) && waiting.isEmpty() ? said(new Push.Ready()) : NOTHING;
  }

  private static Said said(Push push) {
    return new Said(List.of(), List.of(push));
  }

  private Said push(JsonNode root) throws UnreadableFrameException {
    JsonNode data = Json.array(root, "data");
    String channel = channel(root);
    return switch (channel) {
      case "orders" -> said(orders(data));
      case "orders-algo" -> stops(data);
      case "fill" -> said(new Push.Fills(ClassicRows.all(data, ClassicRows::fill)));
      case "positions" ->
          said(new Push.Positions(ClassicRows.all(data, ClassicRows::pushedPosition)));
      case "account" -> money(data);
      default -> throw new UnreadableFrameException("unknown channel: " + channel);
    };
  }

  private static Push orders(JsonNode data) throws UnreadableFrameException {
    return new Push.Orders(
        ClassicRows.all(data, ClassicRows::pushedOrder),
        ClassicRows.all(data, ClassicRows::pushedFill));
  }

  /** Trigger orders are no stops: a frame of them alone says nothing. */
  private static Said stops(JsonNode data) throws UnreadableFrameException {
    List<Seen.Stop> stops = ClassicRows.all(data, ClassicRows::pushedStop);
    return stops.isEmpty() ? NOTHING : said(new Push.Stops(stops));
  }

  private static Said money(JsonNode data) throws UnreadableFrameException {
    List<Seen.Money> money = ClassicRows.all(data, ClassicRows::pushedMoney);
    return money.isEmpty() ? NOTHING : said(new Push.Money(money.get(0)));
  }
}
