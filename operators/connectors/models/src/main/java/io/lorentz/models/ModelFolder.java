package io.lorentz.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.core.inference.TrainedModel;
import io.lorentz.core.inference.TrainedSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of the models as a folder.
 *
 * @param folder the folder
 * @param id SHA-256 of the manifest, lower-case hex
 * @param manifest what it was trained on, with what, and what it is worth
 */
public record ModelFolder(Path folder, String id, ModelManifest manifest) {

  private static final String MANIFEST = "manifest.json";
  private static final String WEIGHTS = "weights.json";
  private static final String TRAIN_AGAIN = "copy the folder again, or train the model again";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /**
   * Writes a version; equal arguments give equal bytes.
   *
   * @param folder is made if it is not there; files of an earlier version in it are replaced
   * @param manifest everything but the checksums of the other files
   * @param series the trained members
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static ModelFolder write(Path folder, ModelManifest manifest, List<TrainedSeries> series) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(WEIGHTS, json(series.stream().map(SeriesWeights::of).toList()));
    for (TrainedSeries one : series) {
      files.put(MemoryFile.name(one.timeframeMs()), MemoryFile.bytes(one.memory()));
    }
    SortedMap<String, String> checksums = new TreeMap<>();
    files.forEach((name, bytes) -> checksums.put(name, sha256(bytes)));
    ModelManifest whole = manifest.withFiles(checksums);
    byte[] head = json(whole);
    try {
      Files.createDirectories(folder);
      for (var file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      // Last: a folder without a manifest is no model.
      Files.write(folder.resolve(MANIFEST), head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelFolder(folder, sha256(head), whole);
  }

  /**
   * Opens a version and reads its manifest.
   *
   * @throws BadModelException if there is none, or its form is another
   */
  public static ModelFolder open(Path folder) {
    Path file = folder.resolve(MANIFEST);
    byte[] bytes = content(file);
    ModelManifest manifest = parsed(file, bytes, ModelManifest.class);
    if (manifest.format() != ModelManifest.FORMAT) {
      throw new BadModelException(
          file,
          "format must be " + ModelManifest.FORMAT + ", was " + manifest.format(),
          "train the model again with this release");
    }
    return new ModelFolder(folder, sha256(bytes), manifest);
  }

  /**
   * Reads the version whole.
   *
   * @throws BadModelException if a file is missing or is not the one the manifest names
   */
  public TrainedModel read() {
    Path weightsFile = folder.resolve(WEIGHTS);
    SeriesWeights[] weights = parsed(weightsFile, checked(WEIGHTS), SeriesWeights[].class);
    List<TrainedSeries> series = new ArrayList<>();
    for (SeriesWeights one : weights) {
      String name = MemoryFile.name(one.timeframeMs());
      series.add(one.with(MemoryFile.read(folder.resolve(name), checked(name))));
    }
    try {
      return new TrainedModel(id, manifest.trainedToMs(), manifest.scoresFromMs(), series);
    } catch (IllegalArgumentException e) {
      throw new BadModelException(folder.resolve(MANIFEST), e.getMessage(), TRAIN_AGAIN);
    }
  }

  /** Names of its files, the manifest first. */
  public List<String> files() {
    List<String> files = new ArrayList<>(List.of(MANIFEST));
    files.addAll(manifest.files().keySet());
    return files;
  }

  /**
   * Checks that a job can ask it.
   *
   * @throws BadModelException if it was trained on other features, labels or neighbours
   */
  public ModelFolder requireFits(ModelNeeds needs) {
    requireEqual("features", manifest.features(), needs.features());
    requireEqual("labelHorizonBars", manifest.labelHorizonBars(), needs.labelHorizonBars());
    requireEqual("neighbours", manifest.neighbours(), needs.neighbours());
    requireEqual("members", manifest.members(), needs.members());
    return this;
  }

  private void requireEqual(String what, Object trained, Object needed) {
    if (!trained.equals(needed)) {
      throw new BadModelException(
          folder.resolve(MANIFEST),
          what + " must be " + needed + " as in the configuration, was " + trained,
          "train a model with this configuration, or change the configuration");
    }
  }

  private byte[] checked(String name) {
    Path file = folder.resolve(name);
    byte[] bytes = content(file);
    String expected = manifest.files().getOrDefault(name, "");
    if (!sha256(bytes).equals(expected)) {
      throw new BadModelException(
          file,
          expected.isEmpty()
              ? "is not named in the manifest"
              : "must have the SHA-256 " + expected + " of the manifest, has " + sha256(bytes),
          TRAIN_AGAIN);
    }
    return bytes;
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadModelException(file, "cannot be read (" + e + ")", "name a model's folder");
    }
  }

  private static <T> T parsed(Path file, byte[] bytes, Class<T> type) {
    try {
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      String first = e.getMessage() == null ? e.toString() : e.getMessage().split("\n", 2)[0];
      throw new BadModelException(file, first, TRAIN_AGAIN);
    }
  }

  private static byte[] json(Object value) {
    try {
      return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
