package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input that is no good, through the real command line: exit code 2, a message that names the place
 * and the mend, no stack trace, and a folder that is as it was before.
 */
class BadInputTest {

  private static final String HEADER = "open_time_ms,open,high,low,close,volume\n";
  private static final long START_MS = 1_746_316_800_000L;
  private static final long MINUTE_MS = 60_000;
  private static final String GOOD = "100,101,99,100.5,7";

  @TempDir private Path folder;

  @Test
  void aMissingFile() {
    Path missing = folder.resolve("none.csv");
    assertRefused(backtest(missing), "none.csv: no such file", "give a CSV");
    assertRefused(features(missing, "1m"), "none.csv: no such file", "give a CSV");
  }

  @Test
  void aFileThatCannotBeRead() throws IOException {
    Path torn = folder.resolve("torn.csv.gz");
    byte[] whole = gzip(HEADER + bars(0, 500));
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(backtest(torn), "torn.csv.gz", "cannot be read", "download it again");
    assertRefused(features(torn, "1m"), "torn.csv.gz", "cannot be read", "download it again");

    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertRefused(backtest(empty), "empty.csv: is empty", "download it again");
    Path bare = Files.createDirectory(folder.resolve("bare"));
    assertRefused(backtest(bare), "bare: directory without a file", "check the path");
    Path prose = Files.writeString(folder.resolve("prose.csv"), "Dear reader\n");
    assertRefused(backtest(prose), "prose.csv:1: unknown layout, was 'Dear reader'", "known are");
  }

  @Test
  void fundingAndMarkPricesThatAreNoGood() throws IOException {
    Path csv = csv("btc.csv", bars(0, 600));
    String first = (START_MS + 60 * MINUTE_MS) + ",0.0001\n";
    Path good = funding("good.csv", first);

    assertRefused(
        backtest(csv, "--funding", "BTCUSDT=none.csv"),
        "--funding BTCUSDT=none.csv: no such file; give a CSV, a .csv.gz or a folder of them");
    assertRefused(
        backtest(csv, "--funding", good.toString()),
        "--funding " + good + ": is not SYMBOL=PATH; write e.g. --funding BTCUSDT=");
    assertRefused(
        backtest(csv, "--mark", "ETHUSDT=" + csv),
        "--mark ETHUSDT=" + csv + ": ETHUSDT has no bars; add --bars ETHUSDT=PATH or leave it out");
    assertRefused(
        backtest(csv, "--funding", "BTCUSDT=" + csv),
        "btc.csv:1: unknown layout of a funding rate, was 'open_time_ms,",
        "known are: a header with funding_time_ms");
    assertRefused(
        backtest(csv, "--mark", "BTCUSDT=" + good),
        "good.csv:1: unknown layout of a mark price, was 'funding_time_ms,funding_rate'; known");
    assertRefused(
        backtest(csv, "--funding", "BTCUSDT=" + funding("text.csv", first + first + "1,one\n")),
        "text.csv:4: malformed row: funding rate is no number, was 'one'; mend or remove");
    assertRefused(
        backtest(
            csv, "--funding", "BTCUSDT=" + funding("percent.csv", first + "1746400000000,1.5\n")),
        "percent.csv:3: funding rate must be a fraction above -1 and below 1, was 1.5; mend");
    assertRefused(
        backtest(
            csv, "--funding", "BTCUSDT=" + funding("unsorted.csv", first + "1746316800000,0\n")),
        "unsorted.csv:3: times go backwards, was 2025-05-04T00:00:00Z after 2025-05-04T01:00:00Z;"
            + " sort the file by time");
    Path torn = folder.resolve("torn.csv.gz");
    byte[] whole = gzip("funding_time_ms,funding_rate\n" + first.repeat(3000));
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(
        backtest(csv, "--funding", "BTCUSDT=" + torn), "torn.csv.gz", "cannot be read", "again");
    Path bare = Files.createDirectory(folder.resolve("bare"));
    assertRefused(
        backtest(csv, "--mark", "BTCUSDT=" + bare), "bare: directory without a file; check");
  }

