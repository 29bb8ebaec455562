package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.archive.LogOpener;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.check.Lies;
import io.lorentz.command.check.PeekingLog;
import io.lorentz.command.check.PeekingMember;
import io.lorentz.command.check.WalkingMarket;
import io.lorentz.command.engine.LoopSystem;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.JvmLogistic;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.Member;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The honest system passes, and each planted lie is caught and named; both by the command that
 * people use. Cutting the future off, or changing it, changes nothing that lies before the cut.
 */
final class CheckLookAheadCommandTest {

  private static final String SYMBOL = "BTCUSDT";
  private static final String TALKATIVE = "confirmation.min-confidence=0.4";
  private static final long MINUTE_MS = 60_000;
  private static final long FIVE_MS = 5 * MINUTE_MS;
  private static final long QUARTER_MS = 15 * MINUTE_MS;

  @TempDir private static Path folder;
  private static Path market;

  @BeforeAll
  static void makeMarket() throws IOException {
    market = WalkingMarket.write(folder.resolve("market.csv"), 6_000, 7);
  }

  @Test
  void theHonestSystemPasses() {
    RealCommandLine.Result result = RealCommandLine.run(check(market));

    assertThat(result.out())
        .contains("truncated", "shuffled", "spread", "position open", "at decision")
        .contains("0 of 6 cuts changed something before them")
        .containsPattern("\\n0 of [1-9][0-9]+ fills could not have been given by their bars");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aRunOverRealBarsPassesAndCutsInsideWindowsPositionsAndDecisions() throws IOException {
    Path real = SharedFolder.file("market-data/csv/binance-usdm-perp_BTCUSDT_1m_typhonun.csv.gz");
    Path out = folder.resolve("real");

    RealCommandLine.Result result =
        RealCommandLine.run(
            check(
                real,
                "--to",
                "2025-05-14",
                "--truncations",
                "9",
                "--json",
                "--out",
                out.toString()));

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(JsonAnswer.result("check lookahead", result))
        .isEqualTo(new ObjectMapper().readTree(out.resolve("lookahead.json").toFile()));
    requireCuts(out, 9, 3);
  }

  @Test
  @Tag("slow")
  void fiftyTruncationsAndTenFuturesOfAMonthOfThreeRealSymbolsChangeNothing() {
    List<String> arguments = new ArrayList<>(List.of("check", "lookahead", "--set", TALKATIVE));
    for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT")) {
      String name = "market-data/csv/binance-usdm-perp_" + symbol + "_1m_snow.csv.gz";
      arguments.add("--bars");
      arguments.add(symbol + "=" + SharedFolder.file(name));
    }
    arguments.addAll(List.of("--truncations", "50", "--shuffles", "10"));

    RealCommandLine.Result result = RealCommandLine.run(arguments.toArray(String[]::new));

    assertThat(result.out()).contains("0 of 60 cuts changed something before them", "\n0 of ");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aPeekingFeatureIsCaughtAndNamed() {
    assertCaught(
        (options, symbols) ->
            Lies.shifted(honest(options, symbols), "features BTCUSDT 1m", "rsi14"),
        "truncated .* DIFFERS: rsi14 of features BTCUSDT 1m at 2025-05-\\S+: 0\\.\\d+ became 0\\.",
        "shuffled .* DIFFERS: rsi14 of features BTCUSDT 1m at");
  }

  @Test
  @Tag("slow")
  void barsThatKnowTheNextCloseAreCaughtAndNamed() {
    assertCaught(
        (options, symbols) ->
            Lies.reading(
                honest(options, symbols), log -> (LogOpener) () -> new PeekingLog(log.open())),
        "truncated .* DIFFERS: \\w+ of features BTCUSDT 1m at",
        "shuffled .* DIFFERS: \\w+ of features BTCUSDT 1m at");
  }

  @Test
  void aLabelThatHasNotMaturedIsCaughtAndNamed() {
    assertCaught(
        (options, symbols) ->
            new LoopSystem(
                options,
                symbols,
                log ->
                    new Ensemble(
                        options.inference(),
                        new JvmNeighbours(options.inference()),
                        new JvmLogistic(options.inference()),
                        PeekingMember.over(log, Member.CHANDELIER))),
        "truncated .* DIFFERS: score of predictions BTCUSDT \\d+m at",
        "shuffled .* DIFFERS: score of predictions BTCUSDT \\d+m at");
  }

  @Test
  @Tag("slow")
  void anIndicatorSeededFromTheRangeOfTheFutureIsCaughtAndNamed() {
    assertCaught(
        (options, symbols) ->
            Lies.rangedByTheWhole(honest(options, symbols), "features BTCUSDT 1m", "atr14"),
        "truncated .* DIFFERS: atr14 of features BTCUSDT 1m at",
        "shuffled .* DIFFERS: atr14 of features BTCUSDT 1m at");
  }

  @Test
  @Tag("slow")
  void aFillAtThePriceOfTheSignalsBarIsCaughtAndNamed() {
    RealCommandLine.Result result =
        new LyingEngine((options, symbols) -> Lies.filledAtTheSignal(honest(options, symbols)))
            .run(check(market));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("0 of 6 cuts changed something before them")
        .containsPattern(
            "FILL: order \\w+ \\w+ \\((buys|sells) BTCUSDT, decided \\S+\\) was filled at \\S+ at"
                + " \\S+: better than \\S+, the open of its bar");
  }

  @Test
  @Tag("slow")
  void aFillBeforeThereIsABarForItIsCaughtAndNamed() {
    RealCommandLine.Result result =
        new LyingEngine((options, symbols) -> Lies.filledAtOnce(honest(options, symbols)))
            .run(check(market));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern(
            "FILL: order .* no bar of BTCUSDT lies there that starts at or after the decision and"
                + " had closed by");
  }

  @Test
  @Tag("slow")
  void theSameDataAndSeedGiveTheSameOutput() {
    String[] three = check(market, "--truncations", "2", "--shuffles", "1", "--to", "2025-05-06");

    assertThat(RealCommandLine.run(three).out())
        .isEqualTo(RealCommandLine.run(three).out())
        .contains("of 3 cuts");
  }

  private static void assertCaught(
      BiFunction<TradingOptions, Set<String>, CheckedSystem> system, String... patterns) {
    RealCommandLine.Result result = new LyingEngine(system).run(check(market));

    assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
    for (String pattern : patterns) {
      assertThat(result.out()).containsPattern(pattern);
    }
  }

  private static CheckedSystem honest(TradingOptions options, Set<String> symbols) {
    return new LoopSystem(options, symbols);
  }

  private static void requireCuts(Path out, int truncations, int eachOf) throws IOException {
    JsonNode json = new ObjectMapper().readTree(out.resolve("lookahead.json").toFile());
    List<Long> times = new ArrayList<>();
    int open = 0;
    int decisions = 0;
    for (JsonNode cut : json.path("cuts")) {
      assertThat(cut.path("difference").isNull()).isTrue();
      if (cut.path("future").asText().equals("truncated")) {
        times.add(Instant.parse(cut.path("time").asText()).toEpochMilli());
        open += cut.path("place").asText().equals("position open") ? 1 : 0;
        decisions += cut.path("place").asText().equals("at decision") ? 1 : 0;
      }
    }
    assertThat(times).hasSize(truncations);
    assertThat(open).isEqualTo(eachOf);
    assertThat(decisions).isEqualTo(eachOf);
    assertThat(times).filteredOn(time -> time % FIVE_MS != 0).hasSizeGreaterThanOrEqualTo(3);
    assertThat(times).filteredOn(time -> time % QUARTER_MS != 0).hasSizeGreaterThanOrEqualTo(4);
    assertThat(json.path("clean").asBoolean()).isTrue();
    assertThat(json.path("fills").asLong()).isPositive();
  }

  private static String[] check(Path bars, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("check", "lookahead", "--bars", SYMBOL + "=" + bars, "--set", TALKATIVE));
    if (!List.of(more).contains("--truncations")) {
      all.addAll(List.of("--truncations", "3"));
    }
    if (!List.of(more).contains("--shuffles")) {
      all.addAll(List.of("--shuffles", "3"));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
