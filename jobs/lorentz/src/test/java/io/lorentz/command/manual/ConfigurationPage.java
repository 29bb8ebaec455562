package io.lorentz.command.manual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all keys, made of the records that they are bound to. */
final class ConfigurationPage {

  /** Stands for the name that a person gives an entry of a list. */
  static final String NAME = "NAME";

  private static final String NONE = "–";
  private static final Map<Type, String> TYPES =
      Map.of(
          int.class, "whole number",
          long.class, "whole number",
          double.class, "number",
          BigDecimal.class, "exact number",
          boolean.class, "true, false",
          String.class, "text");

  private final BiFunction<Class<?>, String, String> meanings;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> keys = new TreeSet<>();
  private final List<String> meaningless = new ArrayList<>();

  /**
   * Makes an empty page.
   *
   * @param meanings says what a component of a record means; empty if nobody said
   */
  ConfigurationPage(BiFunction<Class<?>, String, String> meanings) {
    this.meanings = meanings;
  }

  /** Adds the sections of a record, a table each. */
  void add(Class<? extends Record> root, JsonNode defaults) {
    List<Row> single = new ArrayList<>();
    for (RecordComponent component : root.getRecordComponents()) {
      List<Row> rows = new ArrayList<>();
      String key = Keys.of(component.getName());
      rows(key, component, defaults.path(key), rows);
      if (component.getType().isRecord()) {
        section(key, rows.get(0).meaning(), rows.subList(1, rows.size()));
      } else if (rows.size() > 1) {
        section(key, "", rows);
      } else {
        single.addAll(rows);
      }
    }
    if (!single.isEmpty()) {
      section("Keys without a section", "", single);
    }
  }

  /** All of it. */
  String text() {
    return text.toString();
  }

  /** Keys that have a row; an entry of a list is {@value #NAME} or {@code []}. */
  Set<String> keys() {
    return keys;
  }

  /** Keys of which nobody says what they mean, or no more than their bounds. */
  List<String> meaningless() {
    return meaningless;
  }

  private record Row(String key, String type, String unit, String usual, String meaning) {}

