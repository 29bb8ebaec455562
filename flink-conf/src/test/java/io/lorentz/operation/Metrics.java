package io.lorentz.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of METRICS.md, which a test of the job itself holds against the job. */
final class Metrics {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(lorentz_\\w+)` \\|");
  private static final Pattern NAME = Pattern.compile("\\b(?:lorentz|flink)_\\w+");

  private Metrics() {}

  static Set<String> documented() throws IOException {
    return found(ROW, 1, Files.readString(Path.of("METRICS.md")));
  }

  /** Names of our own metrics in an expression. */
  static Set<String> ours(String expression) {
    return found(NAME, 0, expression).stream()
        .filter(name -> name.startsWith("lorentz_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(Pattern pattern, int group, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
    return found;
  }
}
