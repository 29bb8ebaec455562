package io.lorentz.operation;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;

/** Every option that Flink on the class path declares. */
final class FlinkOptions {

  /** What Flink hands on to a reporter; those of {@code flink-metrics-prometheus}. */
  private static final String REPORTER = "metrics.reporter.prom.";

  private final Map<String, ConfigOption<?>> options = new TreeMap<>();

  FlinkOptions() throws IOException, ReflectiveOperationException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = new File(entry).getName();
      if (name.startsWith("flink-") && name.endsWith(".jar")) {
        try (JarFile jar = new JarFile(entry)) {
          for (JarEntry file : Collections.list(jar.entries())) {
            if (file.getName().endsWith("Options.class")) {
              declared(file.getName());
            }
          }
        }
      }
    }
  }

  private void declared(String file) throws ReflectiveOperationException {
    String type = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    Class<?> found;
    try {
      found = Class.forName(type, false, getClass().getClassLoader());
      for (Field field : found.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && Modifier.isPublic(field.getModifiers())
            && Modifier.isPublic(found.getModifiers())
            && field.getType() == ConfigOption.class) {
          add((ConfigOption<?>) field.get(null));
        }
      }
    } catch (NoClassDefFoundError e) {
      // Of an optional part of Flink that is not on the class path; so are its options.
    }
  }

  private void add(ConfigOption<?> option) {
    options.put(option.key(), option);
    for (FallbackKey key : option.fallbackKeys()) {
      if (!key.isDeprecated()) {
        options.putIfAbsent(key.getKey(), option);
      }
    }
  }

  /** What is wrong with a line of a configuration; nothing where all is well. */
  Optional<String> fault(String key, String value) {
    if (key.startsWith(REPORTER)) {
      String rest = key.substring(REPORTER.length());
      return rest.equals("port")
              || rest.equals("filterLabelValueCharacters")
              || rest.equals("factory.class")
          ? Optional.empty()
          : Optional.of(key + ": the Prometheus reporter knows no such option");
    }
    ConfigOption<?> option = options.get(key);
    if (option == null) {
      return Optional.of(key + ": Flink knows no such option");
    }
    Configuration one = new Configuration();
    one.setString(key, value);
    try {
      Object read = one.get(option);
      return read.equals(option.defaultValue())
          ? Optional.of(key + ": is Flink's default, " + value + "; leave it out")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(key + ": " + e.getMessage());
    }
  }
}
