package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.market.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataConsolidateCommandTest {

  private static final String BARS =
      """
      open_time,open,high,low,close,volume
      1735689600000,10,12,9,11,5
      1735689660000,11,13,10,12,6
      """;

  @TempDir Path folder;

  @Test
  void whatIsInTheArchiveAndWhatIsNotIsTold() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in/binance-spot"));
    Files.writeString(in.resolve("BTCUSDT_1m.csv"), BARS);
    Files.writeString(in.resolve("BTCUSDT_1m_again.csv"), BARS + "1735689720000,0,1,1,1,1\n");
    Files.writeString(in.resolve("readme.txt"), "hello");
    Path archive = folder.resolve("archive");

    RealCommandLine.Result result =
        RealCommandLine.run(
            "data", "consolidate", folder.resolve("in").toString(), "--out", archive.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("binance-spot BTCUSDT 1m: 2 bars, 2025-01-01T00:00:00Z to 2025-01-01T00:01:00Z")
        .contains(
            "2 bars of 3 files", "2 equal rows dropped, 0 that differed", "1 that can be no bar");
    assertThat(result.err())
        .contains("in/binance-spot/readme.txt: no rule tells venue and symbol from its path");
    assertThat(archive.resolve("bars/venue=binance-spot/symbol=BTCUSDT/timeframe=1m/month=2025-01"))
        .isDirectory();
  }

  @Test
  void anArchiveIsValidatedAgainstTheQualityAskedFor() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in/binance-spot"));
    Files.writeString(in.resolve("BTCUSDT_1m.csv"), BARS + "1735689840000,12,13,11,12,1\n");
    String archive = folder.resolve("archive").toString();
    RealCommandLine.run("data", "consolidate", folder.resolve("in").toString(), "--out", archive);
    Path json = folder.resolve("quality.json");

    RealCommandLine.Result bad =
        RealCommandLine.run("data", "validate", archive, "--json", json.toString());
    assertThat(bad.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(bad.out())
        .containsPattern(
            "binance-spot BTCUSDT 1m +3 +60.000% +2 +1 +0 +0 +0  2 after 2025-01-01T00:01:00Z");
    assertThat(bad.err())
        .contains("1 of 1 series have a quality below 99.9 %: binance-spot BTCUSDT 1m");
    assertThat(Files.readString(json)).contains("\"after\" : \"2025-01-01T00:01:00Z\"");

    assertThat(RealCommandLine.run("data", "validate", archive, "--min-quality", "60").exitCode())
        .isZero();
  }

  /** Bit for bit, so that whatever reads the export decides as on the original. */
  @Test
  void whatIsExportedIsWhatCameIn() throws IOException {
    Path venue = Files.createDirectories(folder.resolve("in/made-up"));
    Map<String, Path> market = new SyntheticMarket(1, 1).writeBars(folder.resolve("market"));
    for (Map.Entry<String, Path> one : market.entrySet()) {
      Files.copy(one.getValue(), venue.resolve(one.getKey() + "_1m.csv"));
    }
    String archive = folder.resolve("archive").toString();
    assertThat(
            RealCommandLine.run(
                    "data", "consolidate", folder.resolve("in").toString(), "--out", archive)
                .exitCode())
        .isZero();
    assertThat(RealCommandLine.run("data", "export", archive).out())
        .isEqualToNormalizingNewlines(
            "made-up BTCUSDT 1m\nmade-up ETHUSDT 1m\nmade-up SOLUSDT 1m\n");

    Path out = folder.resolve("BTCUSDT.csv");
    RealCommandLine.Result exported = export(archive, "BTCUSDT", out);
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(bars(out)).isEqualTo(bars(market.get("BTCUSDT"))).hasSizeGreaterThan(1_000);
    assertThat(exported.out()).contains(bars(out).size() + " bars of made-up BTCUSDT 1m in ");

    RealCommandLine.Result none = export(archive, "XRPUSDT", out);
    assertThat(none.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(none.err()).contains("holds no made-up XRPUSDT 1m; it has made-up BTCUSDT 1m, ");
    assertThat(RealCommandLine.run("data", "export", folder.toString()).err())
        .contains("is no archive; make one with 'lorentz data consolidate'");
    assertThat(RealCommandLine.run("data", "export", archive, "--symbol", "BTCUSDT").err())
        .contains("belong together");
  }

  private static RealCommandLine.Result export(String archive, String symbol, Path out) {
    return RealCommandLine.run(
        "data",
        "export",
        archive,
        "--venue",
        "made-up",
        "--symbol",
        symbol,
        "--out",
        out.toString());
  }

  /** Rows as the job reads them. */
  private static List<List<Double>> bars(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(row -> Arrays.stream(row.split(",")).map(Double::valueOf).toList())
        .toList();
  }

  @Test
  void anInputThatIsNotThereAndALayoutThatIsNoneAreMisuse() {
    String out = folder.resolve("archive").toString();
    RealCommandLine.Result absent =
        RealCommandLine.run("data", "consolidate", folder.resolve("none").toString(), "--out", out);
    assertThat(absent.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(absent.err()).contains("none: no such file or directory");

    RealCommandLine.Result layout =
        RealCommandLine.run(
            "data", "consolidate", folder.toString(), "--out", out, "--layout", "**=a,b");
    assertThat(layout.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(layout.err()).contains("must name time, open, high, low, close and volume");
    assertThat(folder.resolve("archive")).doesNotExist();
  }
}
