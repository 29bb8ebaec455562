package io.lorentz.command.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes {@code chart.json}: what the page draws, small enough to be carried in it.
 *
 * <p>All bars of a run of up to a month of three instruments; of a longer one the bars of 15
 * minutes, and shorter ones only for the days on which a trade was open, until 6 MB are full.
 */
final class ChartFile {

  /** Name of the file. */
  static final String NAME = "chart.json";

  private static final long ALL_BARS_UP_TO = 300_000;
  private static final long DAY_BYTES_UP_TO = 6_000_000;
  private static final int CURVES_UP_TO = 24;
  private static final long DAY_MS = 86_400_000;
  private static final double CENTS = 100;

  /** Accounts that exist to be counted, not looked at. */
  private static final Pattern RANDOM = Pattern.compile("random-\\d+");

  private ChartFile() {}

  /** Whether an account is one of the many that are only counted. */
  static boolean isCountedOnly(String account) {
    return RANDOM.matcher(account).matches();
  }

  static void write(
      Path file,
      Map<String, ChartBars.Kept> bars,
      Map<String, EquityCurve> curves,
      List<RunRows.Trade> trades)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeObjectFieldStart("instruments");
      Map<String, Set<Long>> shown = daysShown(bars, trades);
      for (Map.Entry<String, ChartBars.Kept> instrument : bars.entrySet()) {
        json.writeObjectFieldStart(instrument.getKey());
        write(json, instrument.getValue(), shown.get(instrument.getKey()));
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("equity");
      int written = 0;
      for (Map.Entry<String, EquityCurve> curve : curves.entrySet()) {
        if (!isCountedOnly(curve.getKey()) && written < CURVES_UP_TO) {
          write(json, curve.getKey(), curve.getValue());
          written++;
        }
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, ChartBars.Kept kept, Set<Long> days)
      throws IOException {
    json.writeArrayFieldStart("levels");
    List<BarChunk> chosen = new ArrayList<>(kept.days());
    chosen.removeIf(chunk -> !days.contains(chunk.fromMs()));
    write(json, kept.lengthMs(), DAY_MS, chosen);
    if (!kept.overview().isEmpty()) {
      write(json, ChartBars.OVERVIEW_MS, 32 * DAY_MS, kept.overview());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, long lengthMs, long spanMs, List<BarChunk> chunks)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("length_ms", lengthMs);
    json.writeNumberField("span_ms", spanMs);
    json.writeArrayFieldStart("chunks");
    for (BarChunk chunk : chunks) {
      json.writeStartObject();
      json.writeNumberField("from", chunk.fromMs());
      json.writeNumberField("count", chunk.count());
      json.writeNumberField("decimals", chunk.decimals());
      json.writeBinaryField("bars", chunk.packed().toBytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String account, EquityCurve curve)
      throws IOException {
    List<EquityCurve.Point> points = curve.finish();
    json.writeObjectFieldStart(account);
    json.writeArrayFieldStart("minutes");
    for (EquityCurve.Point point : points) {
      json.writeNumber(point.timeMs() / 60_000);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("equity");
    for (EquityCurve.Point point : points) {
      json.writeRawValue(Cells.shortest(Math.round(point.equity() * CENTS) / CENTS));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Starts of the days whose shortest bars are written, by instrument. */
  private static Map<String, Set<Long>> daysShown(
      Map<String, ChartBars.Kept> bars, List<RunRows.Trade> trades) {
    Map<String, Set<Long>> shown = new TreeMap<>();
    boolean all = bars.values().stream().mapToLong(ChartBars.Kept::bars).sum() <= ALL_BARS_UP_TO;
    for (Map.Entry<String, ChartBars.Kept> instrument : bars.entrySet()) {
      ChartBars.Kept kept = instrument.getValue();
      boolean whole = all || kept.overview().isEmpty();
      Set<Long> traded = whole ? Set.of() : daysTraded(instrument.getKey(), trades);
      Set<Long> days = new HashSet<>();
      long bytes = 0;
      for (BarChunk chunk : kept.days()) {
        if (whole) {
          days.add(chunk.fromMs());
        } else if (traded.contains(chunk.fromMs())) {
          bytes += chunk.packed().size();
          if (bytes <= DAY_BYTES_UP_TO / bars.size()) {
            days.add(chunk.fromMs());
          }
        }
      }
      shown.put(instrument.getKey(), days);
    }
    return shown;
  }

  private static Set<Long> daysTraded(String instrument, List<RunRows.Trade> trades) {
    Set<Long> days = new HashSet<>();
    for (RunRows.Trade trade : trades) {
      if (trade.opened().getInstrument().equals(instrument)
          && !isCountedOnly(trade.opened().getAccount())) {
        long first = Math.floorDiv(trade.opened().getOpenTimeMs(), DAY_MS);
        long last =
            trade.closed().map(c -> Math.floorDiv(c.getCloseTimeMs(), DAY_MS)).orElse(first);
        // A trade held for long is looked at in longer bars but for its two ends.
        days.add(first * DAY_MS);
        days.add(last * DAY_MS);
        if (last - first <= 3) {
          for (long day = first; day <= last; day++) {
            days.add(day * DAY_MS);
          }
        }
      }
    }
    return days;
  }
}