  private void section(String title, String meaning, List<Row> rows) {
    text.append("\n## ").append(title).append("\n\n");
    if (!meaning.isEmpty()) {
      text.append(sentence(meaning)).append("\n\n");
    }
    text.append("| key | type | unit | default | meaning |\n|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| `").append(row.key()).append("` | ");
      text.append(
          Stream.of(row.type(), row.unit(), row.usual(), row.meaning())
              .map(cell -> cell.replace("|", "\\|"))
              .collect(Collectors.joining(" | ")));
      text.append(" |\n");
    }
  }

  private static String sentence(String meaning) {
    String upper = meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
    return upper.endsWith(".") ? upper : upper + ".";
  }

  private void rows(String key, RecordComponent component, JsonNode usual, List<Row> rows) {
    Type type = component.getGenericType();
    String meaning = meanings.apply(component.getDeclaringRecord(), component.getName());
    if (meaning.isEmpty() || Character.isDigit(meaning.charAt(0))) {
      meaningless.add(key);
    }
    keys.add(key);
    if (type instanceof Class<?> section && section.isRecord()) {
      rows.add(new Row(key, "section", NONE, NONE, meaning));
      below(key, section, usual, rows);
    } else if (elementOf(type) instanceof Class<?> element && element.isRecord()) {
      boolean named = isNamed(element);
      rows.add(new Row(key, named ? "list by name" : "list", NONE, listed(usual, named), meaning));
      below(key + (named ? "." + NAME : "[]"), element, entry(usual, named), rows);
    } else {
      rows.add(new Row(key, words(type), unit(key, type, meaning), value(usual), meaning));
    }
  }

  private void below(String key, Class<?> section, JsonNode usual, List<Row> rows) {
    for (RecordComponent component : section.getRecordComponents()) {
      String own = Keys.of(component.getName());
      rows(key + "." + own, component, usual.path(own), rows);
    }
  }

  /** What a new entry starts from: the one called {@value #NAME}, if an entry may be left open. */
  private static JsonNode entry(JsonNode list, boolean named) {
    for (JsonNode entry : list) {
      if (named && entry.path("name").asText().equals(NAME)) {
        return entry;
      }
    }
    return MissingNode.getInstance();
  }

  private static String listed(JsonNode list, boolean named) {
    if (list.isMissingNode()) {
      return "required";
    }
    List<String> entries = new ArrayList<>();
    for (JsonNode entry : list) {
      String name = entry.path("name").asText();
      if (!named) {
        entries.add(value(entry));
      } else if (!name.equals(NAME)) {
        entries.add("`" + name + "`");
      }
    }
    return entries.isEmpty() ? "none" : String.join(", ", entries);
  }

  private static String value(JsonNode value) {
    if (value.isMissingNode()) {
      return "required";
    }
    if (value.isArray()) {
      List<String> all = new ArrayList<>();
      value.forEach(each -> all.add(each.asText()));
      return all.isEmpty() ? "none" : "`[" + String.join(", ", all) + "]`";
    }
    if (value.isObject()) {
      List<String> all = new ArrayList<>();
      value
          .fields()
          .forEachRemaining(each -> all.add(each.getKey() + ": " + plain(each.getValue())));
      return "`{" + String.join(", ", all) + "}`";
    }
    return value.asText().isEmpty() ? "empty" : "`" + plain(value) + "`";
  }

  private static String plain(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static Type elementOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        return generic.getActualTypeArguments()[0];
      }
      throw new AssertionError(type + ": has no form on the page; teach it one");
    }
    return type;
  }

  private static boolean isNamed(Class<?> element) {
    return Arrays.stream(element.getRecordComponents())
        .anyMatch(component -> component.getName().equals("name"));
  }

  private static String words(Type type) {
    if (type instanceof Class<?> plain) {
      if (plain.isEnum()) {
        return Arrays.stream(plain.getEnumConstants())
            .map(constant -> "`" + constant + "`")
            .collect(Collectors.joining(", "));
      }
      String words = TYPES.get(plain);
      if (words == null) {
        throw new AssertionError(type + ": has no words on the page; give it some");
      }
      return words;
    }
    Type element = elementOf(type);
    return "list of " + (element == Long.class ? "whole numbers" : "texts");
  }

  /** The unit that the key's ending or its meaning names. */
  private static String unit(String path, Type type, String meaning) {
    if (type == boolean.class || type == String.class || isTexts(type) || isEnum(type)) {
      return NONE;
    }
    String key = path.substring(path.lastIndexOf('.') + 1);
    for (Unit unit : UNITS) {
      if (key.matches(unit.keys()) && meaning.contains(unit.word())) {
        return unit.name();
      }
    }
    throw new AssertionError(path + ": its meaning names no unit: " + meaning);
  }

  private static boolean isTexts(Type type) {
    return type instanceof ParameterizedType && elementOf(type) == String.class;
  }

  private static boolean isEnum(Type type) {
    return type instanceof Class<?> plain && plain.isEnum();
  }

  /**
   * A rule that gives a unit.
   *
   * @param keys pattern of the keys
   * @param word what the meaning has to say
   * @param name the unit
   */
  private record Unit(String keys, String word, String name) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit(".*-ms", "ms since 1970 UTC", "ms since 1970 UTC"),
          new Unit(".*-ms", "ms of market time", "ms of market time"),
          new Unit(".*-ms", "og time in ms", "ms of log time"),
          new Unit(".*-ms", "ms of processing time", "ms of processing time"),
          new Unit(".*-ms", "ms", "ms"),
          new Unit(".*-bps?", "1/10,000", "1/10,000"),
          new Unit(".*-bps?", "basis points", "1/10,000"),
          new Unit(".*-fraction", "", "fraction"),
          new Unit("max-volume-share", "share", "fraction"),
          new Unit(".*", "quote currency per unit", "quote currency per unit"),
          new Unit(".*", "quote currency", "quote currency"),
          new Unit(".*", "base currency", "base currency"),
          new Unit(".*", "in ATR", "ATR"),
          new Unit(".*-r", "", "R"),
          new Unit(".*-length", "bars", "bars"),
          new Unit(".*-bars", "", "bars"),
          new Unit(".*-rows", "", "rows"),
          new Unit(".*", "", NONE));
}
