package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.check.WalkingMarket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long anything depends on where history starts, measured by the command that people use. */
final class CheckWarmUpCommandTest {

  @TempDir private static Path folder;
  private static JsonNode byDefault;
  private static RealCommandLine.Result defaults;
  private static Path market;

  @BeforeAll
  static void measure() throws IOException {
    market = WalkingMarket.write(folder.resolve("market.csv"), 6_000, 7);
    defaults =
        RealCommandLine.run(
            warmUp("defaults", "--starts", "2", "--set", "confirmation.min-confidence=0.4"));
    byDefault = json("defaults");
  }

  @Test
  void theDefaultEnsembleDependsOnTheStartAndEachPartThatTradesIsNamed() {
    assertThat(defaults.exitCode()).isEqualTo(1);
    assertThat(defaults.err()).isEmpty();
    assertThat(defaults.out())
        .contains("FOUND: this trades, and differs after trading began")
        .containsPattern("\\n  features BTCUSDT \\d+m waveTrend: [1-9][0-9]* rows differ")
        .containsPattern("\\n  predictions BTCUSDT 1m score: [1-9][0-9]* rows differ")
        .doesNotContain("  features BTCUSDT 1m rsi14: ", "research BTCUSDT 1m pred_stream: ");
    assertThat(byDefault.path("clean").asBoolean()).isFalse();
  }

  @Test
  void thePublishedIndicatorIsSeenToDependOnTheStart() {
    JsonNode vote = column("research BTCUSDT 1m", "pred_stream");

    assertThat(vote.path("agrees_for_good_after_bars").isNull()).isTrue();
    assertThat(vote.path("differing").asLong()).isGreaterThan(vote.path("rows").asLong() / 4);
  }

  @Test
  void windowsAgreeWhenTheyAreFull() {
    assertThat(bars("research BTCUSDT 1m", "tv_sma20")).isEqualTo(19);
    assertThat(bars("research BTCUSDT 1m", "sma200")).isEqualTo(199);
    assertThat(bars("research BTCUSDT 1m", "yhat1_rq")).isEqualTo(26);
    assertThat(bars("labels BTCUSDT 1m", "label_fwd4")).isEqualTo(4);
    assertThat(column("research BTCUSDT 1m", "sma200").path("declared_bars").asInt())
        .isEqualTo(199);
  }

  @Test
  void smoothedAveragesTakeLongerThanTheyDeclare() {
    // Wilder's average of 14 forgets by 13/14 a bar: 1e-9 of a value near 1 takes 280 bars.
    assertThat(bars("features BTCUSDT 1m", "rsi14")).isBetween(200L, 320L);
    // The script's own ADX(20) begins with a spike of the size of the price, smoothed twice.
    assertThat(bars("research BTCUSDT 1m", "f4")).isBetween(400L, 700L);
    assertThat(column("research BTCUSDT 1m", "f4").path("declared_bars").asInt()).isEqualTo(19);
  }

  /** With two starts the later one lies 1,320 minutes before trading, and 5m stops take 1,570. */
  @Test
  void anEnsembleThatForgetsItsStartPassesWhereTheWarmUpIsLongEnough() throws IOException {
    RealCommandLine.Result result =
        RealCommandLine.run(
            warmUp(
                "forgetful",
                "--starts",
                "1",
                "--set",
                "inference.lorentzian-weight=0",
                "--set",
                "inference.logistic-weight=0",
                "--set",
                "inference.chandelier-weight=1",
                "--set",
                "bars.timeframes-ms=[60000, 300000]",
                "--set",
                "confirmation.tier-timeframes-ms=[]"));

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("nothing that trades depends on where history started");
    assertThat(result.exitCode()).isZero();
    assertThat(json("forgetful").path("clean").asBoolean()).isTrue();
    // It did trade, and the published indicator is still shown to depend on the start.
    assertThat(result.out()).containsPattern("\\* orders +0 of [1-9][0-9]* differ");
    assertThat(result.out()).containsPattern("research pred_stream .* never");
  }

  private static long bars(String table, String name) {
    return column(table, name).path("agrees_for_good_after_bars").asLong();
  }

  private static JsonNode column(String table, String name) {
    for (JsonNode column : byDefault.path("columns")) {
      if (column.path("table").asText().equals(table)
          && column.path("column").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("no column " + name + " of " + table);
  }

  private static JsonNode json(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run).resolve("warmup.json").toFile());
  }

  private static String[] warmUp(String run, String... more) {
    List<String> all = new ArrayList<>(List.of("check", "warmup", "--bars", "BTCUSDT=" + market));
    all.addAll(List.of("--out", folder.resolve(run).toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
