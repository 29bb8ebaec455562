package io.lorentz.exchanges.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Contracts;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.dialect.FeedEvent;
import io.lorentz.exchanges.dialect.FundingRow;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.Keepalive;
import io.lorentz.exchanges.dialect.Link;
import io.lorentz.exchanges.dialect.RestLimit;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.RestRequest.Purpose;
import io.lorentz.exchanges.dialect.Spec;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A venue whose frames are read as ever, and whose answers come from what a recording knows: bars
 * by symbol and start, whoever asked for which. Its requests carry only what is asked for.
 */
final class RecordedDialect implements Dialect {

  private final Dialect dialect;
  private final Map<String, TreeMap<Long, BarRow>> bars = new TreeMap<>();
  private final Map<String, TreeMap<Long, FundingRow>> fundings = new TreeMap<>();
  private final Map<String, Spec> specs = new TreeMap<>();
  private final TreeMap<Long, Long> offsetsMs = new TreeMap<>();

  RecordedDialect(Dialect dialect, List<String> symbols, List<RecordedLine> lines) {
    this.dialect = dialect;
    // Sizes first: bars are read by them.
    for (RecordedLine line : lines) {
      if (line.kind() == RecordedLine.Kind.SPEC) {
        symbols.forEach(symbol -> learnSpec(symbol, line));
      }
    }
    for (RecordedLine line : lines) {
      learn(line);
    }
  }

  private void learnSpec(String symbol, RecordedLine line) {
    boolean other = !line.symbol().isEmpty() && !line.symbol().equals(symbol);
    if (other || specs.containsKey(symbol)) {
      return;
    }
    try {
      specs.put(symbol, dialect.readSpec(Json.parse(line.data()), symbol));
    } catch (UnreadableFrameException e) {
      // An answer about something else.
    }
  }

  private void learn(RecordedLine line) {
    try {
      switch (line.kind()) {
        case BARS -> {
          for (BarRow row :
              dialect.readBars(Json.parse(line.data()), line.symbol(), this::contractSize)) {
            if (row.startMs() + MINUTE_MS <= line.ms()) {
              bars.computeIfAbsent(row.symbol(), none -> new TreeMap<>()).put(row.startMs(), row);
            }
          }
        }
        case FUNDINGS -> {
          for (FundingRow row : dialect.readFundings(Json.parse(line.data()), line.symbol())) {
            fundings.computeIfAbsent(row.symbol(), none -> new TreeMap<>()).put(row.timeMs(), row);
          }
        }
        case CLOCK -> offsetsMs.put(line.ms(), Long.parseLong(line.data()));
        case FRAME, SPEC -> {
          // Frames are played, specifications were read before.
        }
      }
    } catch (UnreadableFrameException | NumberFormatException e) {
      throw new BadRecordingException(
          "a recorded answer of "
              + venue()
              + " at "
              + line.ms()
              + " cannot be read ("
              + e.getMessage()
              + "); remove that line");
    }
  }

  private BigDecimal contractSize(String symbol) throws UnreadableFrameException {
    Spec spec = specs.get(symbol);
    if (spec == null) {
      throw new UnreadableFrameException("no specification of " + symbol);
    }
    return spec.contractSize();
  }

  /**
   * The answer to a request at a time, as {@link #readBars} and the others read it; empty where the
   * recording knows nothing.
   */
  Optional<JsonNode> answer(RestRequest request, long nowMs) {
    return switch (request.purpose()) {
      case CLOCK -> {
        Map.Entry<Long, Long> known = offsetsMs.floorEntry(nowMs);
        yield Optional.of(LongNode.valueOf(nowMs + (known == null ? 0 : known.getValue())));
      }
      case BARS -> Optional.of(barsOf(request, nowMs));
      case SPEC ->
          specs.containsKey(request.symbol())
              ? Optional.of(JsonNodeFactory.instance.objectNode())
              : Optional.empty();
      case FUNDINGS -> Optional.of(JsonNodeFactory.instance.objectNode());
      case TICKET -> Optional.empty();
    };
  }

  private JsonNode barsOf(RestRequest request, long nowMs) {
    String[] range = request.path().split(" ", -1);
    NavigableMap<Long, BarRow> known =
        bars.getOrDefault(request.symbol(), new TreeMap<>())
            .subMap(Long.parseLong(range[0]), true, Long.parseLong(range[1]), true);
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (BarRow row : known.values()) {
      if (row.startMs() + MINUTE_MS <= nowMs) {
        rows.add(row.startMs());
      }
    }
    return rows;
  }

  @Override
  public String venue() {
    return dialect.venue();
  }

  @Override
  public String symbol(String instrument) {
    return dialect.symbol(instrument);
  }

  @Override
  public boolean tellsClosed() {
    return dialect.tellsClosed();
  }

  @Override
  public URI restAddress() {
    return dialect.restAddress();
  }

  @Override
  public Map<String, URI> socketAddresses() {
    return dialect.links(List.of(), Extras.NONE, 0).stream()
        .collect(
            TreeMap::new,
            (all, link) -> all.put(link.name(), URI.create("recorded:/")),
            Map::putAll);
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    return dialect.links(symbols, extras, nowMs);
  }

  @Override
  public Keepalive keepalive() {
    return dialect.keepalive();
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    return dialect.read(frame, contracts);
  }

  @Override
  public RestLimit limit() {
    return dialect.limit();
  }

  private static RestRequest request(Purpose purpose, String symbol, String range) {
    return new RestRequest(purpose, symbol, "GET", range, Map.of(), 1);
  }

  @Override
  public RestRequest clock() {
    return request(Purpose.CLOCK, "", "");
  }

  @Override
  public long readClock(JsonNode answer) {
    return answer.asLong();
  }

  @Override
  public int maxBars() {
    return 10_000;
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return request(Purpose.BARS, symbol, fromMs + " " + toMs);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts) {
    List<BarRow> rows = new ArrayList<>();
    for (JsonNode startMs : answer) {
      rows.add(bars.get(symbol).get(startMs.asLong()));
    }
    return rows;
  }

  @Override
  public RestRequest spec(String symbol) {
    return request(Purpose.SPEC, symbol, "");
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    contractSize(symbol);
    return specs.get(symbol);
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return request(Purpose.FUNDINGS, symbol, "");
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol) {
    return List.copyOf(fundings.getOrDefault(symbol, new TreeMap<>()).values());
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return Optional.empty();
  }
}
