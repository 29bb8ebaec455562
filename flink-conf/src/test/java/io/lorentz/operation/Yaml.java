package io.lorentz.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads YAML. */
final class Yaml {

  private static final YAMLMapper YAML = new YAMLMapper();

  private Yaml() {}

  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  /** Leaves by their path, dots between its parts. */
  static Map<String, String> flat(JsonNode tree) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", tree, flat);
    return flat;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  flatten(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      flat));
    } else {
      flat.put(path, node.asText());
    }
  }
}
