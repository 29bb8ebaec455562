package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.market.TidalFile;
import io.lorentz.models.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train and walk forward as a person does, over a market whose edge is known. */
class WalkForwardITCase {

  private static final int DAY_BARS = 1_440;

  @TempDir private static Path folder;
  private static Path tidal;
  private static Path brief;

  @TempDir private Path out;

  @BeforeAll
  static void writeMarket() throws IOException {
    tidal = TidalFile.write(folder.resolve("tidal.csv"), 34 * DAY_BARS, 0.0004, 0.0008, 7);
    brief = TidalFile.write(folder.resolve("brief.csv"), 9 * DAY_BARS, 0.0004, 0.0008, 8);
  }

  @Test
  @Tag("slow")
  void aRealEdgeIsCalledOne() throws IOException {
    RealCommandLine.Result result =
        walk(tidal, 10, "--require-edge", "--min-performance", "55", "--min-profit-factor", "1.2");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("Edge: out of sample and after all costs a trade made");
    JsonNode summary = json("summary.json").path("walk_forward");
    assertThat(summary.path("verdict").asText()).isEqualTo("EDGE");
    assertThat(summary.path("schedule")).hasSize(3);
    JsonNode fast = summary.path("direction").path("1m");
    assertThat(fast.path("accuracy_less_prior").path("low").asDouble()).isPositive();
    assertThat(fast.path("brier_less_prior").path("high").asDouble()).isNegative();
    assertThat(fast.path("effective_rows").asDouble()).isLessThan(fast.path("rows").asDouble());
    assertThat(summary.path("permutation").path("p").asDouble()).isLessThan(0.01);
    assertThat(summary.path("beside").fieldNames())
        .toIterable()
        .containsExactly("expected-move", "main");
    List<String> models = new ArrayList<>();
    json("manifest.json").path("models").forEach(id -> models.add(id.asText()));
    assertThat(models).hasSize(3);
    for (String id : models) {
      assertThat(ModelFolder.open(out.resolve("walk/models").resolve(id)).id()).isEqualTo(id);
    }
    assertThat(out.resolve("walk/report.html")).exists();
  }

  @Test
  void aBoundThatIsNotMetEndsWithOne() throws IOException {
    RealCommandLine.Result result = walk(brief, 6, "--min-sharpe", "1000", "--require-edge");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(result.err())
        .contains("--min-sharpe 1000.0: is not met, was")
        .contains("--require-edge: the verdict is NOT_ENOUGH_DATA");
    // And again into the same folder: it holds nothing but what a walk wrote.
    JsonNode again = JsonAnswer.result("walk-forward", walk(brief, 6, "--json"));
    assertThat(again.at("/summary/walk_forward/verdict").asText()).isEqualTo("NOT_ENOUGH_DATA");
    assertThat(again.path("missed")).isEmpty();
    assertThat(out.resolve("walk/report.html")).exists();
  }

  @Test
  void theSameBarsGiveTheSameModelToTheLastByte() throws IOException {
    for (String name : List.of("one", "two")) {
      RealCommandLine.Result result =
          RealCommandLine.run(
              "train",
              "--bars",
              "BTCUSDT=" + tidal,
              "--from",
              "2025-01-05",
              "--to",
              "2025-01-20",
              "--fit-weights",
              "--memory-rows",
              "1000",
              "--held-back-rows",
              "2000",
              "--out",
              out.resolve(name).toString());
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).contains("15m keeps 1000 of");
    }
    for (String name :
        List.of(
            "manifest.json",
            "weights.json",
            "memory-60000.bin",
            "memory-300000.bin",
            "memory-900000.bin")) {
      assertThat(out.resolve("two").resolve(name))
          .hasSameBinaryContentAs(out.resolve("one").resolve(name));
    }
    ModelFolder model = ModelFolder.open(out.resolve("one"));
    // Up to the last bar that starts before --to; 60 bars of 15m are 15 hours.
    assertThat(model.manifest().trainedToMs()).isEqualTo(1_737_331_200_000L);
    assertThat(model.manifest().scoresFromMs()).isEqualTo(1_737_331_200_000L + 15 * 3_600_000L);
    assertThat(model.manifest().quality()).hasSize(3);
    assertThat(model.manifest().quality().get(0).beatsItsBaselines()).isTrue();
  }

  @Test
  void whatCannotBeTrainedIsSaidBeforeAnythingIsWritten() throws IOException {
    assertThat(train("--timeframes", "1h").err())
        .contains("--timeframes 1h: must be one of bars.timeframes-ms");
    assertThat(train("--from", "2025-02-02T12:00", "--timeframes", "15m").err())
        .contains("15m: has")
        .contains("needs 500");
    assertThat(train("--memory-rows", "-1").err()).contains("--memory-rows -1: must be 0 or more");
    assertThat(walk(tidal, 60).err()).contains("--train-days 60: leaves nothing to score");
    assertThat(out.resolve("walk")).doesNotExist();
    Files.createDirectory(out.resolve("model"));
    Files.writeString(out.resolve("model/notes.txt"), "mine");
    assertThat(train().err()).contains("is not empty and holds more than a model");
    assertThat(Files.readString(out.resolve("model/notes.txt"))).isEqualTo("mine");
  }

  private RealCommandLine.Result train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train", "--bars", "BTCUSDT=" + tidal, "--out", out.resolve("model").toString()));
    arguments.addAll(List.of(more));
    RealCommandLine.Result result = RealCommandLine.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).isEqualTo(ExitCode.MISUSE);
    return result;
  }

  private RealCommandLine.Result walk(Path bars, int trainDays, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "walk-forward",
                "--bars",
                "BTCUSDT=" + bars,
                "--train-days",
                Integer.toString(trainDays),
                "--step-days",
                "10",
                "--held-back-rows",
                "4000",
                "--permutations",
                "500",
                "--out",
                out.resolve("walk").toString()));
    arguments.addAll(List.of(more));
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(out.resolve("walk").resolve(name)));
  }
}
