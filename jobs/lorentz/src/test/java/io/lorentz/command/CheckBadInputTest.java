package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.check.WalkingMarket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input to the checks that is no good: exit code 2, a message that names the place and the mend,
 * and a folder that is as it was before.
 */
final class CheckBadInputTest {

  @TempDir private Path folder;
  private Path bars;

  @BeforeEach
  void writeBars() throws IOException {
    bars = WalkingMarket.write(folder.resolve("btc.csv"), 300, 1);
  }

  @Test
  void everyCheckNeedsBarsThatCanBeRead() throws IOException {
    for (String check : List.of("lookahead", "warmup")) {
      assertRefused(args("check", check), "--bars");
      assertRefused(args("check", check, "--bars", bars.toString()), "is not SYMBOL=PATH");
      assertRefused(
          args("check", check, "--bars", "BTCUSDT=" + folder.resolve("no.csv")),
          "no.csv: no such file; give a CSV");
      assertRefused(
          args("check", check, "--bars", "DOGEUSDT=" + bars),
          "DOGEUSDT: has no specification",
          "add it to group.instruments");
      assertRefused(on(check, "--set", "bars.max-bridge-bars=3"), "did you mean");
      assertRefused(on(check, "--from", "yesterday"), "'yesterday' is not a time");
      assertRefused(
          on(check, "--from", "2025-05-05", "--to", "2025-05-04"), "must lie before --to");
      assertRefused(on(check, "--to", "2024-01-01"), "lies before the first bar; choose");
    }
    Path bad = folder.resolve("bad.csv");
    Files.writeString(bad, Files.readString(bars) + "1746500000000,1,x,1,1,1\n");
    assertRefused(
        args("check", "lookahead", "--bars", "BTCUSDT=" + bad), "bad.csv:302: ", "; mend");
    Files.delete(bad);
  }

  @Test
  void lookAheadTakesNumbersOfCutsInTheirRange() {
    assertRefused(
        on("lookahead", "--truncations", "-1"), "--truncations -1: must be 0 to 1000; 10 are");
    assertRefused(on("lookahead", "--truncations", "1001"), "--truncations 1001: must be 0 to");
    assertRefused(on("lookahead", "--truncations", "ten"), "--truncations");
    assertRefused(on("lookahead", "--shuffles", "-1"), "--shuffles -1: must be 0 to 1000");
    assertRefused(on("lookahead", "--seed", "x"), "--seed");
    assertRefused(
        on("lookahead", "--truncations", "0", "--shuffles", "0"),
        "leave nothing to check; give one of them");
    assertRefused(
        on("lookahead", "--truncations", "200"),
        "--bars: 300 bars are too few for 205 cuts; give more data, or fewer --truncations");
  }

  @Test
  void warmUpTakesAsManyStartsAsTheDataHasRoomFor() {
    assertRefused(on("warmup", "--starts", "0"), "--starts 0: must be 1 to 20; 3 are enough");
    assertRefused(on("warmup", "--starts", "21"), "--starts 21: must be 1 to 20");
    assertRefused(
        on("warmup", "--starts", "3"),
        "--starts 3: takes 400 bars before trading begins at 2025-05-04T03:20:00Z, was 200",
        "; give more data, a later --from, or fewer starts");
    assertRefused(
        on("warmup", "--from", "2025-05-04T01:00"), "takes 400 bars before trading begins");
  }

  @Test
  void theClassifierTakesOneSymbolAndEnoughBars() {
    assertRefused(on("classifier"), "--timeframe");
    assertRefused(on("classifier", "--timeframe", "7m"), "divides a day");
    assertRefused(
        on("classifier", "--timeframe", "1m"),
        "--bars: 300 bars of 1m are too few, 4000 are needed; give more data or a shorter");
    assertRefused(
        on("classifier", "--timeframe", "1m", "--bars", "ETHUSDT=" + bars),
        "--bars: the classifier sees one symbol, was [BTCUSDT, ETHUSDT]; give one");
    assertRefused(
        on("classifier", "--timeframe", "1m", "--from", "2025-05-04"),
        "--from: nothing is traded here; leave it out");
    assertRefused(
        on("classifier", "--timeframe", "1m", "--set", "features.rsi-length=21"),
        "the columns of this table have fixed lengths");
  }

  @Test
  void aResultGoesNowhereItDoesNotBelong() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path thesis = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(thesis.resolve("thesis.txt"), "mine");
    for (String check : List.of("lookahead", "warmup")) {
      assertRefused(on(check, "--out", file.toString()), "is a file; choose a folder");
      assertRefused(on(check, "--out", thesis.toString()), "choose another folder");
      assertRefused(on(check, "--out", folder.toString()), "holds what --bars reads");
    }
    // The check is refused after the folder was opened: it must not stay.
    assertRefused(
        on("warmup", "--starts", "3", "--out", folder.resolve("out/deep").toString()), "takes 400");
    assertRefused(
        on("classifier", "--timeframe", "1m", "--out", folder.resolve("out").toString()),
        "too few");
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

  private String[] on(String check, String... more) {
    List<String> all = new ArrayList<>(List.of("check", check, "--bars", "BTCUSDT=" + bars));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] args(String... arguments) {
    return arguments;
  }
}
