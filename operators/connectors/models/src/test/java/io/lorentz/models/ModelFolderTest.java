package io.lorentz.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.core.inference.Calibration;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.LogisticWeights;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.MoveRegression;
import io.lorentz.core.inference.TrainedModel;
import io.lorentz.core.inference.TrainedSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {

  private static final ModelNeeds NEEDS =
      new ModelNeeds("f1=RSI(14)", 4, 8, List.of("lorentzian", "logistic"));

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsReadBackToTheLastBit() {
    ModelFolder written = write(folder.resolve("m"), 1_000, 2_000);
    TrainedModel read = ModelFolder.open(folder.resolve("m")).read();

    assertThat(read.id()).isEqualTo(written.id()).matches("[0-9a-f]{64}");
    assertThat(read.trainedToMs()).isEqualTo(1_000);
    assertThat(read.scoresFromMs()).isEqualTo(2_000);
    assertThat(read.series().keySet()).containsExactly(60_000L, 300_000L);
    TrainedSeries expected = series(300_000);
    TrainedSeries actual = read.series(300_000).orElseThrow();
    assertThat(SeriesWeights.of(actual)).isEqualTo(SeriesWeights.of(expected));
    assertThat(MemoryFile.bytes(actual.memory())).isEqualTo(MemoryFile.bytes(expected.memory()));
    assertThat(ModelFolder.open(folder.resolve("m")).manifest()).isEqualTo(written.manifest());
  }

  @Test
  void equalModelsHaveEqualBytesAndOtherModelsAnotherId() throws IOException {
    ModelFolder one = write(folder.resolve("one"), 1_000, 2_000);
    ModelFolder two = write(folder.resolve("two"), 1_000, 2_000);
    ModelFolder other = write(folder.resolve("other"), 1_001, 2_000);

    assertThat(two.id()).isEqualTo(one.id());
    assertThat(other.id()).isNotEqualTo(one.id());
    for (String name : List.of("manifest.json", "weights.json", "memory-60000.bin")) {
      assertThat(folder.resolve("two").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "weights.json, must have the SHA-256",
    "memory-60000.bin, must have the SHA-256",
    "memory-300000.bin, must have the SHA-256"
  })
  void aFileThatIsNotTheOneOfTheManifestIsRefused(String name, String fault) throws IOException {
    ModelFolder written = write(folder.resolve("m"), 1_000, 2_000);
    Path file = folder.resolve("m").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(written::read)
        .withMessageContaining(file.toString())
        .withMessageContaining(fault)
        .withMessageContaining("train the model again");
  }

  @Test
  void aFolderWithoutOrWithABrokenManifestIsRefused() throws IOException {
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(() -> ModelFolder.open(folder))
        .withMessageContaining("manifest.json: cannot be read");

    write(folder.resolve("m"), 1_000, 2_000);
    Path manifest = folder.resolve("m").resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 2"));
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(() -> ModelFolder.open(folder.resolve("m")))
        .withMessageContaining("format must be 1, was 2");
    Files.writeString(manifest, text.substring(0, text.length() / 2), StandardCharsets.UTF_8);
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(() -> ModelFolder.open(folder.resolve("m")))
        .withMessageContaining(manifest.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "f1=RSI(15), 4, 8, lorentzian logistic, features must be f1=RSI(15)",
    "f1=RSI(14), 5, 8, lorentzian logistic, labelHorizonBars must be 5",
    "f1=RSI(14), 4, 9, lorentzian logistic, neighbours must be 9",
    "f1=RSI(14), 4, 8, lorentzian, members must be [lorentzian]"
  })
  void aModelTrainedForAnotherJobIsRefused(
      String features, int horizon, int neighbours, String members, String fault) {
    ModelFolder written = write(folder.resolve("m"), 1_000, 2_000);
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(
            () ->
                written.requireFits(
                    new ModelNeeds(features, horizon, neighbours, List.of(members.split(" ")))))
        .withMessageContaining(fault);
  }

  @Test
  void aModelThatCouldScoreItsOwnTrainingIsRefused() {
    ModelFolder written = write(folder.resolve("m"), 2_000, 2_000);
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(written::read)
        .withMessageContaining("must not score what it was trained on");
  }

  @Test
  void aStoreGivesAVersionByItsIdAndOnlyThat() throws IOException {
    ModelFolders store = new ModelFolders(folder.resolve("store"), NEEDS);
    ModelFolder version = store.add(write(folder.resolve("m"), 1_000, 2_000));

    assertThat(store.all()).containsExactly(version);
    assertThat(store.load(version.id())).isSameAs(store.load(version.id()));
    assertThat(store.add(ModelFolder.open(folder.resolve("m")))).isEqualTo(version);
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(() -> store.load("0".repeat(64)))
        .withMessageContaining("cannot be read");
    Files.move(
        folder.resolve("store").resolve(version.id()),
        folder.resolve("store").resolve("1".repeat(64)));
    assertThatExceptionOfType(BadModelException.class)
        .isThrownBy(() -> store.load("1".repeat(64)))
        .withMessageContaining("must hold the version of its name");
  }

  private static ModelFolder write(Path folder, long trainedToMs, long scoresFromMs) {
    ModelManifest manifest =
        new ModelManifest(
            ModelManifest.FORMAT,
            0,
            trainedToMs,
            scoresFromMs,
            60,
            List.of("BTCUSDT"),
            NEEDS.features(),
            "sign",
            NEEDS.labelHorizonBars(),
            NEEDS.neighbours(),
            NEEDS.members(),
            new TreeMap<>(),
            new TreeMap<>(),
            "test",
            new TreeMap<>(),
            List.of());
    return ModelFolder.write(folder, manifest, List.of(series(60_000), series(300_000)));
  }

  private static TrainedSeries series(long timeframeMs) {
    SplittableRandom random = new SplittableRandom(timeframeMs);
    double[][] columns = new double[FeatureRing.FEATURES][40];
    byte[] labels = new byte[40];
    for (int row = 0; row < labels.length; row++) {
      for (double[] column : columns) {
        column[row] = random.nextDouble();
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    return new TrainedSeries(
        timeframeMs,
        FeatureRing.of(columns, labels),
        new MemberWeights(0.6, 0.3, 0.1),
        new LogisticWeights(0.1, 1.0 / 3, -2, 0.5, 0.25, 3, 300),
        new Calibration(0.1, 2),
        new MoveRegression(0.01, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));
  }
}
