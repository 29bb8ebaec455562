package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.report.TestingRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

  private static final String HEADER = "open_time_ms,open,high,low,close,volume\n";

  @TempDir private Path folder;

  private final TestingEngine engine = new TestingEngine();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path bars;
  private Path report;

  @BeforeEach
  void writeBars() throws IOException {
    bars =
        csv("btc.csv", bar(0, "95000,95010,94990,95005,1") + bar(1, "95005,95010,95000,95001,2"));
    report = folder.resolve("report");
  }

  @Test
  void backtestWritesTheReportAndPrintsTheTable() {
    assertThat(run(backtest())).isEqualTo(0);

    assertThat(report).isDirectoryContaining("glob:**/orders.csv");
    assertThat(names(report))
        .containsExactly(
            "chart.json",
            "equity.csv",
            "manifest.json",
            "orders.csv",
            "report.html",
            "signals.csv",
            "summary.json",
            "trades.csv");
    assertThat(out.toString()).contains("limited", "win rate", "report in " + report);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines())
        .filteredOn(line -> !line.startsWith("report in"))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void backtestPassesOnWhatWasAskedFor() {
    assertThat(
            run(
                backtest(
                    "--from",
                    "2025-05-04T00:01",
                    "--to=2025-05-05",
                    "--parallelism",
                    "3",
                    "--set",
                    "max-bridged-bars=2")))
        .isEqualTo(0);

    ReplayRequest<TestingEngine.Options> request = engine.replays().get(0);
    assertThat(request.bars().fromMs()).isEqualTo(TestingRows.START_MS + TestingRows.MINUTE_MS);
    assertThat(request.bars().toMs()).isEqualTo(TestingRows.START_MS + TestingRows.DAY_MS);
    assertThat(request.bars().lengthMs()).isEqualTo(60_000);
    assertThat(request.parallelism()).isEqualTo(3);
    assertThat(request.options().maxBridgedBars()).isEqualTo(2);
    assertThat(request.spool()).doesNotExist();
  }

  @Test
  void anEarlierReportIsReplaced() {
    assertThat(run(backtest())).isEqualTo(0);
    assertThat(run(backtest())).isEqualTo(0);
  }

  @Test
  void differingDuplicatesAreReportedAndCounted() throws IOException {
    bars =
        csv(
            "twice.csv",
            bar(0, "95000,95010,94990,95005,1")
                + bar(1, "95005,95010,95000,95001,2")
                + bar(1, "95005,95010,95000,95002,2"));

    assertThat(run(backtest())).isEqualTo(0);

    assertThat(err.toString()).contains("twice.csv:4").contains("twice.csv:3");
    assertThat(report.resolve("summary.json")).content().contains("\"conflicts\": 1");
  }

  @Test
  void fundingAndMarkPricesArePassedOnAndCounted() throws IOException {
    Path funding = stamped("f.csv", "funding_time_ms,funding_rate", 120_000 + 3, "0.0001");
    Path mark = stamped("m.csv", "time,mark_price", 60_000, "95001.5");

    assertThat(run(backtest("--funding", "BTCUSDT=" + funding, "--mark=BTCUSDT=" + mark)))
        .isEqualTo(0);

    ReplayRequest<TestingEngine.Options> request = engine.replays().get(0);
    assertThat(request.bars().funding()).containsEntry("BTCUSDT", List.of(funding.toString()));
    assertThat(request.bars().marks()).containsEntry("BTCUSDT", List.of(mark.toString()));
    assertThat(report.resolve("summary.json"))
        .content()
        .containsIgnoringWhitespaces("\"mark\":{\"records\":1,\"outside\":0,")
        .containsIgnoringWhitespaces("\"funding\":{\"records\":0,\"outside\":1,");
    assertThat(report.resolve("manifest.json")).content().contains("f.csv", "m.csv");
    // Behind the last bar: a mistake that would otherwise look like free holding.
    assertThat(err.toString())
        .contains("BTCUSDT: none of the 1 funding read lies within its bars; give files of the");
  }

  @Test
  void fundingThatIsGivenTwiceAndDifferentlyIsReported() throws IOException {
    String header = "funding_time_ms,funding_rate";
    Path first = stamped("1.csv", header, 60_000, "0.0001");
    Path second = stamped("2.csv", header, 60_000, "0.0002");

    assertThat(run(backtest("--funding", "BTCUSDT=" + first, "--funding", "BTCUSDT=" + second)))
        .isEqualTo(0);

    assertThat(err.toString())
        .contains("2.csv:2 says funding rate 0.0002, kept funding rate 0.0001 of", "1.csv:2");
  }

  private Path stamped(String name, String header, long afterStartMs, String value)
      throws IOException {
    return Files.writeString(
        folder.resolve(name),
        header + "\n" + (TestingRows.START_MS + afterStartMs) + "," + value + "\n");
  }

  @Test
  void theDemoSetsWhatMakesItTradeUnlessAPersonSetsAnything() {
    assertThat(run("demo", "--days", "1", "--out", report.toString())).isEqualTo(0);
    assertThat(out.toString()).contains("there is something to see: max-bridged-bars=4");
    assertThat(engine.replays().get(0).options().maxBridgedBars()).isEqualTo(4);

    assertThat(run("demo", "--days=1", "--set", "timeframe-ms=60000", "--out", report.toString()))
        .isEqualTo(0);
    assertThat(engine.replays().get(1).options().maxBridgedBars()).isEqualTo(5);
  }

  @Test
  void demoSaysThatItsMarketIsSynthetic() {
    assertThat(run("demo", "--days", "1", "--out", report.toString())).isEqualTo(0);

    assertThat(out.toString()).contains("SYNTHETIC MARKET");
    assertThat(names(report.resolve("market")))
        .containsExactly(
            "README.md",
            "SYNTHETIC_BTCUSDT_1m.csv",
            "SYNTHETIC_BTCUSDT_funding.csv",
            "SYNTHETIC_BTCUSDT_mark.csv",
            "SYNTHETIC_ETHUSDT_1m.csv",
            "SYNTHETIC_ETHUSDT_funding.csv",
            "SYNTHETIC_ETHUSDT_mark.csv",
            "SYNTHETIC_SOLUSDT_1m.csv",
            "SYNTHETIC_SOLUSDT_funding.csv",
            "SYNTHETIC_SOLUSDT_mark.csv");
    assertThat(report.resolve("summary.json")).content().contains("\"synthetic\": true");
    assertThat(run("demo", "--days", "1", "--out", report.toString())).isEqualTo(0);
  }

  @Test
  void featuresAreWrittenWithEmptyCellsForTheUndefined() {
    Path file = folder.resolve("features.csv");

    assertThat(
            run(
                "features",
                "--bars",
                "BTCUSDT=" + bars,
                "--timeframe",
                "1m",
                "--gaps",
                "ignore",
                "--out",
                file.toString()))
        .isEqualTo(0);

    assertThat(file)
        .hasContent(
            "time,rsi14,filter,label,knn8_idx\n1746316800,,1,,1 2\n1746316800,0.1,1,,1 2\n");
    assertThat(engine.featureRequests().get(0).bars().consecutive()).isTrue();
    assertThat(engine.featureRequests().get(0).timeframeMs()).isEqualTo(60_000);
    assertThat(out.toString()).isEqualTo("2 rows in " + file + System.lineSeparator());
  }

  @Test
  void configShowPrintsEveryKeyAndCheckTheHash() {
    assertThat(run("config", "show", "--set", "max-bridged-bars=3")).isEqualTo(0);
    assertThat(out.toString())
        .startsWith("max-bridged-bars: 3\ntimeframe-ms: 60000\nlive:\n  confirm: \"\"\n");

    assertThat(run("config", "check")).isEqualTo(0);
    assertThat(out.toString()).containsPattern("configuration [0-9a-f]{64} is valid");
  }

  @Test
  void versionNamesTheCommit() {
    assertThat(run("--version")).isEqualTo(0);

    assertThat(out.toString()).matches("lorentz \\S+ \\(commit \\S+\\)\\R");
  }

  // --- Bad input: exit code 2, a message with the mend, no stack trace, nothing left behind.

  @Test
  void aMissingFileIsMisuse() {
    bars = folder.resolve("none.csv");
    assertMisuse(backtest(), "none.csv: no such file");
  }

  @Test
  void aMalformedRowIsMisuseThatNamesFileLineAndValue() throws IOException {
    bars = csv("bad.csv", bar(0, "95000,95010,94990,95005,1") + bar(1, "95005,x,95000,95001,2"));
    assertMisuse(backtest(), "bad.csv:3", "x");
  }

  @Test
  void impossiblePricesAreMisuse() throws IOException {
    bars = csv("neg.csv", bar(0, "95000,95010,94990,95005,1") + bar(1, "0,1,0,1,2"));
    assertMisuse(backtest(), "neg.csv:3");
    bars = csv("low.csv", bar(0, "95000,95010,94990,95005,1") + bar(1, "5,4,6,5,2"));
    assertMisuse(backtest(), "low.csv:3");
  }

  @Test
  void unsortedTimesAreMisuse() throws IOException {
    bars = csv("unsorted.csv", bar(0, "1,1,1,1,1") + bar(2, "1,1,1,1,1") + bar(1, "1,1,1,1,1"));
    assertMisuse(backtest(), "unsorted.csv:4");
  }

  @Test
  void barsOfAnotherLengthAreMisuse() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append(bar(5 * i, "1,1,1,1,1"));
    }
    bars = csv("five.csv", rows.toString());
    assertMisuse(backtest(), "five.csv");
  }

  @Test
  void anUnknownKeyIsMisuseThatNamesTheNearest() {
    assertMisuse(backtest("--set", "max-bridge-bars=3"), "did you mean max-bridged-bars?");
  }

  @Test
  void aValueOutOfRangeIsMisuseThatNamesTheKey() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "max-bridged-bars: -1\n");
    assertMisuse(
        backtest("--config", file.toString()), "c.yaml:1: max-bridged-bars: must be 0 or more");
    assertMisuse(args("config", "check", "--config", file.toString()), "c.yaml:1");
    assertMisuse(
        args("config", "show", "--config", folder.resolve("no").toString()), "no such file");
  }

  @Test
  void anInstrumentWithoutSpecificationIsMisuse() {
    assertMisuse(
        args("backtest", "--bars", "DOGEUSDT=" + bars, "--out", report.toString()),
        "instruments.DOGEUSDT: is missing");
  }

  @Test
  void anOutputThatCannotBeWrittenIsMisuse() throws IOException {
    report = Files.writeString(folder.resolve("file"), "x").resolve("report");
    assertMisuse(backtest(), "cannot be written");
  }

  @Test
  void anOutputOfSomebodyElseIsRefused() throws IOException {
    Files.createDirectory(report);
    Files.writeString(report.resolve("thesis.txt"), "mine");
    assertThat(run(backtest())).isEqualTo(2);
    assertThat(err.toString()).contains("choose another folder");
    assertThat(names(report)).containsExactly("thesis.txt");
    assertThat(engine.replays()).isEmpty();
  }

  @Test
  void timesThatLeaveNothingToTradeAreMisuse() {
    assertMisuse(backtest("--from", "2025-05-05", "--to", "2025-05-05"), "must lie before --to");
    assertMisuse(backtest("--from", "2026-01-01"), "lies after the last bar");
    assertMisuse(backtest("--to", "2024-01-01"), "lies before the first bar");
    assertMisuse(backtest("--from", "yesterday"), "'yesterday' is not a time");
  }

  @Test
  void argumentsThatDoNotExistOrMeanNothingAreMisuse() {
    assertMisuse(args(), "lorentz --help");
    assertMisuse(args("trade"), "lorentz --help");
    assertMisuse(args("backtest", "--out", report.toString()), "--bars");
    assertMisuse(args("backtest", "--bars", "BTCUSDT=" + bars), "--out");
    assertMisuse(backtest("--fast"), "--fast");
    assertMisuse(backtest("--parallelism", "0"), "must be 1 to 128");
    assertMisuse(backtest("--parallelism", "two"), "--parallelism");
    assertMisuse(args("backtest", "--bars", bars.toString(), "--out", "x"), "is not SYMBOL=PATH");
    assertMisuse(args("demo", "--days", "0", "--out", report.toString()), "must be 1 to 366");
  }

  @Test
  void featuresRefuseWhatTheyCannotWriteOrRead() {
    String[] twoSymbols = {
      "features",
      "--bars",
      "A=" + bars,
      "--bars",
      "B=" + bars,
      "--timeframe",
      "1m",
      "--out",
      folder.resolve("f.csv").toString()
    };
    assertMisuse(twoSymbols, "features are of one symbol");
    assertMisuse(features("7m", folder.resolve("f.csv")), "divides a day");
    assertMisuse(features("1m", folder), "is a folder");
    assertMisuse(features("1m", folder.resolve("none/f.csv")), "missing");
    assertMisuse(features("1m", bars), "is what --bars reads");
  }

  // --- Faults: exit code 1.

  @Test
  void aFaultIsSaidAndLeavesNothingBehind() {
    engine.failWith(new FaultException("two unequal rows of limited/E1"));

    assertThat(run(backtest())).isEqualTo(1);

    assertThat(err.toString()).isEqualTo("two unequal rows of limited/E1" + System.lineSeparator());
    assertThat(names(folder)).containsExactly("btc.csv");
  }

  @Test
  void aFaultIsFoundInWhatAJobWrapsItIn() {
    engine.failWith(new IOException("job failed", new FaultException("unequal rows")));

    assertThat(run(backtest())).isEqualTo(1);

    assertThat(err.toString()).isEqualTo("unequal rows" + System.lineSeparator());
  }

  @Test
  void theUnexpectedIsOneLineThatNamesTheLog() {
    engine.failWith(new IllegalStateException("what is this"));

    assertThat(run(backtest())).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            "unexpected: java.lang.IllegalStateException: what is this; details in the.log"
                + System.lineSeparator());
    assertThat(names(folder)).containsExactly("btc.csv");
  }

  private void assertMisuse(String[] arguments, String... said) {
    List<String> before = names(folder);
    err.getBuffer().setLength(0);
    out.getBuffer().setLength(0);

    assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);

    assertThat(err.toString()).contains(said).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(out.toString()).isEmpty();
    assertThat(names(folder)).isEqualTo(before);
    assertThat(engine.replays()).isEmpty();
  }

  private int run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    return CommandLineFactory.create(engine, surroundings, "the.log").execute(arguments);
  }

  private String[] backtest(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("backtest", "--bars", "BTCUSDT=" + bars, "--out", report.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private String[] features(String timeframe, Path file) {
    return args(
        "features",
        "--bars",
        "BTCUSDT=" + bars,
        "--timeframe",
        timeframe,
        "--out",
        file.toString());
  }

  private static String[] args(String... arguments) {
    return arguments;
  }

  private Path csv(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), HEADER + rows);
  }

  private static String bar(int minute, String values) {
    return (TestingRows.START_MS + minute * TestingRows.MINUTE_MS) + "," + values + "\n";
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names).stream().sorted().toList();
  }
}
