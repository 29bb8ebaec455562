package io.lorentz.command.manual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Contracts;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.dialect.FeedEvent;
import io.lorentz.exchanges.dialect.FundingRow;
import io.lorentz.exchanges.dialect.Keepalive;
import io.lorentz.exchanges.dialect.Link;
import io.lorentz.exchanges.dialect.RestLimit;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.RestRequest.Purpose;
import io.lorentz.exchanges.dialect.Spec;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A venue that says everything plainly: sizes in base currency, whether a bar is closed. */
public final class PlainVenue implements Dialect {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String venue() {
    return "plain";
  }

  @Override
  public String symbol(String instrument) {
    return instrument;
  }

  @Override
  public boolean tellsClosed() {
    return true;
  }

  @Override
  public URI restAddress() {
    return URI.create("https://rest.plain.example");
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return Map.of("public", URI.create("wss://stream.plain.example"));
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    List<String> subscriptions =
        symbols.stream().map(symbol -> "{\"subscribe\":\"" + symbol + "\"}").toList();
    return List.of(new Link("public", "/bars", Map.of(), subscriptions, true));
  }

  @Override
  public Keepalive keepalive() {
    return new Keepalive(20_000, nowMs -> "{\"ping\":" + nowMs + "}");
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    JsonNode root = parse(frame);
    if (root.has("subscribed")) {
      return List.of(new FeedEvent.Acknowledged());
    }
    return root.has("pong")
        ? List.of(new FeedEvent.Pong())
        : List.of(new FeedEvent.BarSeen(bar(root, field(root, "symbol").asText())));
  }

  private static BarRow bar(JsonNode row, String symbol) throws UnreadableFrameException {
    return new BarRow(
        symbol,
        field(row, "start").asLong(),
        field(row, "open").asDouble(),
        field(row, "high").asDouble(),
        field(row, "low").asDouble(),
        field(row, "close").asDouble(),
        field(row, "volume").asDouble(),
        field(row, "closed").asBoolean() ? BarRow.Finality.CLOSED : BarRow.Finality.OPEN);
  }

  private static JsonNode parse(String frame) throws UnreadableFrameException {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new UnreadableFrameException("plain: no JSON", e);
    }
  }

  /** A frame that lacks something is refused: nothing is guessed. */
  private static JsonNode field(JsonNode node, String name) throws UnreadableFrameException {
    if (!node.hasNonNull(name)) {
      throw new UnreadableFrameException("plain: no " + name);
    }
    return node.get(name);
  }

  @Override
  public RestLimit limit() {
    return new RestLimit(10, Duration.ofSeconds(1));
  }

  @Override
  public RestRequest clock() {
    return get(Purpose.CLOCK, "", "/time");
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return field(answer, "ms").asLong();
  }

  @Override
  public int maxBars() {
    return 500;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return get(Purpose.BARS, symbol, "/bars/" + symbol + "?from=" + fromMs + "&to=" + toMs);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    List<BarRow> bars = new ArrayList<>();
    for (JsonNode row : answer) {
      bars.add(bar(row, symbol));
    }
    return bars;
  }

  @Override
  public RestRequest spec(String symbol) {
    return get(Purpose.SPEC, symbol, "/spec/" + symbol);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    return new Spec(
        symbol,
        new BigDecimal(field(answer, "tick").asText()),
        new BigDecimal(field(answer, "lot").asText()),
        new BigDecimal(field(answer, "least").asText()),
        BigDecimal.ZERO,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        true);
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return get(Purpose.FUNDINGS, symbol, "/fundings/" + symbol + "?from=" + fromMs);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    List<FundingRow> payments = new ArrayList<>();
    for (JsonNode row : answer) {
      BigDecimal rate = new BigDecimal(field(row, "rate").asText());
      payments.add(new FundingRow(symbol, field(row, "ms").asLong(), rate));
    }
    return payments;
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return Optional.ofNullable(answer.get("error")).map(JsonNode::asText);
  }

  private static RestRequest get(Purpose purpose, String symbol, String path) {
    return new RestRequest(purpose, symbol, "GET", path, Map.of(), 1);
  }
}
