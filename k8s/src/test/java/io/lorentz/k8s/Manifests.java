package io.lorentz.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifests of an overlay, put together as kustomize does for resources it has no merge keys
 * of: a patch is a JSON merge patch (RFC 7386), lists are replaced, null removes.
 */
final class Manifests {

  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** All manifests that an overlay or the base gives. */
  static List<JsonNode> of(Path folder) throws IOException {
    JsonNode kustomization = documents(folder.resolve("kustomization.yaml")).get(0);
    List<JsonNode> manifests = new ArrayList<>();
    for (JsonNode resource : kustomization.path("resources")) {
      Path named = folder.resolve(resource.asText()).normalize();
      manifests.addAll(Files.isDirectory(named) ? of(named) : documents(named));
    }
    for (JsonNode patch : kustomization.path("patches")) {
      JsonNode change = documents(folder.resolve(patch.path("path").asText())).get(0);
      merged(find(manifests, change), change);
    }
    return manifests;
  }

  private static ObjectNode find(List<JsonNode> manifests, JsonNode change) {
    return manifests.stream()
        .filter(manifest -> names(manifest).equals(names(change)))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing to patch by " + names(change)));
  }

  private static String names(JsonNode manifest) {
    return manifest.path("kind").asText() + " " + manifest.at("/metadata/name").asText();
  }

  private static ObjectNode merged(ObjectNode target, JsonNode change) {
    change
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNull()) {
                target.remove(field.getKey());
              } else if (value.isObject() && target.path(field.getKey()).isObject()) {
                merged((ObjectNode) target.get(field.getKey()), value);
              } else {
                target.set(field.getKey(), value);
              }
            });
    return target;
  }

  /** The documents of one file. */
  static List<JsonNode> documents(Path file) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).readAll();
  }
}
