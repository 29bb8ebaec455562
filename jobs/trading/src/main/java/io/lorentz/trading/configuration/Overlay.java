package io.lorentz.trading.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Lays one source of settings over a tree, key by key, and remembers where each key came from. */
final class Overlay {

  private final BiFunction<JsonNode, String, String> locations;
  private final Map<String, String> origins;

  /**
   * @param locations says where the value under a key of a node of the source was written
   * @param origins takes the place of every key that the source sets, by dotted key
   */
  Overlay(BiFunction<JsonNode, String, String> locations, Map<String, String> origins) {
    this.locations = locations;
    this.origins = origins;
  }

  /**
   * Sets the keys of a record in place.
   *
   * @throws BadConfigurationException if the source names a key that the record has not
   */
  void layKeys(ObjectNode base, JsonNode source, Shape.Keys shape, String path, String location) {
    requireObject(source, path, location);
    for (Iterator<Map.Entry<String, JsonNode>> i = source.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      String key = field.getKey();
      String place = locations.apply(source, key);
      Shape known = shape.byKey().get(key);
      if (known == null) {
        throw unknown(place, path, key, shape.byKey().keySet());
      }
      lay(base, key, field.getValue(), known, join(path, key), place);
    }
  }

  private void lay(
      ObjectNode base, String key, JsonNode value, Shape shape, String path, String place) {
    if (value.isNull()) {
      throw new BadConfigurationException(
          place + ": " + path + ": has no value; give it one, or remove the key");
    }
    origins.put(path, place);
    if (shape instanceof Shape.Keys keys) {
      layKeys(base.withObjectProperty(key), value, keys, path, place);
    } else if (shape instanceof Shape.Open open) {
      layOpen(base.withObjectProperty(key), value, open.value(), path, place);
    } else if (shape instanceof Shape.Named named) {
      layNamed(base.withArrayProperty(key), value, named.element(), path, place);
    } else {
      base.set(key, value);
    }
  }

  private void layOpen(
      ObjectNode base, JsonNode source, Shape shape, String path, String location) {
    requireObject(source, path, location);
    for (Iterator<Map.Entry<String, JsonNode>> i = source.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      String key = field.getKey();
      String place = locations.apply(source, key);
      if (field.getValue().isNull()) {
        base.remove(key);
      } else {
        if (shape instanceof Shape.Keys keys && !base.has(key)) {
          base.set(key, fresh(keys));
        }
        lay(base, key, field.getValue(), shape, join(path, key), place);
      }
      requireComplete(base.get(key), shape, join(path, key), place);
    }
  }

  private void layNamed(
      ArrayNode base, JsonNode source, Shape.Keys shape, String path, String location) {
    if (source.isArray()) {
      for (int i = 0; i < source.size(); i++) {
        String place = locations.apply(source, Integer.toString(i));
        layElement(base, nameOf(source.get(i), path, place), source.get(i), shape, path, place);
      }
      return;
    }
    requireObject(source, path, location);
    for (Iterator<Map.Entry<String, JsonNode>> i = source.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      String place = locations.apply(source, field.getKey());
      layElement(base, field.getKey(), field.getValue(), shape, path, place);
    }
  }

  private void layElement(
      ArrayNode base, String name, JsonNode value, Shape.Keys shape, String path, String place) {
    int index = indexOf(base, name);
    if (value.isNull()) {
      if (index >= 0) {
        base.remove(index);
      }
      return;
    }
    ObjectNode element = index >= 0 ? (ObjectNode) base.get(index) : fresh(shape);
    if (index < 0) {
      element.put("name", name);
      base.add(element);
    }
    origins.put(join(path, name), place);
    layKeys(element, value, shape, join(path, name), place);
    requireComplete(element, shape, join(path, name), place);
  }

  private static ObjectNode fresh(Shape.Keys shape) {
    return shape
        .defaults()
        .map(value -> (ObjectNode) ConfigurationText.yaml().valueToTree(value))
        .orElseGet(() -> ConfigurationText.yaml().createObjectNode());
  }

  private static int indexOf(ArrayNode list, String name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("name").asText().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static String nameOf(JsonNode element, String path, String place) {
    JsonNode name = element.path("name");
    if (!name.isTextual()) {
      throw new BadConfigurationException(
          place + ": " + path + ": an entry has no name; begin it with '- name: …'");
    }
    return name.textValue();
  }

  private static void requireObject(JsonNode source, String path, String location) {
    if (!source.isObject()) {
      throw new BadConfigurationException(
          location
              + ": "
              + (path.isEmpty() ? "" : path + ": ")
              + "expected keys with values, was "
              + source
              + "; write 'key: value' lines");
    }
  }

  private static void requireComplete(JsonNode value, Shape shape, String path, String place) {
    if (value == null || !(shape instanceof Shape.Keys keys)) {
      return;
    }
    for (String key : keys.byKey().keySet()) {
      if (!value.has(key)) {
        throw new BadConfigurationException(
            place + ": " + join(path, key) + ": is missing; a new entry needs it");
      }
    }
  }

  private static BadConfigurationException unknown(
      String place, String path, String key, Collection<String> known) {
    Optional<String> nearest = NearestKey.of(key, known);
    return new BadConfigurationException(
        place
            + ": unknown key "
            + join(path, key)
            + nearest
                .map(near -> "; did you mean " + join(path, near) + "?")
                .orElse("; known here: " + String.join(", ", known)));
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
