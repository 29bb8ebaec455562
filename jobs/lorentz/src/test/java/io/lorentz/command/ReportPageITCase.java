package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.market.SyntheticMarket;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page as a person sees it: opened from its file in a browser, wide and narrow, light and dark.
 * Pictures of what was seen lie in {@code target/report-pages}.
 */
@Tag("browser")
class ReportPageITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target", "report-pages");
  private static final String READY = "document.querySelector('#run-chart[data-ready]')";

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path demo;

  @BeforeAll
  static void openTheBrowser() {
    browser = Browser.start(folder.resolve("profile"));
    demo = folder.resolve("demo");
    run(
        "demo",
        "--days",
        "12",
        "--set",
        "confirmation.min-confidence=0.6",
        "--out",
        demo.toString());
  }

  @AfterAll
  static void closeTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1440, 900, false", "390, 844, true"})
  void theDemosPageIsRight(int width, int height, boolean dark) throws IOException {
    assertRight(demo, "demo", width, height, dark);
    assertThat(browser.find(".synthetic").getText()).startsWith("SYNTHETIC MARKET");
    assertThat(browser.find(".synthetic").getSize().getWidth()).isEqualTo(width);
    assertThat(browser.script("return document.title").toString()).startsWith("SYNTHETIC");
  }

  @ParameterizedTest
  @CsvSource({"1440, 900, true", "390, 844, false"})
  void thePageOfRealBarsIsRight(int width, int height, boolean dark) throws IOException {
    assertRight(realBars(), "real", width, height, dark);
    assertThat(browser.texts(".synthetic")).isEmpty();
  }

  @Test
  void tradesAreSortedFilteredAndShownInTheChart() throws IOException {
    open(demo, 1440, 900, false);
    browser.choose("#account", "unlimited");
    browser.await(READY);
    List<JsonNode> trades = trades("unlimited");
    assertThat(trades).hasSizeGreaterThan(5);

    browser.find("#trade-table thead th:nth-child(3) button").click();
    browser.find("#trade-table thead th:nth-child(3) button").click();

    double best =
        trades.stream().mapToDouble(trade -> trade.path("net").asDouble()).max().getAsDouble();
    assertThat(browser.find("#trade-table thead th:nth-child(3)").getDomAttribute("aria-sort"))
        .isEqualTo("descending");
    assertThat(browser.find("#trade-table tbody [data-column=net]").getText())
        .isEqualTo(written(best, "money"));

    browser.choose("#filter-side", "long");
    browser.choose("#filter-result", "loss");

    long longLosses =
        trades.stream()
            .filter(trade -> trade.path("direction").asText().equals("LONG"))
            .filter(trade -> trade.path("net").asDouble() <= 0)
            .count();
    assertThat(browser.find("#trade-count").getText())
        .contains("of " + longLosses + " trades shown");
    assertThat(browser.texts("#trade-table tbody [data-column=side]")).containsOnly("long");

    browser.script("document.getElementById('run-chart').removeAttribute('data-ready')");
    String instrument = browser.find("#trade-table tbody [data-column=instrument]").getText();
    browser.find("#trade-table tbody button").click();
    browser.await(READY);

    assertThat(browser.find("#chart-status").getText())
        .startsWith(instrument)
        .containsPattern("candles of (1|3|5)m, [1-9]");
    assertThat(browser.script("return document.getElementById('instrument').value"))
        .isEqualTo(instrument);
    assertThat(
            (Boolean)
                browser.script(
                    "return document.getElementById('chart').getBoundingClientRect().top < 100"))
        .isTrue();
    browser.screenshot(PICTURES.resolve("demo-jumped.png"));
    assertThat(browser.complaints()).isEmpty();
  }

  /** Costs by timeframe and baselines, written as a run writes them that has them. */
  @ParameterizedTest
  @CsvSource({"1440, 900, false", "390, 844, true"})
  void baselinesAndCostsAreShownWhereARunHasThem(int width, int height, boolean dark)
      throws IOException {
    Path report = folder.resolve("baselines" + width);
    Files.createDirectory(report);
    for (String name : List.of("manifest.json", "chart.json", "trades.csv")) {
      Files.copy(demo.resolve(name), report.resolve(name));
    }
    ObjectNode summary = (ObjectNode) json(demo);
    ObjectNode accounts = (ObjectNode) summary.path("accounts");
    accounts.set("random-000", accounts.path("unlimited"));
    summary.set(
        "cost_r",
        JSON.readTree(
            """
            {"1m": {"cost_r": 0.9412, "median_atr_bps": 7.44}, "4h": {"cost_r": 0.04, "median_atr_bps": null}}
            """));
    summary.set(
        "baselines",
        JSON.readTree(
            """
            {"compared_with": "main", "names": ["random-000"], "rate": {"5m": 0.0123}, "random": {"count": 100,
             "win_rate": {"p5": 0.41, "median": 0.5, "p95": 0.6, "share_that_beat": 0.37},
             "return": {"p5": -0.2, "median": -0.1, "p95": null, "share_that_beat": null}}}
            """));
    Files.writeString(report.resolve("summary.json"), summary.toString());
    run("report", report.toString());

    open(report, width, height, dark);

    assertThat(browser.texts("#account option")).containsExactly("main", "unlimited");
    assertThat(browser.find("#cost-in-r .notice").getText()).contains("Above 0.1 R: 1m.");
    assertThat(browser.find("#cost-in-r tbody tr").getText())
        .contains("0.941", "7.4", "too costly");
    assertThat(browser.find("[data-random=win_rate]").getText().replaceAll("\\s+", " "))
        .isEqualTo("41.00 % to 60.00 %");
    assertThat(browser.find("#headline-table tbody tr").getText()).contains("37.0 %");
    assertThat(browser.find("#accounts").getText())
        .contains("100 accounts", "1.230 % on 5m", "random entries, median");
    browser.choose("#account", "unlimited");
    browser.await(READY);
    assertThat(browser.texts("[data-random]")).isEmpty();
    browser.choose("#account", "main");
    browser.await(READY);
    assertFits(width);
    assertAccessible();
    browser.screenshot(PICTURES.resolve(picture("baselines", width, dark)));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theCandlesOfTheWholeRunHaveItsHighestAndLowestPrice() throws IOException {
    open(demo, 1440, 900, false);
    CsvTable bars = CsvTable.read(demo.resolve("market").resolve("SYNTHETIC_BTCUSDT_1m.csv"));
    double highest =
        bars.rows().stream()
            .mapToDouble(row -> Double.parseDouble(row.getField("high")))
            .max()
            .getAsDouble();
    double lowest =
        bars.rows().stream()
            .mapToDouble(row -> Double.parseDouble(row.getField("low")))
            .min()
            .getAsDouble();

    Object seen =
        browser.script(
            "const data = runChart.chart.getOption().series.find(one => one.id === 'candles').data;"
                + "return [Math.max(...data.map(one => one[4])), Math.min(...data.map(one => one[3]))]");

    assertThat((List<?>) seen)
        .extracting(price -> ((Number) price).doubleValue())
        .containsExactly(highest, lowest);
  }

  @Test
  void aRunWithoutTradesSaysSo() {
    Path report = folder.resolve("idle");
    run("demo", "--days", "1", "--set", "confirmation.min-confidence=0.999", "--out", "" + report);

    open(report, 390, 844, false);

    assertThat(browser.find("#trades").getText()).contains("This account has no trade.");
    assertThat(browser.find("#edge").getText()).contains("No trade was closed");
    assertThat(browser.find("[data-figure='main.win_rate']").getText()).isEqualTo("–");
    assertFits(390);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPageMadeAnewIsTheSameByte() throws IOException {
    byte[] first = Files.readAllBytes(demo.resolve("report.html"));
    Path anew = folder.resolve("anew.html");

    run("report", demo.toString(), "--out", anew.toString());

    assertThat(anew).hasBinaryContent(first);
  }

  @ParameterizedTest
  @CsvSource({"1440, 900, false", "390, 844, true"})
  void runsAreComparedSideBySide(int width, int height, boolean dark) throws IOException {
    Path other = otherDemo();
    Path page = folder.resolve("comparison.html");
    run("report", demo.toString(), other.toString(), "--out", page.toString());

    browser.view(width, height, dark);
    browser.open(page);
    browser.await("document.querySelector('#differences')");

    List<Path> runs = List.of(demo, other);
    for (int i = 0; i < runs.size(); i++) {
      JsonNode account = json(runs.get(i)).path("accounts").path("main");
      for (Object figure : figures("[data-run=\"" + i + "\"]")) {
        assertFigure((Map<?, ?>) figure, account);
      }
    }
    assertThat(browser.texts("#differences tbody th"))
        .containsExactly("confirmation.min-confidence");
    assertThat(browser.texts("#differences tbody td")).containsExactly("0.6", "0.5");
    assertFits(width);
    assertAccessible();
    browser.screenshot(PICTURES.resolve(picture("comparison", width, dark)));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Tag("slow")
  void aYearOfThreeSymbolsOpensFastAndStaysSmall() throws IOException {
    Path year = folder.resolve("year");
    run(
        "demo",
        "--days",
        "365",
        "--set",
        "confirmation.min-confidence=0.5",
        "--out",
        year.toString());
    assertThat(json(year).path("bars").asLong()).isGreaterThan(1_500_000);
    assertThat(Files.size(year.resolve("report.html"))).isLessThan(15_000_000);

    browser.view(1440, 900, false);
    long beganNanos = System.nanoTime();
    browser.open(year.resolve("report.html"));
    browser.await(READY);
    double seconds = (System.nanoTime() - beganNanos) / 1e9;

    assertThat(seconds).isLessThan(3);
    System.out.printf(
        Locale.ROOT,
        "a year of three symbols: %d bytes, opened in %.2f s%n",
        Files.size(year.resolve("report.html")),
        seconds);
    browser.screenshot(PICTURES.resolve("year.png"));
    assertThat(browser.complaints()).isEmpty();
  }

  private static Path otherDemo() {
    Path report = folder.resolve("other");
    if (!Files.exists(report)) {
      run("demo", "--days", "12", "--set", "confirmation.min-confidence=0.5", "--out", "" + report);
    }
    return report;
  }

  private static Path realBars() {
    Path report = folder.resolve("real");
    if (!Files.exists(report)) {
      String data = "market-data/csv/binance-usdm-perp_%s_1m_typhonun.csv.gz";
      run(
          "backtest",
          "--bars",
          "BTCUSDT=" + SharedFolder.file(data.formatted("BTCUSDT")),
          "--bars",
          "ETHUSDT=" + SharedFolder.file(data.formatted("ETHUSDT")),
          "--from",
          "2025-05-05",
          "--set",
          "confirmation.min-confidence=0.55",
          "--out",
          report.toString());
    }
    return report;
  }

  private static void open(Path report, int width, int height, boolean dark) {
    browser.view(width, height, dark);
    browser.open(report.resolve("report.html"));
    browser.await(READY);
  }

  private static void assertRight(Path report, String name, int width, int height, boolean dark)
      throws IOException {
    open(report, width, height, dark);
    JsonNode summary = json(report);
    List<String> accounts = new ArrayList<>();
    summary.path("accounts").fieldNames().forEachRemaining(accounts::add);
    for (String account : accounts) {
      browser.choose("#account", account);
      browser.await(READY);
      List<?> figures = figures("");
      assertThat(figures).hasSizeGreaterThan(60);
      for (Object figure : figures) {
        assertFigure((Map<?, ?>) figure, summary.path("accounts"));
      }
      JsonNode its = summary.path("accounts").path(account);
      assertThat(browser.find("[data-text=verdict]").getText())
          .isEqualTo(its.path("verdict").path("text").asText());
      assertCounts("#denials", its.path("denied_by_reason"));
      assertCounts("#size-bound", its.path("size_bound_by"));
    }
    browser.choose("#account", "main");
    browser.await(READY);
    assertFits(width);
    assertAccessible();
    assertThat((List<?>) browser.script("return performance.getEntriesByType('resource')"))
        .as("requests of the page")
        .isEmpty();
    browser.screenshot(PICTURES.resolve(picture(name, width, dark)));
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1440, 900, false", "390, 844, true"})
  void theQualityPageIsRight(int width, int height, boolean dark) throws IOException {
    Path page = folder.resolve("quality.html");
    if (!Files.exists(page)) {
      Path in = Files.createDirectories(folder.resolve("in/made-up"));
      Path other = Files.createDirectories(folder.resolve("in/other"));
      Map<String, Path> market = new SyntheticMarket(1, 40).writeBars(folder.resolve("market"));
      Files.copy(market.get("BTCUSDT"), in.resolve("BTCUSDT_1m.csv"));
      List<String> lines = Files.readAllLines(market.get("BTCUSDT"));
      lines.subList(9_000, 12_000).clear();
      Files.write(other.resolve("BTCUSDT_1m.csv"), lines);
      String archive = folder.resolve("archive").toString();
      run("data", "consolidate", folder.resolve("in").toString(), "--out", archive);
      RealCommandLine.run("data", "validate", archive, "--page", page.toString());
    }
    browser.view(width, height, dark);
    browser.open(page);
    assertThat(browser.texts("main > section > h2"))
        .containsExactly(
            "Series", "Coverage", "Gaps", "Bars that stand out", "Venue against venue");
    assertThat((Long) browser.script("return document.querySelectorAll('.days i').length"))
        .isEqualTo(80);
    assertThat(browser.script("return document.documentElement.scrollWidth > innerWidth"))
        .isEqualTo(false);
    assertAccessible();
    browser.screenshot(PICTURES.resolve(picture("quality", width, dark)));
    assertThat(browser.complaints()).isEmpty();
  }

  private static String picture(String name, int width, boolean dark) {
    return name + "-" + width + (dark ? "-dark" : "-light") + ".png";
  }

  private static List<?> figures(String more) {
    return (List<?>)
        browser.script(
            "return [...document.querySelectorAll('[data-figure]"
                + more
                + "')].map(one => ({path: one.dataset.figure, format: one.dataset.format,"
                + " text: one.textContent}))");
  }

  private static void assertFigure(Map<?, ?> figure, JsonNode within) {
    String path = figure.get("path").toString();
    JsonNode value = within.at("/" + path.replace('.', '/'));
    assertThat(value.isMissingNode()).as(path).isFalse();
    assertThat(figure.get("text"))
        .as(path)
        .isEqualTo(
            value.isNull() ? "–" : written(value.asDouble(), figure.get("format").toString()));
  }

  /** How a value is written, told anew. */
  private static String written(double value, String format) {
    return switch (format) {
      case "percent" -> rounded(100 * value, 2) + " %";
      case "share" -> rounded(100 * value, 1) + " %";
      case "ratio", "money" -> rounded(value, 2);
      case "bps" -> rounded(value, 1);
      case "inR" -> rounded(value, 3);
      case "count" -> rounded(value, 0);
      default -> throw new IllegalArgumentException("format: unknown, was " + format);
    };
  }

  private static String rounded(double value, int decimals) {
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
    String pattern = decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals);
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(rounded)
        .replace('-', '−');
  }

  private static void assertCounts(String table, JsonNode counts) {
    counts
        .fields()
        .forEachRemaining(
            count -> {
              List<String> shown = browser.texts(table + " [data-count=" + count.getKey() + "]");
              if (count.getValue().asInt() == 0) {
                assertThat(shown).as(count.getKey()).isEmpty();
              } else {
                assertThat(shown)
                    .as(count.getKey())
                    .containsExactly(written(count.getValue().asInt(), "count"));
              }
            });
  }

  /** Nothing makes the page wider than the view, and nothing sticks out of its section. */
  private static void assertFits(int width) {
    assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    Object outside =
        browser.script(
            """
            return [...document.querySelectorAll('main section, header')].flatMap(section => {
              const edge = section.getBoundingClientRect();
              return [...section.querySelectorAll('*')]
                .filter(one => !one.closest('.scroll, pre, .hidden, .chart, option'))
                .filter(one => one.getClientRects().length > 0)
                .filter(one => one.getBoundingClientRect().right > edge.right + 1
                  || one.getBoundingClientRect().left < edge.left - 1)
                .map(one => section.id + ' ' + one.tagName + ' ' + one.textContent.slice(0, 40));
            });
            """);
    assertThat((List<?>) outside).isEmpty();
  }

  private static void assertAccessible() throws IOException {
    assertThat(browser.seriousViolations()).isEmpty();
  }

  private static JsonNode json(Path report) throws IOException {
    return JSON.readTree(report.resolve("summary.json").toFile());
  }

  private static List<JsonNode> trades(String account) throws IOException {
    return CsvTable.read(demo.resolve("trades.csv")).rows().stream()
        .filter(row -> row.getField("account").equals(account))
        .map(row -> JSON.<JsonNode>valueToTree(row.getFieldsAsMap()))
        .sorted(Comparator.comparing(trade -> trade.path("open_time").asText()))
        .toList();
  }

  private static void run(String... arguments) {
    RealCommandLine.Result result = RealCommandLine.run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
  }
}
