package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb report, and what it refuses: exit code 2, place and mend, and no page half written. */
class ReportCommandTest {

  @TempDir private static Path once;
  @TempDir private Path folder;
  private Path report;

  @BeforeAll
  static void run() {
    RealCommandLine.Result result =
        RealCommandLine.run("demo", "--days", "1", "--out", once.resolve("run").toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  @BeforeEach
  void copy() throws IOException {
    report = folder.resolve("run");
    try (Stream<Path> files = Files.walk(once.resolve("run"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(once.relativize(file)));
      }
    }
  }

  @Test
  void aPageIsMadeAnewInItsFolder() throws IOException {
    byte[] first = Files.readAllBytes(report.resolve("report.html"));
    Files.writeString(report.resolve("report.html"), "torn");

    assertThat(RealCommandLine.run("report", report.toString()).exitCode()).isZero();

    assertThat(report.resolve("report.html")).hasBinaryContent(first);
    assertThat(RealCommandLine.run("demo", "--days", "1", "--out", report.toString()).exitCode())
        .as("the folder can still be replaced")
        .isZero();
  }

  @Test
  void thePageAsksForNothingOutsideItself() throws IOException {
    String page = Files.readString(report.resolve("report.html"));

    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//")
        .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?https?:")
        .doesNotContain("{{");
  }

  @Test
  void severalRunsMakeOnePage() throws IOException {
    Path other = folder.resolve("other");
    RealCommandLine.run("demo", "--days", "1", "--seed", "2", "--out", other.toString());
    Path page = folder.resolve("both.html");

    RealCommandLine.Result result =
        RealCommandLine.run(
            "report", report.toString(), other.toString(), "--out", page.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("both.html");
    assertThat(Files.readString(page))
        .contains("\"runs\":[{\"name\":\"run\"", "\"name\":\"other\"");
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    refused("is no folder; give one that backtest or demo wrote", folder.resolve("none"));
    refused("is no folder", Files.writeString(folder.resolve("file"), "x"));
    refused("so it is no report of lorentz", Files.createDirectory(folder.resolve("bare")));
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("manifest.json"), "{\"written_by\": \"somebody\"}");
    refused("manifest.json: was not written by lorentz", foreign);
  }

  @Test
  void aReportOfAnotherFormatIsRefusedWithItsVersion() throws IOException {
    edit("manifest.json", "\"format\": 1", "\"format\": 99");
    refused("in format 99 by version 0.1.0", report);
    edit("manifest.json", "\"format\": 99,", "");
    refused("in format 0", report);
  }

  @Test
  void tornAndMixedFilesAreNamedWithTheirLine() throws IOException {
    edit("summary.json", "\"orders_sha256\": \"", "\"orders_sha256\": \"0");
    refused("summary.json and manifest.json are of two runs", report);
    edit("summary.json", "\"orders_sha256\": \"0", "\"orders_sha256\": \"");
    String trades = Files.readString(report.resolve("trades.csv"));
    Files.writeString(report.resolve("trades.csv"), trades + "main,2025\n");
    refused("trades.csv:" + (trades.lines().count() + 1) + ": has 2 cells", report);
    edit("trades.csv", "account,open_time", "account,opened");
    refused("trades.csv:1: has other columns", report);
    Files.delete(report.resolve("chart.json"));
    Files.writeString(report.resolve("trades.csv"), trades);
    refused("chart.json: is missing", report);
    Files.write(
        report.resolve("chart.json"), "{\n\"instruments\": ".getBytes(StandardCharsets.UTF_8));
    refused("chart.json:2: is no JSON", report);
    Files.writeString(report.resolve("summary.json"), "[]");
    refused("summary.json:1: is no JSON object", report);
  }

  @Test
  void anImpossibleOutIsRefused() throws IOException {
    String summary = Files.readString(report.resolve("summary.json"));
    Path destroyed = report.resolve("summary.json");

    refused("must end with .html", report, "--out", destroyed.toString());
    refused("cannot be written", report, "--out", folder.resolve("no/page.html").toString());
    refused("is a folder", report, "--out", Files.createDirectory(folder.resolve("d.html")) + "");
    refused("is given twice", report, report + "/.");

    assertThat(destroyed).hasContent(summary);
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(report.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(report.resolve(file), text.replace(from, to));
  }

  private void refused(String message, Path named, String... more) throws IOException {
    byte[] before = Files.readAllBytes(report.resolve("report.html"));
    String[] arguments =
        Stream.concat(Stream.of("report", named.toString()), Stream.of(more))
            .toArray(String[]::new);

    RealCommandLine.Result result = RealCommandLine.run(arguments);

    assertThat(result.exitCode()).as(message).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.err()).contains(";");
    assertThat(report.resolve("report.html")).hasBinaryContent(before);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".partial"));
    }
  }
}
