package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The grid of a sweep: every combination of the values of its keys, the last key changing fastest.
 *
 * @param values values by key, both as a person wrote them
 */
record Grid(Map<String, List<String>> values) {

  /** More cells on one pass would be hours and gigabytes. */
  static final int MOST_CELLS = 1_000;

  /**
   * Reads the arguments.
   *
   * @param arguments {@code key=a,b,c} each
   * @throws MisuseException if one is no such thing, or there are too many cells
   */
  static Grid of(List<String> arguments) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    long cells = 1;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals <= 0) {
        throw refused(argument, "is not a key and its values; write --vary key=a,b,c");
      }
      String key = argument.substring(0, equals).strip();
      List<String> ofKey = values(argument, argument.substring(equals + 1));
      if (values.put(key, ofKey) != null) {
        throw refused(argument, "names " + key + " a second time; give all its values at once");
      }
      cells *= ofKey.size();
      if (cells > MOST_CELLS) {
        throw refused(
            argument,
            "makes "
                + cells
                + " cells or more, at most "
                + MOST_CELLS
                + " run on one pass; drop some values");
      }
    }
    return new Grid(values);
  }

  private static List<String> values(String argument, String list) {
    List<String> values = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    if (values.contains("")) {
      throw refused(argument, "has an empty value; write --vary key=a,b,c");
    }
    if (values.size() < 2) {
      throw refused(argument, "has one value only, which varies nothing; use --set for it");
    }
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw refused(argument, "has the value " + value + " twice; drop one");
      }
    }
    return values;
  }

  private static MisuseException refused(String argument, String why) {
    return new MisuseException("--vary " + argument + ": " + why);
  }

  /** Keys in the order they were given. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** The values of each cell, by key. */
  List<Map<String, String>> cells() {
    List<Map<String, String>> cells = List.of(Map.of());
    for (Map.Entry<String, List<String>> key : values.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> cell : cells) {
        for (String value : key.getValue()) {
          Map<String, String> next = new LinkedHashMap<>(cell);
          next.put(key.getKey(), value);
          longer.add(next);
        }
      }
      cells = longer;
    }
    return cells;
  }
}
