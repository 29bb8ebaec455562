package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that replay, from the arguments to the report, through the job on its cluster. */
class ReplayITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FILES =
      List.of(
          "chart.json",
          "equity.csv",
          "manifest.json",
          "orders.csv",
          "report.html",
          "signals.csv",
          "summary.json",
          "trades.csv");
  private static final List<String> RUN_KEYS =
      List.of("data_from", "data_to", "wall_seconds", "bars_per_second", "orders_sha256");
  private static final List<String> ACCOUNT_KEYS =
      List.of(
          "bars",
          "gaps",
          "signals",
          "orders",
          "denied_by_reason",
          "trades",
          "win_rate",
          "win_rate_target",
          "profit_factor",
          "profit_factor_target",
          "sharpe",
          "sharpe_target",
          "sortino",
          "max_drawdown",
          "max_drawdown_target",
          "return",
          "monthly_return",
          "monthly_return_target",
          "fees",
          "exposure",
          "expectancy",
          "final_equity",
          "size_bound_by",
          "stop_to_cost");
  private static final List<String> MANIFEST_KEYS =
      List.of(
          "written_by",
          "verb",
          "synthetic",
          "code",
          "configuration_sha256",
          "configuration",
          "data",
          "models",
          "assumptions",
          "orders_sha256",
          "files");

  @TempDir private Path folder;

  @Test
  void realBarsBecomeAReportThatTwoRunsAgreeOn() throws IOException {
    String data = "market-data/csv/binance-usdm-perp_%s_1m_typhonun.csv.gz";
    Path btc = SharedFolder.file(data.formatted("BTCUSDT"));
    Path sol = SharedFolder.file(data.formatted("SOLUSDT"));
    List<Path> reports = new ArrayList<>();
    for (String parallelism : List.of("1", "2")) {
      Path report = folder.resolve("report" + parallelism);
      RealCommandLine.Result result =
          RealCommandLine.run(
              "backtest",
              "--bars",
              "BTCUSDT=" + btc,
              "--bars",
              "SOLUSDT=" + sol,
              "--from",
              "2025-05-05",
              "--to",
              "2025-05-07",
              "--set",
              "confirmation.min-confidence=0.4",
              "--parallelism",
              parallelism,
              "--out",
              report.toString());
      assertDone(result, report);
      reports.add(report);
    }

    assertComplete(reports.get(0), "backtest", FILES);
    JsonNode summary = json(reports.get(0).resolve("summary.json"));
    assertThat(summary.path("trading_from").asText()).isEqualTo("2025-05-05T00:00:00Z");
    assertThat(summary.path("data_to").asText()).isEqualTo("2025-05-07T00:00:00Z");
    assertThat(summary.path("synthetic").asBoolean()).isFalse();
    assertThat(summary.at("/accounts/main/trades").asInt()).isPositive();
    assertSameButForTheWallClock(reports.get(0), reports.get(1));
  }

  /** Orders are those without baselines, to the last byte; the baselines stand in the summary. */
  @Test
  void baselinesChangeNoOrderAndStandBesideTheFigures() throws IOException {
    Path btc = bars("BTCUSDT");
    Path sol = bars("SOLUSDT");
    List<String> arguments =
        List.of(
            "backtest",
            "--bars",
            "BTCUSDT=" + btc,
            "--bars",
            "SOLUSDT=" + sol,
            "--to",
            "2025-05-07T11:20",
            "--set",
            "confirmation.min-confidence=0.4");
    Path plain = folder.resolve("plain");
    Path compared = folder.resolve("compared");
    assertDone(run(arguments, "--out", plain.toString()), plain);
    RealCommandLine.Result result = run(arguments, "--baselines", "--out", compared.toString());
    assertDone(result, compared);

    assertThat(names(compared)).isEqualTo(FILES);
    for (String file : List.of("orders.csv", "trades.csv", "signals.csv")) {
      assertThat(compared.resolve(file)).hasSameBinaryContentAs(plain.resolve(file));
    }
    JsonNode summary = json(compared.resolve("summary.json"));
    assertThat(summary.path("accounts")).hasSize(2 + 4 + 100);
    JsonNode without = json(plain.resolve("summary.json")).path("accounts");
    assertThat(summary.at("/accounts/main")).isEqualTo(without.path("main"));
    assertThat(summary.at("/accounts/unlimited")).isEqualTo(without.path("unlimited"));
    JsonNode baselines = summary.path("baselines");
    assertThat(baselines.path("compared_with").asText()).isEqualTo("unlimited");
    assertThat(baselines.path("names")).hasSize(104);
    assertThat(baselines.at("/random/count").asInt()).isEqualTo(100);
    assertThat(baselines.path("rate_measured").asBoolean()).isTrue();
    assertThat(json(compared.resolve("manifest.json")).path("baseline_rate"))
        .isEqualTo(baselines.path("rate"));
    assertRandomAccountsTradeAsOftenAs(summary, "unlimited");
    assertShareOfSeedsThatBeat(summary, "unlimited");
    assertThat(result.out()).contains("buy-and-hold", "random, median", "of 100 random accounts");
  }

  private static void assertRandomAccountsTradeAsOftenAs(JsonNode summary, String account) {
    double trades = 0;
    for (int seed = 0; seed < 100; seed++) {
      String name = String.format(Locale.ROOT, "random-%03d", seed);
      trades += summary.at("/accounts/" + name + "/trades").asDouble() / 100;
    }
    double own = summary.at("/accounts/" + account + "/trades").asDouble();
    assertThat(own).isGreaterThan(50);
    assertThat(trades).isBetween(0.8 * own, 1.2 * own);
  }

  private static void assertShareOfSeedsThatBeat(JsonNode summary, String account) {
    double own = summary.at("/accounts/" + account + "/return").asDouble();
    List<Double> returns = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      String name = String.format(Locale.ROOT, "random-%03d", seed);
      returns.add(summary.at("/accounts/" + name + "/return").asDouble());
    }
    returns.sort(null);
    JsonNode spread = summary.at("/baselines/random/return");
    assertThat(spread.path("share_that_beat").asDouble())
        .isEqualTo(returns.stream().filter(value -> value > own).count() / 100.0);
    assertThat(spread.path("median").asDouble())
        .isCloseTo((returns.get(49) + returns.get(50)) / 2, within(1e-12));
    assertThat(spread.path("p5").asDouble()).isBetween(returns.get(4), returns.get(5));
    assertThat(spread.path("p95").asDouble()).isBetween(returns.get(94), returns.get(95));
  }

  /** A cell of a sweep has the figures of a backtest with its settings. */
  @Test
  void aCellOfASweepHasTheFiguresOfABacktestWithItsSettings() throws IOException {
    Path btc = bars("BTCUSDT");
    Path sweep = folder.resolve("sweep");
    List<String> data = List.of("--bars", "BTCUSDT=" + btc, "--to", "2025-05-09T03:07");
    RealCommandLine.Result result =
        run(
            Stream.concat(Stream.of("sweep"), data.stream()).toList(),
            "--vary",
            "confirmation.min-confidence=0.4,0.5",
            "--vary",
            "exits.max-holding-bars=4,9",
            "--out",
            sweep.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("best first", "the best of 4 trials", sweep.toString());
    assertThat(names(sweep))
        .containsExactly("heatmap.html", "manifest.json", "sweep.csv", "sweep.json");
    JsonNode json = json(sweep.resolve("sweep.json"));
    assertThat(json.path("trials").asInt()).isEqualTo(4);
    assertThat(json(sweep.resolve("manifest.json")).path("trials").asInt()).isEqualTo(4);
    assertThat(json.path("cells")).hasSize(4);
    assertThat(Files.readAllLines(sweep.resolve("sweep.csv"))).hasSize(1 + 4);
    assertThat(sweep.resolve("heatmap.html")).content().contains("<td", "min-confidence");

    Path alone = folder.resolve("alone");
    run(
        Stream.concat(Stream.of("backtest"), data.stream()).toList(),
        "--set",
        "confirmation.min-confidence=0.4",
        "--set",
        "group.accounts.main.exits.max-holding-bars=9",
        "--out",
        alone.toString());
    ObjectNode cell = (ObjectNode) json.at("/cells/cell-001");
    assertThat(cell.at("/settings/exits.max-holding-bars").asText()).isEqualTo("9");
    cell.remove("settings");
    JsonNode unlimited = json(alone.resolve("summary.json")).at("/accounts/main");
    JsonNode withoutLimits = json(alone.resolve("summary.json")).at("/accounts/unlimited");
    assertThat(unlimited.path("trades").asInt()).isPositive();
    // unlimited keeps its own exits, so main's are held against the cell where no limit bound.
    assertThat(unlimited.path("denied_by_reason").path("DRAWDOWN_LIMIT").asInt()).isZero();
    assertThat(unlimited.path("denied_by_reason").path("DAY_LOSS_LIMIT").asInt()).isZero();
    assertThat(cell).isEqualTo(unlimited).isNotEqualTo(withoutLimits);
  }

  private static RealCommandLine.Result run(List<String> arguments, String... more) {
    return RealCommandLine.run(
        Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static Path bars(String symbol) {
    return SharedFolder.file(
        "market-data/csv/binance-usdm-perp_%s_1m_typhonun.csv.gz".formatted(symbol));
  }

  @Test
  void theDemoIsTheSameEachTimeAndSaysThatItIsMadeUp() throws IOException {
    List<String> files = Stream.concat(FILES.stream(), Stream.of("market")).sorted().toList();
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    for (Path report : List.of(first, second)) {
      RealCommandLine.Result result =
          RealCommandLine.run("demo", "--days", "1", "--out", report.toString());
      assertDone(result, report);
      assertThat(result.out()).startsWith("SYNTHETIC MARKET");
    }

    assertComplete(first, "demo", files);
    assertThat(json(first.resolve("summary.json")).path("synthetic").asBoolean()).isTrue();
    assertSameButForTheWallClock(first, second);
  }

  @Test
  void theDemoAsItComesTradesAndPaysFundingOverGaps() throws IOException {
    Path report = folder.resolve("demo");

    RealCommandLine.Result result = RealCommandLine.run("demo", "--out", report.toString());

    assertDone(result, report);
    assertThat(result.out()).contains("set so that there is something to see: confirmation.");
    JsonNode summary = json(report.resolve("summary.json"));
    assertThat(summary.at("/accounts/unlimited/trades").asInt()).isGreaterThan(50);
    assertThat(summary.at("/accounts/main/trades").asInt()).isGreaterThan(10);
    assertThat(summary.at("/accounts/unlimited/funding").decimalValue().signum()).isNotZero();
    assertThat(summary.at("/accounts/unlimited/gaps").asInt()).isGreaterThan(10);
    assertThat(summary.at("/funding/records").asInt()).isEqualTo(3 * (3 * 14 - 1));
    assertThat(summary.at("/mark/records").asLong()).isEqualTo(summary.path("bars").asLong());
  }

  @Test
  void duplicatesConflictsAndGapsStandInTheSummary() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("btc.csv"),
            """
            open_time_ms,open,high,low,close,volume
            1746316800000,100,101,99,100,1
            1746316860000,100,101,99,100,1
            1746316860000,100,101,99,100,1
            1746316920000,100,101,99,100,1
            1746316920000,100,101,99,100.5,1
            1746317100000,100,101,99,100,1
            """);
    Path report = folder.resolve("report");

    RealCommandLine.Result result =
        RealCommandLine.run("backtest", "--bars", "BTCUSDT=" + csv, "--out", report.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("btc.csv:6", "btc.csv:5", "100.5", "kept");
    assertThat(result.out()).contains("duplicates 1, conflicts 1");
    JsonNode summary = json(report.resolve("summary.json"));
    assertThat(summary.path("bars").asLong()).isEqualTo(4);
    assertThat(summary.path("duplicates").asLong()).isEqualTo(1);
    assertThat(summary.path("conflicts").asLong()).isEqualTo(1);
    assertThat(summary.path("notices")).hasSize(1);
    assertThat(summary.at("/accounts/main/gaps").asLong()).isEqualTo(1);
    assertThat(summary.at("/accounts/main/missing_bars").asLong()).isEqualTo(2);
  }

  @Test
  void fundingMarkPricesAndCostsStandInTheSummaryAndTheirFilesInTheManifest() throws IOException {
    String data = "market-data/csv/binance-usdm-perp_BTCUSDT_%s.csv.gz";
    Path market = Files.createDirectory(folder.resolve("funding"));
    Files.copy(SharedFolder.file(data.formatted("funding_typhonun")), market.resolve("a.csv.gz"));
    Files.copy(
        SharedFolder.file(data.formatted("funding_marketlab-slice")), market.resolve("b.csv.gz"));
    Path report = folder.resolve("report");

    RealCommandLine.Result result =
        RealCommandLine.run(
            "backtest",
            "--bars",
            "BTCUSDT=" + SharedFolder.file(data.formatted("1m_typhonun")),
            "--funding",
            "BTCUSDT=" + market,
            "--mark",
            "BTCUSDT=" + SharedFolder.file(data.formatted("mark-1h_marketlab-slice")),
            "--to",
            "2025-05-08T08:00",
            "--set",
            "confirmation.min-confidence=0.4",
            "--out",
            report.toString());

    assertDone(result, report);
    JsonNode summary = json(report.resolve("summary.json"));
    // 2025-05-04 16:00 to 2025-05-08 08:00: what is stamped at the last close counts.
    assertThat(summary.at("/funding/records").asInt()).isEqualTo(12);
    assertThat(summary.at("/funding/conflicts").asInt()).isZero();
    assertThat(summary.at("/funding/duplicates").asInt()).isGreaterThan(200);
    assertThat(summary.at("/mark/records").asInt()).isEqualTo(8 + 3 * 24 + 8 + 1);
    assertThat(summary.at("/accounts/unlimited/funding").decimalValue().signum()).isNotZero();
    assertThat(summary.at("/cost_r/5m/cost_r").asDouble()).isBetween(0.2, 0.6);
    assertThat(summary.at("/cost_r/15m/cost_r").asDouble()).isBetween(0.1, 0.3);
    assertThat(summary.at("/cost_r/5m/median_atr_bps").asDouble()).isBetween(10., 40.);
    assertThat(summary.at("/notices/0").asText()).startsWith("WARNING: COSTS ARE HIGH on 5m");
    assertThat(result.out()).startsWith("cost 5m ");
    assertThat(json(report.resolve("manifest.json")).path("data")).hasSize(4);
  }

  private static void assertDone(RealCommandLine.Result result, Path report) {
    // On 5m bars a round trip costs more than a tenth of the risk; nothing else is to be said.
    assertThat(result.err().lines())
        .allSatisfy(line -> assertThat(line).startsWith("WARNING: COSTS ARE HIGH on "));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("win rate", "final equity", report.toString());
    assertThat(result.out().lines())
        .filteredOn(line -> !line.contains(report.toString()))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  private static void assertComplete(Path report, String verb, List<String> files)
      throws IOException {
    assertThat(names(report)).isEqualTo(files);
    JsonNode summary = json(report.resolve("summary.json"));
    RUN_KEYS.forEach(key -> assertThat(summary.hasNonNull(key)).as(key).isTrue());
    assertThat(summary.path("accounts")).hasSize(2);
    summary
        .path("accounts")
        .forEach(
            account -> ACCOUNT_KEYS.forEach(key -> assertThat(account.has(key)).as(key).isTrue()));
    JsonNode manifest = json(report.resolve("manifest.json"));
    MANIFEST_KEYS.forEach(key -> assertThat(manifest.has(key)).as(key).isTrue());
    assertThat(manifest.path("verb").asText()).isEqualTo(verb);
    assertThat(manifest.at("/code/commit").asText()).isNotEmpty();
    assertThat(manifest.at("/configuration/confirmation/min-confidence").isNumber()).isTrue();
    assertThat(manifest.path("data")).isNotEmpty();
    manifest
        .path("data")
        .forEach(file -> assertThat(file.path("sha256").asText()).matches("[0-9a-f]{64}"));
    String sha256 = sha256(report.resolve("orders.csv"));
    assertThat(summary.path("orders_sha256").asText()).isEqualTo(sha256);
    assertThat(manifest.path("orders_sha256").asText()).isEqualTo(sha256);
  }

  private static void assertSameButForTheWallClock(Path first, Path second) throws IOException {
    assertThat(names(second)).isEqualTo(names(first));
    for (String name : names(first)) {
      if (name.equals("summary.json")) {
        assertThat(withoutWallClock(second.resolve(name)))
            .isEqualTo(withoutWallClock(first.resolve(name)));
      } else if (name.equals("report.html")) {
        // It holds the summary; what it is made of is compared.
        assertThat(second.resolve(name)).isNotEmptyFile();
      } else if (Files.isRegularFile(first.resolve(name))) {
        assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
      }
    }
  }

  private static JsonNode withoutWallClock(Path summary) throws IOException {
    ObjectNode json = (ObjectNode) json(summary);
    return json.remove(List.of("wall_seconds", "bars_per_second"));
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
  }

  private static List<String> names(Path report) throws IOException {
    try (Stream<Path> entries = Files.list(report)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
