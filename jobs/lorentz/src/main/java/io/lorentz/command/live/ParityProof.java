package io.lorentz.command.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the last replay of a run of a configuration has shown: a file {@code HASH.json} in a folder,
 * one per configuration, so that a difference takes the place of an earlier replay without one. It
 * guards against forgetting, not against a person who writes one by hand.
 *
 * @param configurationSha256 hash of the configuration that the run was started with
 * @param codeVersion version and commit of the code that replayed it
 * @param topic the run's log
 * @param topicId what tells that log from others of its name; empty in files of before there was
 * @param fromOffset first record of it that was replayed
 * @param endOffset behind the last
 * @param fromLogTimeMs log time of the first, ms since 1970 UTC
 * @param toLogTimeMs log time of the last, ms since 1970 UTC
 * @param rows how many rows were equal
 * @param differences how many differed, were missing or superfluous
 * @param replayedAtMs when it was replayed, ms since 1970 UTC
 */
public record ParityProof(
    String configurationSha256,
    String codeVersion,
    String topic,
    String topicId,
    long fromOffset,
    long endOffset,
    long fromLogTimeMs,
    long toLogTimeMs,
    long rows,
    long differences,
    long replayedAtMs) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * Puts it in place of an earlier one.
   *
   * @throws FaultException if it cannot be written
   */
  public void write(Path folder) {
    Path file = file(folder, configurationSha256);
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "proof", ".tmp");
      Files.writeString(fresh, JSON.writeValueAsString(json()) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FaultException(
          file + ": cannot be written (" + e + "); name another folder with --proofs");
    }
  }

  private JsonNode json() {
    return JSON.createObjectNode()
        .put("configuration_sha256", configurationSha256)
        .put("code_version", codeVersion)
        .put("topic", topic)
        .put("topic_id", topicId)
        .put("from_offset", fromOffset)
        .put("end_offset", endOffset)
        .put("from_log_time_ms", fromLogTimeMs)
        .put("to_log_time_ms", toLogTimeMs)
        .put("equal_rows", rows)
        .put("differences", differences)
        .put("replayed_at_ms", replayedAtMs);
  }

  /**
   * The one of a configuration.
   *
   * @return empty if there is none
   * @throws FaultException if it cannot be read
   */
  public static Optional<ParityProof> of(Path folder, String configurationSha256) {
    Path file = file(folder, configurationSha256);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return Optional.of(
          new ParityProof(
              json.path("configuration_sha256").asText(),
              json.path("code_version").asText(),
              json.path("topic").asText(),
              json.path("topic_id").asText(),
              json.path("from_offset").asLong(),
              json.path("end_offset").asLong(),
              json.path("from_log_time_ms").asLong(),
              json.path("to_log_time_ms").asLong(),
              json.path("equal_rows").asLong(),
              json.path("differences").asLong(),
              json.path("replayed_at_ms").asLong()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FaultException(file + ": cannot be read (" + e + "); replay the run again");
    }
  }

  /**
   * All that lie in a folder; none if it is not there.
   *
   * @throws FaultException if one cannot be read
   */
  public static List<ParityProof> all(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .flatMap(name -> of(folder, name.substring(0, name.length() - ".json".length())).stream())
          .toList();
    } catch (IOException e) {
      throw new FaultException(folder + ": cannot be read (" + e + "); see who owns it");
    }
  }

  private static Path file(Path folder, String configurationSha256) {
    return folder.resolve(configurationSha256 + ".json");
  }

  /**
   * What speaks against trading live on it; empty if nothing does.
   *
   * @param code version and commit of the code that is to trade
   */
  public Optional<String> objection(String sha256, String code) {
    if (!configurationSha256.equals(sha256)) {
      return Optional.of("it is of the configuration " + configurationSha256);
    }
    if (!codeVersion.equals(code)) {
      return Optional.of("it was replayed with the code " + codeVersion + ", this is " + code);
    }
    if (differences > 0) {
      return Optional.of("the last replay found " + differences + " differences");
    }
    return rows > 0 ? Optional.empty() : Optional.of("no row was compared");
  }
}
