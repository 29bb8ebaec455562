package io.lorentz.command.report;

import static io.lorentz.command.report.TestingRows.DAY_MS;
import static io.lorentz.command.report.TestingRows.MINUTE_MS;
import static io.lorentz.command.report.TestingRows.START_MS;
import static io.lorentz.command.report.TestingRows.closed;
import static io.lorentz.command.report.TestingRows.equity;
import static io.lorentz.command.report.TestingRows.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartFileTest {

  @TempDir private Path folder;

  @Test
  void barsComeBackAsTheyWere() throws IOException, DataFormatException {
    Random random = new Random(3);
    ChartBars chart = new ChartBars();
    List<Bar> bars = new ArrayList<>();
    double price = 95_000;
    for (int minute = 0; minute < 2_000; minute++) {
      if (minute % 97 == 5) {
        continue; // a gap
      }
      double open = price;
      double close = tenths(open + 20 * random.nextGaussian());
      double high = tenths(Math.max(open, close) + 5 * random.nextDouble());
      double low = tenths(Math.min(open, close) - 5 * random.nextDouble());
      price = minute % 7 == 0 ? tenths(close + 1.3) : close;
      bars.add(bar(minute, open, high, low, close));
    }
    bars.forEach(chart);

    JsonNode levels = write(chart, List.of()).at("/instruments/BTCUSDT/levels");

    assertThat(levels).hasSize(2);
    assertThat(levels.get(0).path("length_ms").asLong()).isEqualTo(MINUTE_MS);
    assertThat(unpacked(levels.get(0))).isEqualTo(bars);
    assertThat(levels.get(1).path("length_ms").asLong()).isEqualTo(15 * MINUTE_MS);
    assertThat(unpacked(levels.get(1))).isEqualTo(quarters(bars));
  }

  @Test
  void aLongRunCarriesShortBarsForDaysWithTradesOnly() throws IOException {
    ChartBars chart = new ChartBars();
    int days = 220;
    for (int minute = 0; minute < days * 1440; minute++) {
      chart.accept(bar(minute, 100, 100.5, 99.5, 100.1));
    }
    RunRows.Trade trade =
        new RunRows.Trade(
            opened("main", "E", START_MS + 3 * DAY_MS, "1"),
            Optional.of(closed("main", "E", START_MS + 4 * DAY_MS + 1, "1", "1", "0")));
    RunRows.Trade counted =
        new RunRows.Trade(opened("random-007", "E", START_MS + 9 * DAY_MS, "1"), Optional.empty());

    JsonNode levels = write(chart, List.of(trade, counted)).at("/instruments/BTCUSDT/levels");

    assertThat(levels.get(0).path("chunks"))
        .extracting(chunk -> chunk.path("from").asLong())
        .containsExactly(START_MS + 3 * DAY_MS, START_MS + 4 * DAY_MS);
    assertThat(levels.get(1).path("chunks"))
        .extracting(chunk -> chunk.path("count").asInt())
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToInt(Integer.class::cast).sum())
                    .isEqualTo(days * 96));
  }

  @Test
  void aCurveKeepsEveryPeakAndFall() {
    long toMs = START_MS + 30 * DAY_MS;
    EquityCurve curve = new EquityCurve(START_MS, toMs);
    int minutes = 30 * 1440;
    for (int minute = 1; minute <= minutes; minute++) {
      String value = minute == 12_345 ? "20000" : minute == 12_346 ? "5000" : "10000";
      curve.add(equity("a", START_MS + minute * MINUTE_MS, value));
    }

    List<EquityCurve.Point> points = curve.finish();

    assertThat(points).hasSizeLessThan(4_002);
    assertThat(points)
        .containsSubsequence(
            new EquityCurve.Point(START_MS + 12_345 * MINUTE_MS, 20_000),
            new EquityCurve.Point(START_MS + 12_346 * MINUTE_MS, 5_000));
    assertThat(points.get(points.size() - 1).timeMs()).isEqualTo(toMs);
    assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.timeMs(), b.timeMs()));
  }

  private JsonNode write(ChartBars chart, List<RunRows.Trade> trades) throws IOException {
    Path file = folder.resolve(ChartFile.NAME);
    ChartFile.write(file, chart.finish(), Map.of(), trades);
    return new ObjectMapper().readTree(file.toFile());
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static Bar bar(long minute, double open, double high, double low, double close) {
    return bar(MINUTE_MS, START_MS + minute * MINUTE_MS, open, high, low, close);
  }

  private static Bar bar(
      long lengthMs, long startMs, double open, double high, double low, double close) {
    return new Bar(
        "BTCUSDT",
        lengthMs,
        startMs + lengthMs,
        open,
        high,
        low,
        close,
        1.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static List<Bar> quarters(List<Bar> bars) {
    long lengthMs = 15 * MINUTE_MS;
    List<Bar> quarters = new ArrayList<>();
    for (Bar bar : bars) {
      long startMs = Math.floorDiv(bar.getCloseTimeMs() - MINUTE_MS, lengthMs) * lengthMs;
      Bar last = quarters.isEmpty() ? null : quarters.get(quarters.size() - 1);
      if (last == null || last.getCloseTimeMs() != startMs + lengthMs) {
        quarters.add(
            bar(lengthMs, startMs, bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose()));
      } else {
        last.setHigh(Math.max(last.getHigh(), bar.getHigh()));
        last.setLow(Math.min(last.getLow(), bar.getLow()));
        last.setClose(bar.getClose());
      }
    }
    return quarters;
  }

  /** Reads the form that BarChunk defines, told anew. */
  private static List<Bar> unpacked(JsonNode level) throws IOException, DataFormatException {
    long lengthMs = level.path("length_ms").asLong();
    List<Bar> bars = new ArrayList<>();
    for (JsonNode chunk : level.path("chunks")) {
      int count = chunk.path("count").asInt();
      double scale = Math.pow(10, chunk.path("decimals").asInt());
      long[] numbers = numbers(chunk.path("bars").binaryValue(), 5 * count);
      long startMs = chunk.path("from").asLong();
      long close = 0;
      for (int i = 0; i < count; i++) {
        startMs += numbers[i] * lengthMs;
        long open = close + signed(numbers[count + i]);
        close = open + signed(numbers[2 * count + i]);
        long high = Math.max(open, close) + numbers[3 * count + i];
        long low = Math.min(open, close) - numbers[4 * count + i];
        bars.add(bar(lengthMs, startMs, open / scale, high / scale, low / scale, close / scale));
      }
    }
    return bars;
  }

  private static long signed(long zigzag) {
    return zigzag % 2 == 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  private static long[] numbers(byte[] packed, int count) throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    byte[] bytes = new byte[10 * count];
    int length = inflater.inflate(bytes);
    assertThat(inflater.finished()).isTrue();
    inflater.end();
    long[] numbers = new long[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int shift = 0;
      while (bytes[at] < 0) {
        numbers[i] |= (bytes[at++] & 0x7fL) << shift;
        shift += 7;
      }
      numbers[i] |= (long) bytes[at++] << shift;
    }
    assertThat(at).isEqualTo(length);
    return numbers;
  }
}
