package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Contracts;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.dialect.FeedEvent;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.feed.FeedOptions;
import io.lorentz.exchanges.feed.FeedRequest;
import io.lorentz.exchanges.feed.Gathering;
import io.lorentz.exchanges.feed.RunningFeed;
import io.lorentz.exchanges.feed.ScaledClock;
import io.lorentz.exchanges.recording.Playback;
import io.lorentz.exchanges.recording.Recording;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that people recorded at the venues, through the code that reads them live. */
class RecordedFramesITCase {

  private static final Path DATA = Path.of(System.getProperty("lorentz.shared"), "market-data");
  private static final long MINUTE_MS = 60_000;

  @TempDir Path folder;

  @BeforeAll
  static void requireRecordings() {
    assumeTrue(Files.isDirectory(DATA), DATA + " is not there, so no recording is played");
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The trades of a recording, cut into minutes, are the bars that the exchange published. */
  @ParameterizedTest
  @ValueSource(strings = {"btcusdt", "ethusdt"})
  void tradesCutIntoMinutesAreTheOfficialBars(String symbol) throws Exception {
    Dialect binance = Dialects.of("binance").orElseThrow();
    BarBuilder builder =
        new BarBuilder(symbol.toUpperCase(Locale.ROOT), new BarOptions(List.of(MINUTE_MS), 0));
    Map<Long, Bar> cut = new TreeMap<>();
    Path file = DATA.resolve("ws-recordings/hftbacktest_binance-spot_" + symbol + "_20240808.gz");
    try (BufferedReader reader = lines(new GZIPInputStream(Files.newInputStream(file)))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        for (FeedEvent event : read(binance, line.substring(line.indexOf(' ') + 1))) {
          if (event instanceof FeedEvent.TradeSeen trade) {
            builder.onTrade(
                new Trade(
                    trade.symbol(),
                    trade.timeMs(),
                    trade.id(),
                    trade.price(),
                    trade.size(),
                    trade.aggressor()),
                bar -> cut.put(bar.getCloseTimeMs(), bar));
          }
        }
      }
    }
    builder.onHeartbeat(
        new Heartbeat(Instant.parse("2024-08-09T00:00:00Z").toEpochMilli()),
        bar -> cut.put(bar.getCloseTimeMs(), bar));
    Map<Long, List<Double>> official = official(symbol);
    long firstMs = Instant.parse("2024-08-08T23:56:00Z").toEpochMilli();
    for (long closeMs = firstMs; closeMs <= firstMs + 4 * MINUTE_MS; closeMs += MINUTE_MS) {
      Bar bar = cut.get(closeMs);
      List<Double> published = official.get(closeMs);
      assertThat(List.of(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose()))
          .containsExactlyElementsOf(published.subList(0, 4));
      assertThat(bar.getVolume()).isEqualTo(published.get(4), within(1e-9));
    }
  }

  private static List<FeedEvent> read(Dialect dialect, String frame) {
    try {
      return dialect.read(frame, Contracts.ONE);
    } catch (UnreadableFrameException e) {
      return List.of();
    }
  }

