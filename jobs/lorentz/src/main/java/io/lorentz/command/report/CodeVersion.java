package io.lorentz.command.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which code runs.
 *
 * @param version version of the release, e.g. 0.1.0
 * @param commit commit it was built from, with {@code -dirty} where files were changed after it;
 *     {@code unknown} where it was built without git
 */
public record CodeVersion(String version, String commit) {

  /** Reads what the build wrote down. */
  public static CodeVersion current() {
    Properties build = new Properties();
    try (InputStream in =
        CodeVersion.class.getResourceAsStream("/io/lorentz/command/build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the resource build.properties cannot be read", e);
    }
    return new CodeVersion(value(build, "version"), value(build, "commit"));
  }

  /** In one line, e.g. {@code 0.1.0 (commit 6cb87ce)}. */
  @Override
  public String toString() {
    return version + " (commit " + commit + ")";
  }

  private static String value(Properties build, String key) {
    String value = build.getProperty(key, "");
    // A placeholder that the build did not replace is no value.
    return value.isBlank() || value.contains("{") ? "unknown" : value;
  }
}
