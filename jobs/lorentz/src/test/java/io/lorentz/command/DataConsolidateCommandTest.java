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
        RealCommandLine.run("data", "validate", archive, "--findings", json.toString());
    assertThat(bad.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(bad.out())
        .containsPattern(
            "binance-spot BTCUSDT 1m +3 +60.000% +2 +1 +0 +0 +0  2 after 2025-01-01T00:01:00Z");
    assertThat(bad.err())
        .contains("1 of 1 series have a quality below 99.9 %: binance-spot BTCUSDT 1m");
    assertThat(Files.readString(json))
        .contains("\"after\" : \"2025-01-01T00:01:00Z\"")
        .contains("\"days\" : [ [ \"2025-01-01\", 3, 5 ] ]");

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

  @Test
  void anArchiveIsReadLikeFilesOnceItsSeriesIsNamed() throws IOException {
    Path venue = Files.createDirectories(folder.resolve("in/made-up"));
    Map<String, Path> market = new SyntheticMarket(1, 1).writeBars(folder.resolve("market"));
    Files.copy(market.get("BTCUSDT"), venue.resolve("BTCUSDT_1m.csv"));
    Path other = Files.createDirectories(folder.resolve("in/other"));
    Files.writeString(other.resolve("BTCUSDT_1m.csv"), BARS);
    Path archive = folder.resolve("archive");
    RealCommandLine.run(
        "data", "consolidate", folder.resolve("in").toString(), "--out", archive.toString());

    RealCommandLine.Result several = features("BTCUSDT=" + archive);
    assertThat(several.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(several.err())
        .contains("several venues have it")
        .contains("#VENUE#TIMEFRAME, one of [made-up BTCUSDT 1m, other BTCUSDT 1m]");
    RealCommandLine.Result none = features("BTCUSDT=" + archive + "#made-up#5m");
    assertThat(none.err()).contains("the archive has no such series");

    RealCommandLine.Result read = features("BTCUSDT=" + archive + "#made-up");
    assertThat(read.exitCode()).as(read.err()).isZero();
    String fromArchive = Files.readString(folder.resolve("features.csv"));
    features("BTCUSDT=" + market.get("BTCUSDT"));
    assertThat(Files.readString(folder.resolve("features.csv"))).isEqualTo(fromArchive);
    assertThat(archive.resolve("exports/made-up_BTCUSDT_1m.csv.gz")).exists();
  }

  private RealCommandLine.Result features(String bars) {
    return RealCommandLine.run(
        "features",
        "--timeframe",
        "1m",
        "--bars",
        bars,
        "--out",
        folder.resolve("features.csv").toString());
  }

  @Test
  void gapsAreFilledIntoAnotherArchiveAndThePageShowsBoth() throws IOException {
    for (String venue : List.of("one", "two")) {
      Path in = Files.createDirectories(folder.resolve("in/" + venue));
      String missing = venue.equals("one") ? "" : "1735689720000,12,13,11,12,7\n";
      Files.writeString(
          in.resolve("BTCUSDT_1m.csv"), BARS + missing + "1735689780000,12,13,11,12,1\n");
    }
    String archive = folder.resolve("archive").toString();
    RealCommandLine.run("data", "consolidate", folder.resolve("in").toString(), "--out", archive);
    String filled = folder.resolve("filled").toString();

    RealCommandLine.Result fill =
        RealCommandLine.run("data", "fill", archive, "--out", filled, "--from-venue", "two");
    assertThat(fill.exitCode()).as(fill.err()).isZero();
    assertThat(fill.out()).containsPattern("one BTCUSDT 1m +0 +1 +0\n");
    assertThat(RealCommandLine.run("data", "fill", archive, "--out", filled).err())
        .contains("is there already");

    Path page = folder.resolve("quality.html");
    RealCommandLine.Result valid =
        RealCommandLine.run("data", "validate", filled, "--page", page.toString());
    assertThat(valid.exitCode()).as(valid.err()).isZero();
    assertThat(valid.out()).contains("one BTCUSDT 1m: 1 filled, 0 conflicts");
    assertThat(Files.readString(page))
        .contains("\"name\":\"one BTCUSDT 1m\"")
        .contains("[\"2025-01-01\",4,4]");
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