  private static Map<Long, List<Double>> official(String symbol) throws IOException {
    Map<Long, List<Double>> bars = new TreeMap<>();
    Path zip = DATA.resolve("binance-spot-1m-lean-daily/" + symbol + "/20240808_trade.zip");
    long dayMs = Instant.parse("2024-08-08T00:00:00Z").toEpochMilli();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      in.getNextEntry();
      BufferedReader reader = lines(in);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",", -1);
        List<Double> values = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
          values.add(Double.valueOf(cells[i]));
        }
        bars.put(dayMs + Long.parseLong(cells[0]) + MINUTE_MS, values);
      }
    }
    return bars;
  }

  /** The one minute that ends while Bybit was recorded: as the venue's closing frame has it. */
  @Test
  void theMinuteThatEndsInARecordingOfBybitIsGivenAsItWasClosed() throws Exception {
    Path file = linear(folder.resolve("bybit.jsonl"));
    Recording recording = Recording.read(List.of(file));
    assertThat(recording.venues()).containsExactly("bybit");
    Map<String, BarRow> closed = closedRows(file);
    List<String> instruments = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    ScaledClock clock = new ScaledClock(recording.firstMs() - 5_000, 20);
    Gathering edge =
        new Gathering(
            new EdgeOptions(250, 10_000, 5_000, true), List.of("bybit"), instruments, clock);
    Playback playback = new Playback(recording, clock);
    Map<String, Long> begin = new TreeMap<>();
    long beginMs = Math.floorDiv(recording.firstMs(), MINUTE_MS) * MINUTE_MS;
    instruments.forEach(instrument -> begin.put(instrument, beginMs));
    try (RunningFeed feed =
        RunningFeed.start(
            playback.dialect(Dialects.of("bybit").orElseThrow(), instruments),
            FeedOptions.defaults(),
            new FeedRequest(begin, Extras.NONE, Long.MAX_VALUE),
            playback,
            clock,
            Duration.ofMillis(2),
            edge,
            new Random(1))) {
      edge.until(() -> clock.getAsLong() > recording.lastMs(), 30, "the end of the recording");
      assertThat(feed.faulted()).isFalse();
    }
    for (String instrument : instruments) {
      List<VenueBar> bars = edge.bars("bybit", instrument);
      assertThat(bars).as(instrument).hasSize(1);
      BarRow row = closed.get(instrument);
      assertThat(bars.get(0).getBar().getCloseTimeMs()).isEqualTo(row.startMs() + MINUTE_MS);
      assertThat(bars.get(0).getBar().getClose()).isEqualTo(row.close());
      assertThat(bars.get(0).getBar().getVolume()).isEqualTo(row.volume());
    }
  }

  /** The recording holds spot too, over a connection of its own; this is what is of perpetuals. */
  private static Path linear(Path target) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> written = new ArrayList<>();
    Path file = DATA.resolve("ws-recordings/cryptofeed_BYBIT.jsonl.gz");
    try (BufferedReader reader = lines(new GZIPInputStream(Files.newInputStream(file)))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = json.readTree(line);
        String kind = node.path("t").asText();
        boolean frame = kind.equals("recv") && node.path("conn").asText().equals("BYBIT.ws.2");
        if (frame || kind.equals("http")) {
          written.add(
              json.createObjectNode()
                  .put("venue", "bybit")
                  .put("kind", frame ? "FRAME" : "SPEC")
                  .put("ms", Math.round(node.path("ts").asDouble() * 1_000))
                  .put("symbol", "")
                  .put("data", node.path("data").asText())
                  .toString());
        }
      }
    }
    return Files.write(target, written);
  }

  private static Map<String, BarRow> closedRows(Path file) throws IOException {
    Map<String, BarRow> closed = new TreeMap<>();
    Dialect bybit = Dialects.of("bybit").orElseThrow();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file)) {
      for (FeedEvent event : read(bybit, json.readTree(line).path("data").asText())) {
        if (event instanceof FeedEvent.BarSeen seen
            && seen.row().finality() == BarRow.Finality.CLOSED) {
          closed.put(seen.row().symbol(), seen.row());
        }
      }
    }
    return closed;
  }

  /** What a recording holds besides bars is read too. */
  @Test
  void quotesMarksAndTradesOfRecordingsAreRead() throws Exception {
    Map<String, Integer> seen = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    for (String name : List.of("BYBIT", "BINANCE_FUTURES", "OKX")) {
      Dialect dialect = Dialects.of(name.split("_", -1)[0].toLowerCase(Locale.ROOT)).orElseThrow();
      Path file = DATA.resolve("ws-recordings/cryptofeed_" + name + ".jsonl.gz");
      try (BufferedReader reader = lines(new GZIPInputStream(Files.newInputStream(file)))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          for (FeedEvent event : read(dialect, json.readTree(line).path("data").asText())) {
            seen.merge(name + " " + event.getClass().getSimpleName(), 1, Integer::sum);
          }
        }
      }
    }
    assertThat(seen)
        .containsKeys(
            "BYBIT BarSeen",
            "BYBIT TradeSeen",
            "BYBIT MarkSeen",
            "BYBIT QuoteSeen",
            "BINANCE_FUTURES BarSeen",
            "BINANCE_FUTURES TradeSeen",
            "BINANCE_FUTURES QuoteSeen",
            "OKX TradeSeen",
            "OKX QuoteSeen");
  }
}
