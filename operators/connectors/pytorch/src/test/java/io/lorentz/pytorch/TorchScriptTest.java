package io.lorentz.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.Query;
import io.lorentz.core.inference.TrainedUntil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device is the CPU, or what the system property {@code lorentz.device} names. */
class TorchScriptTest {

  private static final String DEVICE = System.getProperty("lorentz.device", "cpu");

  @TempDir private Path folder;

  @Test
  void aScoreIsWhatTheFileSaysForTheFeaturesOfTheQuery() {
    List<Query> queries = queries(200);
    double[] scores = new double[queries.size()];
    try (TorchScript script = script(TorchScripts.SUM)) {
      assertThat(script.name()).isEqualTo("torchscript");
      script.score(queries, scores);
    }
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        sum += queries.get(i).feature(feature);
      }
      assertThat(scores[i]).isCloseTo(Math.tanh(3 * (sum - 2.5)), within(1e-5));
    }
  }

  @Test
  void aColumnOfScoresIsAsGoodAsARow() {
    List<Query> queries = queries(3);
    double[] row = new double[3];
    double[] column = new double[3];
    try (TorchScript script = script(TorchScripts.SUM);
        TorchScript other =
            script(
                """
                  _0 = torch.sub(torch.sum(features, [1], True), 2.5)
                  return torch.tanh(torch.mul(_0, 3.))
                """)) {
      script.score(queries, row);
      other.score(queries, column);
    }
    assertThat(column).isEqualTo(row);
  }

  @Test
  void barsThatTrainingMayHaveSeenGetNoScore() {
    List<Query> queries = queries(4);
    long secondMs = queries.get(1).vector().getCloseTimeMs();
    double[] all = new double[4];
    double[] unseen = new double[4];
    try (TorchScript script = script(TorchScripts.SUM);
        TrainedUntil member = new TrainedUntil(script(TorchScripts.SUM), secondMs)) {
      script.score(queries.subList(2, 4), all);
      member.score(queries, unseen);
    }
    assertThat(unseen).containsExactly(Double.NaN, Double.NaN, all[0], all[1]);
  }

  @Test
  void aFileThatTakesAnotherNumberOfFeaturesIsRefused() {
    refused(
        "return torch.tanh(torch.matmul(features, torch.ones([6])))",
        "must take float32 of shape (3, 5)");
  }

  @Test
  void aFileThatGivesSeveralScoresARowIsRefused() {
    refused(
        "return torch.tanh(features)",
        "must give one float32 of shape (3) or (3, 1), gave 1, the first float32 of shape (3, 5)");
  }

  @Test
  void aFileThatGivesOneScoreForAllIsRefused() {
    refused("return torch.tanh(torch.mean(features))", "of shape ()");
  }

  @Test
  void aFileThatGivesDoublePrecisionIsRefused() {
    refused(
        "return torch.to(torch.tanh(torch.sum(features, [1])), 7)",
        "the first float64 of shape (3)");
  }

  @Test
  void aFileThatGivesSeveralTensorsIsRefused() {
    Path file =
        TorchScripts.write(
            folder.resolve("pair.pt"),
            "Tuple[Tensor, Tensor]",
            "  _0 = torch.tanh(torch.sum(features, [1]))\n  return (_0, _0)\n");
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> new TorchScript(TorchScriptFile.read(file), DEVICE))
        .withMessageContaining("pair.pt: must give one float32 of shape (3) or (3, 1), gave 2");
  }

  @Test
  void scoresBeyondOneAreRefused() {
    refused("return torch.sum(features, [1])", "must give scores within -1 and 1, gave 2.");
  }

  @Test
  void aRowThatDependsOnTheOthersIsRefused() {
    refused(
        """
        _0 = torch.sub(features, torch.mean(features, [0], True))
        return torch.tanh(torch.sum(_0, [1]))
        """,
        "must score a row alike in every batch");
  }

  @Test
  void weightsAloneAndRubbishAreNoTorchScript() throws IOException {
    Path rubbish = Files.writeString(folder.resolve("rubbish.pt"), "no model");
    Path cut = folder.resolve("cut.pt");
    byte[] whole =
        Files.readAllBytes(TorchScripts.write(folder.resolve("whole.pt"), TorchScripts.SUM));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (Path file : List.of(rubbish, cut)) {
      assertThatExceptionOfType(DeviceException.class)
          .isThrownBy(() -> new TorchScript(TorchScriptFile.read(file), DEVICE))
          .withMessageContaining(file + ": is no TorchScript file")
          .withMessageContaining("torch.jit.script(model).save(path)");
    }
  }

  @Test
  void aFileIsKnownByItsContent() throws IOException {
    Path file = TorchScripts.write(folder.resolve("a.pt"), TorchScripts.SUM);
    String id = TorchScriptFile.read(file).id();
    assertThat(TorchScriptFile.read(Files.copy(file, folder.resolve("b.pt"))).id()).isEqualTo(id);

    TorchScripts.write(file, "return torch.zeros([3])");
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> TorchScriptFile.read(file).requireId(id))
        .withMessageContaining("must be the file the job was started with, SHA-256 " + id);
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> TorchScriptFile.read(folder.resolve("none.pt")))
        .withMessageContaining("none.pt: cannot be read");
  }

  private void refused(String forward, String why) {
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> script(forward.indent(2)).close())
        .withMessageContaining("script.pt: ")
        .withMessageContaining(why);
  }

  private TorchScript script(String forward) {
    Path file = TorchScripts.write(folder.resolve("script.pt"), forward);
    return new TorchScript(TorchScriptFile.read(file), DEVICE);
  }

  private static List<Query> queries(int count) {
    SplittableRandom random = new SplittableRandom(count);
    double[][] columns = new double[FeatureRing.FEATURES][10];
    List<double[]> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(random.doubles(FeatureRing.FEATURES).toArray());
    }
    return DeviceTrial.queries(
        EnsembleOptions.defaults(), FeatureRing.of(columns, new byte[10]), asked);
  }
}
