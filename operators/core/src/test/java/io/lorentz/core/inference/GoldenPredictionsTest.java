package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden series: votes, signals and neighbours from the golden features, filters and kernels,
 * so that nothing but inference is under test.
 */
class GoldenPredictionsTest {

  private static final double DISTANCE_TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(strings = {"ethusd_5m", "btcusdt_1h_a", "btcusdt_1m_a"})
  void shouldGiveTheGoldenVotesSignalsAndNeighbours(String series) {
    List<NamedCsvRecord> bars = golden(series + "_lc.csv.gz");
    List<NamedCsvRecord> neighbours = golden(series + "_nbr.csv.gz");
    assertThat(neighbours).hasSameSizeAs(bars).isNotEmpty();
    ResearchPredictions predictions = new ResearchPredictions();
    for (int i = 0; i < bars.size(); i++) {
      ResearchRow row = next(predictions, bars.get(i));
      assertThat(row.predStream()).as("pred_stream of bar %d", i).isEqualTo(vote(bars.get(i)));
      assertThat(row.predKnn8()).as("pred_knn8 of bar %d", i).isEqualTo(knn(bars.get(i)));
      assertThat(row.signal()).as("stream_* of bar %d", i).isEqualTo(signal(bars.get(i)));
      assertNeighbours(row, neighbours.get(i), i);
    }
  }

  private static void assertNeighbours(ResearchRow row, NamedCsvRecord golden, int bar) {
    assertThat(row.streamKeptIdx())
        .as("stream_kept_idx of bar %d", bar)
        .isEqualTo(indices(golden.getField("stream_kept_idx")));
    assertThat(row.knn8Idx())
        .as("knn8_idx of bar %d", bar)
        .isEqualTo(indices(golden.getField("knn8_idx")));
    assertDistances(row.streamKeptDist(), golden.getField("stream_kept_dist"), bar);
    assertDistances(row.knn8Dist(), golden.getField("knn8_dist"), bar);
  }

  private static void assertDistances(List<Double> distances, String golden, int bar) {
    List<String> expected = parts(golden);
    assertThat(distances).as("distances of bar %d", bar).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      double value = Double.parseDouble(expected.get(i));
      assertThat(distances.get(i))
          .as("distance %d of bar %d", i, bar)
          .isCloseTo(value, within(DISTANCE_TOLERANCE * Math.max(1, Math.abs(value))));
    }
  }

  private static ResearchRow next(ResearchPredictions predictions, NamedCsvRecord bar) {
    return predictions.onBar(
        number(bar, "f1"),
        number(bar, "f2"),
        number(bar, "f3"),
        number(bar, "f4"),
        number(bar, "f5"),
        number(bar, "close"),
        ChartFlags.byDefault(
            flag(bar, "filter_volatility"),
            flag(bar, "filter_regime"),
            flag(bar, "kernel_bull"),
            flag(bar, "kernel_bear"),
            flag(bar, "kernel_bull_change"),
            flag(bar, "kernel_bear_change")));
  }

  private static ChartSignal signal(NamedCsvRecord bar) {
    return new ChartSignal(
        Integer.parseInt(bar.getField("stream_signal")),
        Integer.parseInt(bar.getField("stream_bars_held")),
        flag(bar, "stream_is_early_flip"),
        flag(bar, "stream_new_buy"),
        flag(bar, "stream_new_sell"),
        flag(bar, "stream_start_long"),
        flag(bar, "stream_start_short"),
        flag(bar, "stream_end_long_strict"),
        flag(bar, "stream_end_short_strict"),
        flag(bar, "stream_end_long_dyn"),
        flag(bar, "stream_end_short_dyn"));
  }

  private static int vote(NamedCsvRecord bar) {
    return Integer.parseInt(bar.getField("pred_stream"));
  }

  private static OptionalInt knn(NamedCsvRecord bar) {
    String field = bar.getField("pred_knn8");
    return field.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(field));
  }

  private static List<Long> indices(String field) {
    return parts(field).stream().map(Long::valueOf).toList();
  }

  private static List<String> parts(String field) {
    return field.isEmpty() ? List.of() : Arrays.asList(field.split(";", -1));
  }

  private static double number(NamedCsvRecord bar, String column) {
    String field = bar.getField(column);
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }

  private static boolean flag(NamedCsvRecord bar, String column) {
    return bar.getField(column).equals("1");
  }

  private static List<NamedCsvRecord> golden(String name) {
    Path file = Path.of(System.getProperty("lorentz.shared", "../shared"), "golden", name);
    assumeTrue(Files.exists(file), () -> "golden values are not here: " + file);
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