  @Test
  void anOutputThatWouldRemoveItsFunding() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    Path inside = Files.createDirectories(report());
    Path funding = Files.writeString(inside.resolve("f.csv"), "funding_time_ms,funding_rate\n");
    assertRefused(
        backtest(csv, "--funding", "BTCUSDT=" + funding),
        "--out " + report() + ": holds what --funding reads (" + funding + "); choose another");
  }

  private Path funding(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), "funding_time_ms,funding_rate\n" + rows);
  }

  @Test
  void aMalformedRow() throws IOException {
    Path csv = csv("bad.csv", bars(0, 3) + bar(3, "100,1o1,99,100.5,7"));
    assertRefused(backtest(csv), "bad.csv:5: ", "1o1", "; mend or remove the row");
    assertRefused(features(csv, "1m"), "bad.csv:5: ", "1o1", "; mend or remove the row");
    assertRefused(
        backtest(csv("short.csv", bars(0, 3) + bar(3, "100,101"))), "short.csv:5: ", "; mend");
  }

  @Test
  void aMalformedRowFarBelowTheFirstLook() throws IOException {
    Path csv = csv("late.csv", bars(0, 3000) + bar(3000, "100,101,99,abc,7") + bars(3001, 5));
    assertRefused(backtest(csv), "late.csv:3002: ", "abc", "; mend or remove the row");
    assertRefused(features(csv, "1m"), "late.csv:3002: ", "abc", "; mend or remove the row");
  }

  @Test
  void aPriceOfNothingOrLess() throws IOException {
    assertRefused(
        backtest(csv("zero.csv", bars(0, 1) + bar(1, "100,101,0,100.5,7"))),
        "zero.csv:3: low must be above 0, was 0.0; mend or remove the row");
    assertRefused(
        features(csv("minus.csv", bars(0, 1) + bar(1, "-100,101,99,100.5,7")), "1m"),
        "minus.csv:3: open must be above 0, was -100.0; mend or remove the row");
  }

  @Test
  void aHighBelowItsLow() throws IOException {
    Path csv = csv("upside.csv", bars(0, 1) + bar(1, "100,99,101,100,7"));
    assertRefused(
        backtest(csv), "upside.csv:3: high must not be below low, was high 99.0, low 101.0; mend");
    assertRefused(features(csv, "1m"), "upside.csv:3: high must not be below low");
  }

  @Test
  void timesThatAreNotSorted() throws IOException {
    Path csv = csv("unsorted.csv", bar(0, GOOD) + bar(2, GOOD) + bar(1, GOOD));
    assertRefused(
        backtest(csv),
        "unsorted.csv:4: times go backwards, was 2025-05-04T00:01:00Z after 2025-05-04T00:02:00Z;"
            + " sort the file by time");
    assertRefused(features(csv, "1m"), "unsorted.csv:4: times go backwards");
  }

  @Test
  void aBarLengthThatDoesNotDivideATimeframe() throws IOException {
    StringBuilder threeMinutes = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      threeMinutes.append(bar(3 * i, GOOD));
    }
    Path csv = csv("three.csv", threeMinutes.toString());
    assertRefused(features(csv, "5m"), "--timeframe: must be a multiple of 3m", "was 5m; choose");
    assertRefused(
        backtest(csv), "three.csv: bars of another length, was 180000 ms", "; give files");
    assertRefused(
        backtest(csv, "--set", "bars.timeframes-ms=[60000, 90000]"),
        "bars.timeframes-ms: ",
        "was ",
        "; ");
  }

  @Test
  void anUnknownKeyOfTheConfiguration() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        backtest(csv, "--set", "bars.max-bridge-bars=3"),
        "unknown key bars.max-bridge-bars; did you mean bars.max-bridged-bars?");
    Path yaml =
        Files.writeString(folder.resolve("my.yaml"), "confirmation:\n  min-confidnce: 0.5\n");
    assertRefused(
        backtest(csv, "--config", yaml.toString()),
        "my.yaml:2: unknown key confirmation.min-confidnce; did you mean"
            + " confirmation.min-confidence?");
    assertRefused(features(csv, "1m", "--set", "bar.x=1"), "unknown key bar; did you mean bars?");
  }

  @Test
  void aValueOutOfItsRange() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        backtest(csv, "--set", "confirmation.min-confidence=1.5"),
        "--set confirmation.min-confidence=1.5: confirmation.min-confidence: ",
        "was 1.5; ");
    assertRefused(
        backtest(csv, "--set", "group.instruments.BTCUSDT.tick=0"),
        "--set group.instruments.BTCUSDT.tick=0: group.instruments.BTCUSDT.tick: must be greater"
            + " than 0, was 0; give a positive number");
    assertRefused(
        backtest(csv, "--set", "group.execution.slip-bps=-1"),
        ": group.execution.slip-bps: must be 0 or more, was -1; ");
    assertRefused(
        backtest(
            csv,
            "--set",
            "bars.timeframes-ms=[60000, 300000, 3600000]",
            "--set",
            "confirmation.tier-timeframes-ms=[3600000]"),
        "group.accounts.main.risk.tiers: must have a tier for every timeframe",
        "was without 3600000 ms; add it");
  }

  @Test
  void aVerbWithoutBars() {
    String missing = "--bars: is missing; give it for every symbol, e.g. --bars BTCUSDT=";
    assertRefused(
        new String[] {"sweep", "--vary", "risk.stop-atr-multiple=1,2", "--out", report() + ""},
        missing);
    assertRefused(new String[] {"check", "lookahead"}, missing);
    assertRefused(new String[] {"data", "publish", "--topic", "market"}, missing);
  }

  @Test
  void aSourceOfSignalsThatIsNotThere() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.signals=momentum"),
        "group.accounts.main.signals: must be main, a" + " rule of confirmations [] or a baseline",
        "was momentum; name one of them");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.signals=random-001"),
        "baselines.random-rates: must have one or more because the account main trades random-001,"
            + " was []; give {timeframe-ms: 300000, rate: 0.001}");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.signals=trend"),
        "group.accounts.main.risk.tiers: must have a tier",
        "was without 14400000 ms; add it");
    assertRefused(
        backtest(csv, "--set", "confirmations.trend.rule.min-confidence=0.5"),
        "confirmations.trend: must have a name of its own, was that of main or a baseline; rename");
    assertRefused(
        backtest(csv, "--set", "confirmations.quick.rule.min-confidence=1.5"),
        "confirmations.quick.rule.min-confidence: ",
        "was 1.5; 0.7 is usual");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.equity-every-ms=-1"),
        "group.accounts.main.equity-every-ms: must be 0 to ",
        "was -1; ");
    assertRefused(
        backtest(csv, "--set", "strategy=fast"),
        "strategy: expected one of CLASSIFIER, TREND, was ");
  }

  @Test
  void baselinesThatCannotBe() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        backtest(csv, "--baseline-rate", "0.1"), "has no baselines to be for; add --baselines");
    assertRefused(
        backtest(csv, "--baselines", "--baseline-rate", "1.5"),
        "--baseline-rate 1.5: must be above 0 and at most 1; ");
    assertRefused(
        backtest(csv, "--baselines", "--baseline-rate", "often"), "--baseline-rate", "often");
    assertRefused(
        backtest(csv, "--baselines", "--set", "group.accounts.main=null"),
        "--baselines: must have an account main to be compared with, was [unlimited]; name one so");
    assertRefused(
        backtest(csv, "--baselines", "--set", "group.accounts.filters.capital=5"),
        "group.accounts.filters: has the name of a baseline, which --baselines adds; rename it");
  }

  @Test
  void aSweepThatCannotBe() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        sweep(csv, "risk.risk-fractoin=0.01,0.02"),
        "--vary risk.risk-fractoin=0.01: unknown key group.accounts.main.risk.risk-fractoin; did"
            + " you mean group.accounts.main.risk.risk-fraction?");
    assertRefused(
        sweep(csv, "confirmation.min-confidence=0.5,1.5"),
        "--vary confirmation.min-confidence=1.5: confirmation.min-confidence: ",
        "was 1.5; 0.7 is usual");
    assertRefused(
        sweep(csv, "exits.max-holding-bars=4,few"),
        "--vary exits.max-holding-bars=few: ",
        "expected a whole number, was \"few\"; mend the value");
    assertRefused(
        sweep(csv, "execution.taker-fee-fraction=0,0.1"),
        "--vary execution.taker-fee-fraction: must be a key of confirmation, risk, exits",
        "run backtest for each value");
    assertRefused(
        sweep(csv, "risk"), "--vary risk: is not a key and its values; write --vary key=");
    assertRefused(
        sweep(csv, "risk.stop-atr-multiple=2"), "has one value only, which varies nothing");
    assertRefused(sweep(csv, "risk.stop-atr-multiple=2,2"), "has the value 2 twice; drop one");
    assertRefused(sweep(csv, "risk.stop-atr-multiple=2,"), "has an empty value; write --vary key=");
    assertRefused(
        sweep(csv, "exits.max-holding-bars=1,2", "exits.max-holding-bars=3,4"),
        "names exits.max-holding-bars a second time; give all its values at once");
    String hundred = String.join(",", IntStream.range(1, 101).mapToObj(Integer::toString).toList());
    assertRefused(
        sweep(csv, "exits.max-holding-bars=" + hundred, "risk.max-orders-per-minute=" + hundred),
        "makes 10000 cells or more, at most 1000 run on one pass; drop some values");
    assertRefused(
        with(
            new String[] {"--set", "group.accounts.main=null"},
            sweep(csv, "exits.max-holding-bars=1,2")),
        "group.accounts: must have an account main, which a sweep varies; name one so");
  }

  private String[] sweep(Path bars, String... grid) {
    List<String> arguments =
        new ArrayList<>(
            List.of("sweep", "--bars", "BTCUSDT=" + bars, "--out", report().toString()));
    for (String vary : grid) {
      arguments.addAll(List.of("--vary", vary));
    }
    return arguments.toArray(String[]::new);
  }

  @Test
  void anOptionOfTheSimulatedVenueOutOfItsRange() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        backtest(csv, "--set", "group.execution.max-volume-share=0"),
        ": group.execution.max-volume-share: must be a fraction above 0 and at most 1, was 0; ");
    assertRefused(
        backtest(csv, "--set", "group.execution.liquidation-fee-fraction=1.5"),
        ": group.execution.liquidation-fee-fraction: must be at most 1, was 1.5; lower it");
    assertRefused(
        backtest(csv, "--set", "group.execution.latency-ms=-1"),
        ": group.execution.latency-ms: must be 0 to 3600000, was -1; ");
    assertRefused(
        backtest(csv, "--set", "group.execution.latency-ms=60001"),
        "group.execution.latency-ms: must leave a bar within",
        "was 60001; lower it or raise the validity");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.entries.style=iceberg"),
        "group.accounts.main.entries.style: expected one of MARKET, LIMIT, POST_ONLY, was",
        "; mend the value");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.entries.offset-bps=1001"),
        "group.accounts.main.entries.offset-bps: must be -1000 to 1000, was 1001; ");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.entries.validity-bars=0"),
        "group.accounts.main.entries.validity-bars: must be 1 to 1000, was 0; ");
    assertRefused(
        backtest(csv, "--set", "group.accounts.main.risk.max-cost-r=-0.1"),
        "group.accounts.main.risk.max-cost-r: must be 0 or more, was -0.1; ");
    assertRefused(
        backtest(csv, "--set", "group.instruments.BTCUSDT.brackets=[]"),
        "group.instruments.BTCUSDT.brackets: must have one or more, was []; add a bracket");
    assertRefused(
        backtest(
            csv,
            "--set",
            "group.instruments.BTCUSDT.brackets="
                + "[{notional-cap: 1, max-leverage: 0, maintenance-fraction: 0.1}]"),
        "group.instruments.BTCUSDT.brackets[0]: ",
        "maxLeverage: must be 1 to 1000, was 0; ");
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path below = file.resolve("report");
    assertRefused(
        args("backtest", "--bars", "BTCUSDT=" + csv, "--out", below.toString()),
        "--out " + below + ": cannot be written",
        "choose another folder");
    assertRefused(
        args("backtest", "--bars", "BTCUSDT=" + csv, "--out", file.toString()),
        "--out " + file + ": is a file; choose a folder");
    assertRefused(
        args("demo", "--days", "1", "--out", below.toString()),
        "--out " + below + ": cannot be written");
    Path features = folder.resolve("none").resolve("f.csv");
    assertRefused(
        args("features", "--bars", "X=" + csv, "--timeframe", "1m", "--out", features.toString()),
        "--out " + features + ": its folder is missing or cannot be written; choose another");
  }

  @Test
  void anOutputThatWouldRemoveItsInput() throws IOException {
    Path market = Files.createDirectories(folder.resolve("out/market"));
    Path csv = Files.writeString(market.resolve("btc.csv"), HEADER + bars(0, 3));
    Path out = folder.resolve("out");
    Files.writeString(
        out.resolve("manifest.json"),
        "{\"written_by\": \"lorentz\", \"files\": [\"market/btc.csv\"]}");
    assertRefused(
        args("backtest", "--bars", "BTCUSDT=" + csv, "--out", out.toString()),
        "--out " + out + ": holds what --bars reads",
        "choose another folder");
  }

  @Test
  void lengthsThatTheTableOfFeaturesDoesNotHave() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(
        features(csv, "1m", "--set", "features.rsi-length=21"),
        "the columns of this table have fixed lengths");
  }

  @Test
  void aSymbolWithoutASpecification() throws IOException {
    Path csv = csv("doge.csv", bars(0, 3));
    assertRefused(
        args("backtest", "--bars", "DOGEUSDT=" + csv, "--out", report().toString()),
        "DOGEUSDT: has no specification",
        "BTCUSDT",
        "add it to group.instruments");
    assertThat(RealCommandLine.run(features(csv, "1m")).exitCode()).isZero();
  }

  @Test
  void nothingToTradeOn() throws IOException {
    Path csv = csv("btc.csv", bars(0, 3));
    assertRefused(backtest(csv, "--from", "2026-01-01"), "lies after the last bar", "; choose");
    assertRefused(backtest(csv, "--to", "2024-01-01"), "lies before the first bar; choose");
    assertRefused(
        backtest(csv, "--from", "2025-05-05", "--to", "2025-05-04"), "must lie before --to");
  }

  private void assertRefused(String[] arguments, String... said) {
    List<String> before = tree();
    RealCommandLine.Result result = RealCommandLine.run(arguments);
    assertThat(result.err())
        .contains(said)
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("unexpected");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(tree()).isEqualTo(before);
  }

  private List<String> tree() {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.map(entry -> folder.relativize(entry).toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path report() {
    return folder.resolve("out").resolve("report");
  }

  private String[] backtest(Path bars, String... more) {
    return with(more, "backtest", "--bars", "BTCUSDT=" + bars, "--out", report().toString());
  }

  private String[] features(Path bars, String timeframe, String... more) {
    String out = folder.resolve("features.csv").toString();
    return with(more, "features", "--bars", "X=" + bars, "--timeframe", timeframe, "--out", out);
  }

  private static String[] with(String[] more, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] args(String... arguments) {
    return arguments;
  }

  private Path csv(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), HEADER + rows);
  }

  private static String bars(int from, int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      rows.append(bar(i, GOOD));
    }
    return rows.toString();
  }

  private static String bar(int minute, String values) {
    return (START_MS + minute * MINUTE_MS) + "," + values + "\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
