package io.lorentz.exchanges.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A recording in memory, as {@link Recorder} writes it: one JSON object a line, plain or gzip. */
public final class Recording {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Map<String, List<RecordedLine>> byVenue = new TreeMap<>();
  private long firstMs = Long.MAX_VALUE;
  private long lastMs = Long.MIN_VALUE;

  private Recording() {}

  /**
   * Reads files.
   *
   * @throws BadRecordingException if one cannot be read, or holds something else
   */
  public static Recording read(List<Path> files) {
    Recording recording = new Recording();
    for (Path file : files) {
      recording.add(file);
    }
    if (recording.byVenue.isEmpty()) {
      throw new BadRecordingException(
          files + ": hold no frame of a venue that is known; see 'lorentz edge --record'");
    }
    recording.byVenue.values().forEach(lines -> lines.sort((a, b) -> Long.compare(a.ms(), b.ms())));
    return recording;
  }

  private void add(Path file) {
    int number = 0;
    try (BufferedReader reader = open(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          add(MAPPER.readValue(line, RecordedLine.class));
        }
      }
    } catch (JsonProcessingException e) {
      throw new BadRecordingException(
          file + ":" + number + ": is no line of a recording (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw new BadRecordingException(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    boolean zipped = file.getFileName().toString().endsWith(".gz");
    return new BufferedReader(
        new InputStreamReader(zipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
  }

  private void add(RecordedLine line) {
    byVenue.computeIfAbsent(line.venue(), none -> new ArrayList<>()).add(line);
    if (line.kind() == RecordedLine.Kind.FRAME) {
      firstMs = Math.min(firstMs, line.ms());
      lastMs = Math.max(lastMs, line.ms());
    }
  }

  /** The venues of which there is something, by name. */
  public List<String> venues() {
    return List.copyOf(byVenue.keySet());
  }

  /** When the first frame came, ms since 1970 UTC. */
  public long firstMs() {
    return firstMs;
  }

  /** When the last frame came, ms since 1970 UTC. */
  public long lastMs() {
    return lastMs;
  }

  List<RecordedLine> of(String venue) {
    return byVenue.getOrDefault(venue, List.of());
  }
}
