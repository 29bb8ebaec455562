package io.lorentz.exchanges.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Writes what a recorder would have written of venues that never were. */
public final class FakeRecording {

  private static final int HISTORY_PIECE = 500;

  /** A stretch of a venue without frames: it is away. */
  public record Outage(String venue, long fromMs, long toMs) {

    boolean holds(String name, long ms) {
      return venue.equals(name) && ms >= fromMs && ms < toMs;
    }
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final Bars market;
  private final List<String> venues;
  private final List<String> instruments;
  private final List<Outage> outages;

  /** Where bars come from. */
  public interface Bars {

    /** A bar after so many of {@link FakeMarket#STEPS} steps. */
    Shape bar(String venue, String instrument, long startMs, int steps);
  }

  public FakeRecording(
      Bars market, List<String> venues, List<String> instruments, List<Outage> outages) {
    this.market = market;
    this.venues = venues;
    this.instruments = instruments;
    this.outages = outages;
  }

  /**
   * Writes the file.
   *
   * @param beginMs when recording began; history of so many minutes was fetched then
   */
  public void write(Path file, long beginMs, int historyMinutes, int minutes) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String venue : venues) {
        answers(out, venue, beginMs, historyMinutes, minutes);
      }
      long endMs = beginMs + minutes * FakeMarket.MINUTE_MS;
      for (long ms = beginMs; ms < endMs; ms += FakeMarket.MINUTE_MS / FakeMarket.STEPS) {
        for (String venue : venues) {
          frames(out, venue, ms);
        }
      }
    }
  }

  private void answers(
      BufferedWriter out, String venue, long beginMs, int historyMinutes, int minutes)
      throws IOException {
    Speech speech = Speech.of(venue);
    Dialect dialect = Dialects.of(venue).orElseThrow();
    line(out, venue, "CLOCK", beginMs, "", "0");
    for (String instrument : instruments) {
      String symbol = dialect.symbol(instrument);
      line(out, venue, "SPEC", beginMs, symbol, speech.spec(symbol));
      long fromMs =
          Math.floorDiv(beginMs, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS
              - historyMinutes * FakeMarket.MINUTE_MS;
      // What was missed in an outage is fetched after it, so answers reach to the end.
      int all = historyMinutes + minutes;
      long nowMs = beginMs + minutes * FakeMarket.MINUTE_MS;
      for (int piece = 0; piece < all; piece += HISTORY_PIECE) {
        TreeMap<Long, Shape> bars = new TreeMap<>();
        for (int i = piece; i < Math.min(all, piece + HISTORY_PIECE); i++) {
          long startMs = fromMs + i * FakeMarket.MINUTE_MS;
          bars.put(startMs, market.bar(venue, instrument, startMs, FakeMarket.STEPS));
        }
        line(out, venue, "BARS", nowMs, symbol, speech.bars(symbol, bars, nowMs));
      }
    }
  }

  private void frames(BufferedWriter out, String venue, long ms) throws IOException {
    if (outages.stream().anyMatch(outage -> outage.holds(venue, ms))) {
      return;
    }
    Speech speech = Speech.of(venue);
    Dialect dialect = Dialects.of(venue).orElseThrow();
    long startMs = Math.floorDiv(ms, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS;
    int steps = (int) ((ms - startMs) * FakeMarket.STEPS / FakeMarket.MINUTE_MS);
    if (speech.greeting().isPresent() && steps == 0) {
      line(out, venue, "FRAME", ms, "", speech.greeting().get());
    }
    for (String instrument : instruments) {
      String symbol = dialect.symbol(instrument);
      if (steps == 0) {
        long before = startMs - FakeMarket.MINUTE_MS;
        Shape last = market.bar(venue, instrument, before, FakeMarket.STEPS);
        line(out, venue, "FRAME", ms + 200, "", speech.bar(symbol, before, last, true, ms + 200));
      } else {
        Shape shape = market.bar(venue, instrument, startMs, steps);
        line(out, venue, "FRAME", ms, "", speech.bar(symbol, startMs, shape, false, ms));
      }
    }
  }

  private void line(
      BufferedWriter out, String venue, String kind, long ms, String symbol, String data)
      throws IOException {
    ObjectNode node = mapper.createObjectNode();
    node.put("venue", venue).put("kind", kind).put("ms", ms).put("link", 0);
    node.put("symbol", symbol).put("data", data);
    out.write(node.toString());
    out.newLine();
  }
}
