package io.lorentz.command.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lorentz.command.report.Cells;
import io.lorentz.models.ModelFolder;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** From which market time on which version is in force. */
public final class Schedule {

  private final SortedMap<Long, ModelFolder> versions;

  /**
   * @param versions by the time from which they are in force, ms; at least one
   */
  public Schedule(SortedMap<Long, ModelFolder> versions) {
    this.versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /** Versions by the time from which they are in force, ms since 1970 UTC. */
  public SortedMap<Long, ModelFolder> versions() {
    return versions;
  }

  /** Where the first version comes into force, ms since 1970 UTC. */
  long firstMs() {
    return versions.firstKey();
  }

  /** The version in force at a time at or behind the first. */
  ModelFolder inForce(long timeMs) {
    return versions.get(versions.headMap(timeMs + 1).lastKey());
  }

  /** The records that announce it, in order. */
  public List<ModelVersion> records() {
    List<ModelVersion> records = new ArrayList<>();
    versions.forEach(
        (fromMs, version) ->
            records.add(new ModelVersion(version.id(), ModelRole.PRIMARY, fromMs, "")));
    return records;
  }

  /** Writes it as {@code schedule.json} and the summary have it. */
  void write(ArrayNode json) {
    versions.forEach(
        (fromMs, version) ->
            json.addObject()
                .put("in_force_from", Cells.utc(fromMs))
                .put("id", version.id())
                .put("trained_from", Cells.utc(version.manifest().trainedFromMs()))
                .put("trained_to", Cells.utc(version.manifest().trainedToMs())));
  }
}
