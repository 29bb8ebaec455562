package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static void assertDone(RealCommandLine.Result result, Path report) {
    assertThat(result.err()).isEmpty();
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
