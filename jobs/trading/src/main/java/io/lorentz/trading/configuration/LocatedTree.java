package io.lorentz.trading.configuration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A YAML document as a tree that knows where each of its nodes was written.
 *
 * <p>Scalars of one value may be one shared node, so lines are kept by the containing node and the
 * key or index.
 */
final class LocatedTree {

  private final String source;
  private final IdentityHashMap<JsonNode, Map<String, Integer>> lines = new IdentityHashMap<>();
  private final JsonNode root;

  private LocatedTree(String source, JsonParser parser) throws IOException {
    this.source = source;
    this.root = parser.nextToken() == null ? MissingNode.getInstance() : readNode(parser);
    if (!root.isMissingNode() && parser.nextToken() != null) {
      throw new BadConfigurationException(
          source + ": more than one YAML document; keep the first and remove what follows '---'");
    }
  }

  /**
   * Reads one document.
   *
   * @param source what to call it in messages, e.g. the file's path
   * @param text the YAML
   * @throws BadConfigurationException if the text is not YAML or names a key twice
   */
  static LocatedTree parse(String source, String text) {
    try (JsonParser parser = ConfigurationText.yaml().createParser(text)) {
      return new LocatedTree(source, parser);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new BadConfigurationException(
          source
              + (line > 0 ? ":" + line : "")
              + ": "
              + firstLine(e.getOriginalMessage())
              + "; mend the YAML there");
    } catch (IOException e) {
      throw new BadConfigurationException(source + ": cannot be read: " + e.getMessage());
    }
  }

  JsonNode root() {
    return root;
  }

  /** Where the value under a key of one of this tree's nodes was written. */
  String location(JsonNode container, String key) {
    Integer line = lines.getOrDefault(container, Map.of()).get(key);
    return line == null ? source : source + ":" + line;
  }

  private JsonNode readNode(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return readObject(parser);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return readArray(parser);
    }
    return ConfigurationText.yaml().readTree(parser);
  }

  private ObjectNode readObject(JsonParser parser) throws IOException {
    ObjectNode node = ConfigurationText.yaml().createObjectNode();
    Map<String, Integer> nodeLines = new HashMap<>();
    lines.put(node, nodeLines);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      nodeLines.put(key, parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      node.set(key, readNode(parser));
    }
    return node;
  }

  private ArrayNode readArray(JsonParser parser) throws IOException {
    ArrayNode node = ConfigurationText.yaml().createArrayNode();
    Map<String, Integer> nodeLines = new HashMap<>();
    lines.put(node, nodeLines);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      nodeLines.put(Integer.toString(node.size()), parser.currentTokenLocation().getLineNr());
      node.add(readNode(parser));
    }
    return node;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
