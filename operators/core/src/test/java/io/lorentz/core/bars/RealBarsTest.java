package io.lorentz.core.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.TradeSide;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars built here equal the bars that the exchange published. */
class RealBarsTest {

  private static final long MINUTE = 60_000L;

  /** 2024-08-08 00:00 UTC. */
  private static final long DAY = 1_723_075_200_000L;

  @ParameterizedTest
  @ValueSource(strings = {"btcusdt", "ethusdt"})
  void recordedTradesCutIntoMinutesEqualTheOfficialBars(String symbol) throws IOException {
    Path frames = shared("ws-recordings/hftbacktest_binance-spot_" + symbol + "_20240808.gz");
    Path zip = shared("binance-spot-1m-lean-daily/" + symbol + "/20240808_trade.zip");
    Map<Long, Bar> official = officialDay(symbol, zip);
    List<Bar> cut = new ArrayList<>();
    BarBuilder builder = new BarBuilder(symbol, new BarOptions(List.of(MINUTE), 5));
    for (Trade trade : trades(symbol, frames)) {
      builder.onTrade(trade, cut::add);
    }

    assertThat(cut.get(0).getQuality()).isEqualTo(BarQuality.PARTIAL);
    List<Bar> whole =
        cut.stream().filter(bar -> bar.getCloseTimeMs() > DAY + 1435 * MINUTE).toList();
    List<Bar> last =
        whole.stream().filter(bar -> bar.getCloseTimeMs() <= DAY + 1440 * MINUTE).toList();
    assertThat(last).hasSize(5);
    for (Bar bar : last) {
      Bar other = official.get(bar.getCloseTimeMs());
      assertThat(bar.getQuality()).isEqualTo(BarQuality.COMPLETE);
      assertThat(prices(bar)).isEqualTo(prices(other));
      assertThat(bar.getVolume()).isCloseTo(other.getVolume(), within(1e-12 * other.getVolume()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "binance-usdm-perp_BTCUSDT_1m_typhonun, binance-usdm-perp_BTCUSDT_5m_marketlab-slice, 5, 8000",
    "binance-usdm-perp_ETHUSDT_1m_typhonun, binance-usdm-perp_ETHUSDT_5m_marketlab-slice, 5, 12000",
    "binance-usdm-perp_SOLUSDT_1m_typhonun, binance-usdm-perp_SOLUSDT_5m_marketlab-slice, 5, 8000",
    "binance-usdm-perp_BTCUSDT_1m_snow, binance-usdm-perp_BTCUSDT_5m_snow, 5, 8000",
    "binance-usdm-perp_ETHUSDT_1m_alper, binance-usdm-perp_ETHUSDT_15m_alper, 15, 1600",
    "binance-spot_SOLUSDT_5m_marketlab-slice, binance-spot_SOLUSDT_15m_marketlab-slice, 15, 17000",
  })
  void shorterBarsPutTogetherEqualTheOfficialLongerBars(
      String shorter, String longer, int minutes, int atLeast) throws IOException {
    List<Bar> series = csv(shared("csv/" + shorter + ".csv.gz"));
    Map<Long, Bar> official = new TreeMap<>();
    csv(shared("csv/" + longer + ".csv.gz"))
        .forEach(bar -> official.put(bar.getCloseTimeMs(), bar));
    long lengthMs = minutes * MINUTE;
    List<Bar> built = new ArrayList<>();
    BarBuilder builder =
        new BarBuilder("X", new BarOptions(List.of(series.get(0).getLengthMs(), lengthMs), 5));
    series.forEach(bar -> builder.onBar(bar, built::add));

    int compared = 0;
    for (Bar bar : built) {
      Bar other = official.get(bar.getCloseTimeMs());
      if (bar.getLengthMs() == lengthMs
          && bar.getQuality() == BarQuality.COMPLETE
          && other != null) {
        assertThat(prices(bar)).as("%s", other).isEqualTo(prices(other));
        assertThat(bar.getVolume())
            .isCloseTo(other.getVolume(), within(1e-9 * Math.max(1, other.getVolume())));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
  }

  private static List<Double> prices(Bar bar) {
    return List.of(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose());
  }

  private static List<Trade> trades(String symbol, Path path) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Trade> trades = new ArrayList<>();
    try (BufferedReader lines = text(new GZIPInputStream(Files.newInputStream(path)))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode frame = json.readTree(line.substring(line.indexOf(' ') + 1));
        JsonNode data = frame.path("data");
        if (frame.path("stream").asText().endsWith("@trade")) {
          trades.add(
              new Trade(
                  symbol,
                  data.path("T").asLong(),
                  data.path("t").asText(),
                  Double.parseDouble(data.path("p").asText()),
                  Double.parseDouble(data.path("q").asText()),
                  data.path("m").asBoolean() ? TradeSide.SELL : TradeSide.BUY));
        }
      }
    }
    return trades;
  }

  private static Map<Long, Bar> officialDay(String symbol, Path path) throws IOException {
    Map<Long, Bar> bars = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
      zip.getNextEntry();
      for (CsvRecord row : CsvReader.builder().ofCsvRecord(text(zip))) {
        Bar bar = bar(symbol, MINUTE, DAY + Long.parseLong(row.getField(0)), row);
        bars.put(bar.getCloseTimeMs(), bar);
      }
    }
    return bars;
  }

  private static List<Bar> csv(Path path) throws IOException {
    List<CsvRecord> rows = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      CsvReader.builder().ofCsvRecord(text(in)).forEach(rows::add);
    }
    rows.remove(0);
    long lengthMs = time(rows.get(1)) - time(rows.get(0));
    return rows.stream().map(row -> bar("X", lengthMs, time(row), row)).toList();
  }

  private static long time(CsvRecord row) {
    return Long.parseLong(row.getField(0));
  }

  private static Bar bar(String symbol, long lengthMs, long startMs, CsvRecord row) {
    return new Bar(
        symbol,
        lengthMs,
        startMs + lengthMs,
        Double.parseDouble(row.getField(1)),
        Double.parseDouble(row.getField(2)),
        Double.parseDouble(row.getField(3)),
        Double.parseDouble(row.getField(4)),
        Double.parseDouble(row.getField(5)),
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static BufferedReader text(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static Path shared(String name) {
    Path path = Path.of(System.getProperty("lorentz.shared", "shared"), "market-data", name);
    assumeTrue(Files.exists(path), () -> "skipped: there is no " + path);
    return path;
  }
}
