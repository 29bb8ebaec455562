package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the log says of the run as a whole. Not for several threads. */
final class RunFacts {

  /** Versions kept per role; which is in force depends on the time. */
  private static final int VERSIONS = 8;

  private final RunTerms terms;
  private final Map<ModelRole, NavigableMap<Long, ModelVersion>> models = new TreeMap<>();
  private Optional<JobStarted> started = Optional.empty();
  private Optional<Long> tradingFromMs = Optional.empty();
  private long clockMs;
  private long logTimeMs;

  RunFacts(RunTerms terms) {
    this.terms = terms;
  }

  void logTime(long ms) {
    logTimeMs = Math.max(logTimeMs, ms);
  }

  void clock(long ms) {
    clockMs = Math.max(clockMs, ms);
  }

  /** The market clock, ms since 1970 UTC; 0 if the log has told none. */
  long clockMs() {
    return clockMs;
  }

  void started(JobStarted job) {
    started = Optional.of(job);
  }

  void tradingFrom(long ms) {
    tradingFromMs = Optional.of(ms);
  }

  void model(long atMs, ModelVersion version) {
    NavigableMap<Long, ModelVersion> ofRole =
        models.computeIfAbsent(version.getRole(), role -> new TreeMap<>());
    ofRole.put(atMs, version);
    if (ofRole.size() > VERSIONS) {
      ofRole.pollFirstEntry();
    }
  }

  ObjectNode cells() {
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    run.put("clockMs", clockMs).put("logTimeMs", logTimeMs);
    run.put("configuration", started.map(JobStarted::getConfigHash).orElse(""));
    run.put("shownWith", terms.configuration());
    run.put("code", started.map(JobStarted::getCodeVersion).orElse(""));
    run.put("remoteAccount", started.map(JobStarted::getRemoteAccount).orElse(""));
    run.put("asksModels", terms.asksModels());
    tradingFromMs.ifPresent(ms -> run.put("tradingFromMs", ms));
    ArrayNode told = run.putArray("models");
    models.forEach(
        (role, versions) -> {
          inForce(versions).ifPresent(version -> told.add(cells(version, true)));
          versions.values().stream()
              .filter(version -> version.getInForceFromMs() > nowMs())
              .max(Comparator.comparingLong(ModelVersion::getInForceFromMs))
              .ifPresent(version -> told.add(cells(version, false)));
        });
    return run;
  }

  /** The last that was named of those whose time has come. */
  private Optional<ModelVersion> inForce(NavigableMap<Long, ModelVersion> versions) {
    return versions.values().stream()
        .filter(version -> version.getInForceFromMs() <= nowMs())
        .reduce((before, after) -> after);
  }

  private long nowMs() {
    return clockMs == 0 ? logTimeMs : clockMs;
  }

  private static ObjectNode cells(ModelVersion version, boolean inForce) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("role", version.getRole().name())
        .put("id", version.getId())
        .put("fromMs", version.getInForceFromMs())
        .put("inForce", inForce)
        .put("reason", version.getReason());
  }
}
