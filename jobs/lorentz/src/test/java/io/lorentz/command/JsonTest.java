package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.command.check.WalkingMarket;
import io.lorentz.command.live.ToyEdge;
import io.lorentz.command.live.ToyVenue;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What programs read: one object of one form on standard output, whatever the verb. Verbs that need
 * a broker, a trained model or PyTorch are asked in the tests that have one.
 */
class JsonTest {

  private static final String BARS =
      """
      open_time,open,high,low,close,volume
      1735689600000,10,12,9,11,5
      1735689660000,11,13,10,12,6
      1735689840000,12,13,11,12,1
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private Path bars;

  static Stream<String> answering() {
    return VerbsTest.verbs().filter(verb -> VerbsTest.spec(verb).findOption("--json") != null);
  }

  @BeforeEach
  void writeBars() throws IOException {
    Path venue = Files.createDirectories(folder.resolve("in/binance-spot"));
    bars = Files.writeString(venue.resolve("BTCUSDT_1m.csv"), BARS);
  }

  @Test
  void theseVerbsAnswerPrograms() {
    assertThat(answering().map(verb -> verb.substring("lorentz ".length())))
        .containsExactlyInAnyOrder(
            "backtest",
            "check account",
            "check classifier",
            "check gpu",
            "check lookahead",
            "check parity",
            "check warmup",
            "config check",
            "config show",
            "data consolidate",
            "data download",
            "data export",
            "data fill",
            "data publish",
            "data validate",
            "demo",
            "features",
            "flatten",
            "halt",
            "models list",
            "models promote",
            "models rollback",
            "models show",
            "report",
            "resume",
            "status",
            "summary",
            "sweep",
            "train",
            "walk-forward");
  }

  @Test
  void misuseIsAnAnswerToo() throws IOException {
    CommandLine commandLine = commandLine();
    for (String verb : answering().toList()) {
      String bare = verb.substring("lorentz ".length());
      out.getBuffer().setLength(0);
      int exitCode = commandLine.execute((bare + " --json --no-such-option").split(" ", -1));

      assertThat(exitCode).as(verb).isEqualTo(ExitCode.MISUSE);
      assertThat(JsonAnswer.error(bare, exitCode, out.toString()))
          .containsAnyOf("Missing required", "Unknown option", "must");
    }
  }

  private CommandLine commandLine() {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false, 2);
    return CommandLineFactory.create(
        new TestingEngine(),
        surroundings,
        "the.log",
        (hosts, credentials) -> new ToyVenue().link());
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    return commandLine().execute(arguments);
  }

  /** Runs it with the option and gives its result. */
  private JsonNode result(String verb, String... more) throws IOException {
    int exitCode =
        run(
            Stream.of(verb.split(" ", -1), more, json())
                .flatMap(Stream::of)
                .toArray(String[]::new));
    return JsonAnswer.result(verb, exitCode, out.toString());
  }

  private static JsonNode real(String verb, String... more) throws IOException {
    return JsonAnswer.result(
        verb,
        RealCommandLine.run(
            Stream.of(verb.split(" ", -1), more, json())
                .flatMap(Stream::of)
                .toArray(String[]::new)));
  }

  private static String[] json() {
    return new String[] {"--json"};
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aFaultHasNoResultAndSaysWhy() throws IOException {
    int exitCode = run("status", "--edge", folder.toString(), "--json");
    assertThat(exitCode).isEqualTo(ExitCode.FAULT);
    assertThat(JsonAnswer.error("status", exitCode, out.toString())).contains("no live edge");
  }

  @Test
  void withoutTheOptionThereIsNoJson() {
    assertThat(run("status", "--edge", folder.toString())).isEqualTo(ExitCode.FAULT);
    assertThat(out.toString()).isEmpty();
    assertThat(run("config", "check")).isZero();
    assertThat(out.toString()).startsWith("configuration ");
  }

  @Test
  void reportsAndWhatTheyAreMadeOf() throws IOException {
    String[] market = {"--bars", "BTCUSDT=" + bars, "--out", in("report")};
    assertThat(result("backtest", market).at("/summary/accounts").has("limited")).isTrue();
    assertThat(result("report", in("report")).path("page").asText()).endsWith("report.html");
    JsonNode features =
        result(
            "features",
            "--bars",
            "BTCUSDT=" + bars,
            "--timeframe",
            "1m",
            "--out",
            in("features.csv"));
    assertThat(features.path("rows").asInt()).isEqualTo(2);
    JsonNode sweep =
        result(
            "sweep",
            "--bars",
            "BTCUSDT=" + bars,
            "--vary",
            "max-bridged-bars=2,3",
            "--out",
            in("sweep"));
    assertThat(sweep.at("/summary/cells/limited/settings/max-bridged-bars").asText())
        .isEqualTo("3");
  }

  @Test
  void configuration() throws IOException {
    JsonNode shown = result("config show", "--set", "max-bridged-bars=3");
    assertThat(shown.at("/configuration/max-bridged-bars").asInt()).isEqualTo(3);
    assertThat(shown.at("/live/confirm").isTextual()).isTrue();
    JsonNode checked = result("config check", "--set", "max-bridged-bars=3");
    assertThat(checked.path("configuration_sha256")).isEqualTo(shown.path("configuration_sha256"));
    assertThat(checked.path("valid").asBoolean()).isTrue();
  }

  @Test
  void theLiveEdge() throws IOException {
    try (ToyEdge edge = new ToyEdge(folder.resolve("live"), "market")) {
      JsonNode status = result("status", "--edge", in("live"));
      assertThat(status.path("balance").asText()).isEqualTo("9876.5");
      assertThat(status.at("/positions/BTCUSDT").asText()).isEqualTo("0.25");
      for (String verb : new String[] {"halt", "resume", "flatten"}) {
        JsonNode told =
            result(verb, "--topic", "market", "--edge", in("live"), "--reason", "a trial");
        assertThat(told.path("action").asText()).isEqualTo(verb);
        assertThat(told.path("written_by").asText()).isEqualTo("edge");
      }
      assertThat(edge.obeyed()).hasSize(3);
    }
    JsonNode account = result("check account", "--demo");
    assertThat(account.path("clean").asBoolean()).isTrue();
    assertThat(account.path("lines")).isNotEmpty().allMatch(line -> line.has("what"));
  }

  @Test
  @Tag("slow")
  void checksOfTheSystem() throws IOException {
    Path market = WalkingMarket.write(folder.resolve("market.csv"), 4_500, 7);
    JsonNode classifier = real("check classifier", "--bars", "A=" + market, "--timeframe", "1m");
    assertThat(classifier.path("bars").asInt()).isEqualTo(4_500);
    JsonNode warmUp = real("check warmup", "--bars", "BTCUSDT=" + market, "--starts", "1");
    assertThat(warmUp.path("clean").isBoolean()).isTrue();
    assertThat(warmUp.path("columns")).isNotEmpty();
  }

  @Test
  @Tag("slow")
  void whatPyTorchFinds() throws IOException {
    JsonNode found = real("check gpu", "--device", "cpu", "--rows", "1000", "--batch", "64");
    assertThat(found.path("differing").asInt()).isZero();
    assertThat(found.path("trials")).hasSize(1);
    assertThat(found.at("/trials/0/device_per_second").asDouble()).isPositive();
  }

  @Test
  void aDownload() throws Exception {
    LocalDate day = LocalDate.parse("2026-02-27");
    try (FakeVenue server =
        new FakeVenue(
            "bitget",
            new FakeMarket(9),
            () -> Instant.parse("2026-03-01T12:00:20Z").toEpochMilli(),
            Faults.none(),
            4)) {
      JsonNode files =
          real(
              "data download",
              "--venue",
              "bitget",
              "--symbols",
              "BTCUSDT",
              "--from",
              day.toString(),
              "--to",
              day.plusDays(1).toString(),
              "--address",
              ((Elsewhere) server.dialect()).restAddress().toString(),
              "--out",
              in("downloads"));
      assertThat(files.path("files_written").asInt()).isEqualTo(1);
      assertThat(files.path("notices")).isEmpty();
    }
  }

  @Test
  void theArchive() throws IOException {
    JsonNode made = real("data consolidate", in("in"), "--out", in("archive"));
    assertThat(made.path("bars").asInt()).isEqualTo(3);
    assertThat(made.path("series")).hasSize(1);
    JsonNode quality = real("data validate", in("archive"));
    assertThat(quality.path("below_min_quality")).hasSize(1);
    assertThat(quality.at("/series/0/gaps/0/after").asText()).isEqualTo("2025-01-01T00:01:00Z");
    JsonNode filled = real("data fill", in("archive"), "--out", in("filled"));
    assertThat(filled.at("/series/0/missing").asInt()).isEqualTo(2);
    assertThat(real("data export", in("archive")).at("/series/0/venue").asText())
        .isEqualTo("binance-spot");
    JsonNode exported =
        real(
            "data export",
            in("archive"),
            "--venue",
            "binance-spot",
            "--symbol",
            "BTCUSDT",
            "--out",
            in("btc.csv"));
    assertThat(exported.path("bars").asInt()).isEqualTo(3);
  }
}
