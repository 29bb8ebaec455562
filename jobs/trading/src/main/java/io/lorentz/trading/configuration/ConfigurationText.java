package io.lorentz.trading.configuration;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** How configuration is written: YAML for people, one canonical JSON for its hash. */
final class ConfigurationText {

  private static final PropertyNamingStrategies.KebabCaseStrategy KEBAB_CASE =
      new PropertyNamingStrategies.KebabCaseStrategy();

  private static final YAMLMapper YAML = mapper();

  private ConfigurationText() {}

  /** The mapper between YAML, trees and records; safe to share between threads. */
  static YAMLMapper yaml() {
    return YAML;
  }

  /** The key of a record component: {@code maxBridgedBars} is {@code max-bridged-bars}. */
  static String key(String componentName) {
    return KEBAB_CASE.translate(componentName);
  }

  /** A tree as YAML that reads back as the same tree. */
  static String toYaml(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory could not be written", e);
    }
  }

  /**
   * A tree as the one JSON text that all equal trees share: keys sorted, no white space, numbers
   * plain and without trailing zeros.
   */
  static String toCanonicalJson(JsonNode tree) {
    StringBuilder json = new StringBuilder();
    append(json, tree);
    return json.toString();
  }

  /** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static void append(StringBuilder json, JsonNode node) {
    if (node.isObject()) {
      appendObject(json, node);
    } else if (node.isArray()) {
      appendArray(json, node);
    } else if (node.isNumber() && !isNotFinite(node)) {
      json.append(plain(node.decimalValue()));
    } else {
      json.append(node.isNumber() ? '"' + node.asText() + '"' : node.toString());
    }
  }

  private static void appendObject(StringBuilder json, JsonNode node) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
    char separator = '{';
    for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
      json.append(separator).append(JsonNodeFactory.instance.textNode(field.getKey())).append(':');
      append(json, field.getValue());
      separator = ',';
    }
    json.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(StringBuilder json, JsonNode node) {
    char separator = '[';
    for (JsonNode element : node) {
      json.append(separator);
      append(json, element);
      separator = ',';
    }
    json.append(node.isEmpty() ? "[]" : "]");
  }

  private static boolean isNotFinite(JsonNode number) {
    return number.isFloatingPointNumber()
        && !number.isBigDecimal()
        && !Double.isFinite(number.doubleValue());
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static YAMLMapper mapper() {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();
    return YAMLMapper.builder(factory)
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .visibility(PropertyAccessor.GETTER, Visibility.NONE)
        .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }
}
