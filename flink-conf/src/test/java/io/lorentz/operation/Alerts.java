package io.lorentz.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rules as they are shipped. */
final class Alerts {

  static final Path RULES = Path.of("prometheus", "rules", "lorentz.yml");

  private Alerts() {}

  /** All that alert. */
  static List<JsonNode> alerts() throws IOException {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  /** All that alert or record. */
  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : Yaml.read(RULES).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  static List<String> names() throws IOException {
    return alerts().stream().map(alert -> alert.path("alert").asText()).toList();
  }
}
