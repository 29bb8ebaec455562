package io.lorentz.command.day;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.ParityProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a replay of a day has shown.
 *
 * @param differences rows that differ, are missing or superfluous
 * @param equalRows rows that are equal
 * @param fromMs log time of the first record that was replayed, ms since 1970 UTC
 * @param toMs that of the last
 */
public record DayParity(long differences, long equalRows, long fromMs, long toMs) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESULT = "parity.json";

  /**
   * From the folder that {@code check parity --out} wrote.
   *
   * @return empty if it is of another log or no part of the day
   * @throws MisuseException if it cannot be read
   */
  public static Optional<DayParity> ofResult(Path folder, String topic, Day day) {
    Path file = folder.resolve(RESULT);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      long[] equal = {0};
      json.path("rows").forEach(kind -> equal[0] += kind.path("equal").asLong());
      return Optional.of(
              new DayParity(
                  json.path("differences").asLong(),
                  equal[0],
                  json.path("from_log_time_ms").asLong(),
                  json.path("to_log_time_ms").asLong()))
          .filter(found -> json.path("topic").asText().equals(topic) && found.concerns(day));
    } catch (IOException e) {
      throw new MisuseException(
          "--parity "
              + folder
              + ": has no "
              + RESULT
              + " that can be read ("
              + e.getClass().getSimpleName()
              + "); name what 'check parity --out' wrote");
    }
  }

  /**
   * From the proofs that {@code check parity} leaves: the one that reaches furthest.
   *
   * @param topicId what tells the log from others of its name
   */
  public static Optional<DayParity> ofProofs(Path folder, String topicId, Day day) {
    return ParityProof.all(folder).stream()
        .filter(proof -> proof.topicId().equals(topicId))
        .map(DayParity::of)
        .filter(found -> found.concerns(day))
        .max(Comparator.comparingLong(DayParity::toMs));
  }

  private static DayParity of(ParityProof proof) {
    return new DayParity(
        proof.differences(), proof.rows(), proof.fromLogTimeMs(), proof.toLogTimeMs());
  }

  private boolean concerns(Day day) {
    return toMs > day.startMs() && fromMs <= day.endMs();
  }
}
