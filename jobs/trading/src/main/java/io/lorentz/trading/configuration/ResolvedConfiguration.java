package io.lorentz.trading.configuration;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A configuration with nothing left open: the validated record and all of its keys.
 *
 * @param options the record that the program runs with
 * @param tree every key with its value, defaults included; not to be changed
 * @param <T> type of the record
 */
public record ResolvedConfiguration<T extends Record>(T options, JsonNode tree) {

  /** All of it as YAML; as a configuration file it resolves to an equal configuration. */
  public String yaml() {
    return ConfigurationText.toYaml(tree);
  }

  /** All of it as the one JSON text that every equal configuration gives. */
  public String canonicalJson() {
    return ConfigurationText.toCanonicalJson(tree);
  }

  /** The configuration hash: SHA-256 of {@link #canonicalJson()}, lower-case hexadecimal. */
  public String sha256() {
    return ConfigurationText.sha256(canonicalJson());
  }
}
