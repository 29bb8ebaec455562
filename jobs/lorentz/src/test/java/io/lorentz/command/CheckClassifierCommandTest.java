package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.check.WalkingMarket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the published classifier really does, measured by the command that people use. */
final class CheckClassifierCommandTest {

  @TempDir private Path folder;

  @Test
  void itKeepsTheFarthestRowsAndFollowsTheLastMoveEvenOnARandomWalk() throws IOException {
    Path market = WalkingMarket.write(folder.resolve("market.csv"), 8_000, 3);

    JsonNode json = measure(market, "walk");

    assertThat(json.path("bars").asInt()).isEqualTo(8_000);
    requireInversions(json);
    // Nobody can know where a random walk goes, but the table's price wins all the same.
    JsonNode knows = json.path("vote_knows_next_move");
    assertThat(knows.path("low_95").asDouble()).isLessThan(0.5);
    assertThat(knows.path("high_95").asDouble()).isGreaterThan(0.48);
    requireFlattery(json);
  }

  @Test
  void realBarsShowTheMeasuredTruth() throws IOException {
    Path bars = SharedFolder.file("market-data/csv/binance-usdm-perp_BTCUSDT_1m_typhonun.csv.gz");

    JsonNode json = measure(bars, "real");

    requireInversions(json);
    requireFlattery(json);
    assertThat(share(json, "vote_knows_next_move")).isBetween(0.48, 0.505);
    assertThat(json.path("trades_next_open_to_next_open").path("won").asDouble())
        .isBetween(0.45, 0.55);
    assertThat(json.path("trades_at_table_price").path("won").asDouble()).isGreaterThan(0.68);
    assertThat(json.path("sign_differs_when_started_1000_bars_later").asDouble())
        .isBetween(0.15, 0.35);
  }

  /** The figures of the 5,000 bars that golden values were made of, counted from those values. */
  @Test
  void agreesWithTheGoldenNeighbours() throws IOException {
    CsvTable golden = CsvTable.read(SharedFolder.file("golden/btcusdt_1m_a_lc.csv.gz"));
    Path csv = folder.resolve("golden.csv");
    StringBuilder rows = new StringBuilder("open_time_ms,open,high,low,close,volume\n");
    int right = 0;
    int judged = 0;
    int asLast = 0;
    int moved = 0;
    for (int i = 0; i < golden.rows().size(); i++) {
      rows.append(golden.cell(i, "time")).append("000");
      for (String column : new String[] {"open", "high", "low", "close", "volume"}) {
        rows.append(',').append(golden.cell(i, column));
      }
      rows.append('\n');
      String forward = golden.cell(i, "label_fwd4");
      int vote = Integer.signum(Integer.parseInt(golden.cell(i, "pred_stream")));
      int last = -Integer.parseInt(golden.cell(i, "label_pine"));
      if (i >= 2_000 && vote != 0 && last != 0) {
        moved++;
        asLast += vote == last ? 1 : 0;
      }
      if (i >= 2_000 && vote != 0 && !forward.isEmpty() && !forward.equals("0")) {
        judged++;
        right += vote == Integer.parseInt(forward) ? 1 : 0;
      }
    }
    Files.writeString(csv, rows);

    JsonNode json = measure(csv, "golden");

    assertThat(json.path("vote_knows_next_move").path("bars").asInt()).isEqualTo(judged);
    assertThat(share(json, "vote_knows_next_move")).isEqualTo((double) right / judged);
    assertThat(json.path("vote_has_sign_of_last_move").path("bars").asInt()).isEqualTo(moved);
    assertThat(share(json, "vote_has_sign_of_last_move")).isEqualTo((double) asLast / moved);
  }

  private static void requireInversions(JsonNode json) {
    assertThat(json.path("kept_rows_median_place").asDouble()).isGreaterThan(0.98);
    assertThat(json.path("kept_rows_in_nearest_tenth").asDouble()).isLessThan(0.02);
    assertThat(share(json, "vote_has_sign_of_farthest_8")).isGreaterThan(0.8);
    assertThat(share(json, "vote_has_sign_of_nearest_8")).isLessThan(0.35);
    assertThat(share(json, "vote_has_sign_of_last_move")).isGreaterThan(0.6);
    assertThat(share(json, "nearest_8_have_sign_of_last_move")).isLessThan(0.25);
  }

  private static void requireFlattery(JsonNode json) {
    JsonNode flattering = json.path("trades_at_table_price");
    JsonNode honest = json.path("trades_next_open_to_next_open");
    assertThat(flattering.path("trades").asInt()).isEqualTo(honest.path("trades").asInt());
    assertThat(flattering.path("trades").asInt()).isGreaterThan(30);
    assertThat(flattering.path("won").asDouble())
        .isGreaterThan(honest.path("won").asDouble() + 0.1);
  }

  private static double share(JsonNode json, String key) {
    return json.path(key).path("share").asDouble();
  }

  private JsonNode measure(Path bars, String name) throws IOException {
    Path out = folder.resolve(name);
    RealCommandLine.Result result =
        RealCommandLine.run(
            "check",
            "classifier",
            "--bars",
            "BTCUSDT=" + bars,
            "--timeframe",
            "1m",
            "--out",
            out.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("The sign of its vote is that of", "won from the next open to the next open");
    assertThat(new ObjectMapper().readTree(out.resolve("manifest.json").toFile()).path("files"))
        .hasSize(1);
    return new ObjectMapper().readTree(out.resolve("classifier.json").toFile());
  }
}
