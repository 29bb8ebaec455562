package io.lorentz.command;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.DataFile;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the result of a check goes besides the screen: one JSON file, and the manifest that says
 * what was checked. The folder is there as a whole or not at all; without one nothing is written.
 */
final class CheckOutput implements AutoCloseable {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final Optional<OutputDirectory> folder;

  private CheckOutput(Optional<OutputDirectory> folder) {
    this.folder = folder;
  }

  /** Opens the folder before the check begins, so that a wrong one is refused at once. */
  static CheckOutput open(Optional<Path> out) {
    return new CheckOutput(out.map(OutputDirectory::open));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** A number, or null where it is undefined. */
  static void number(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, BigDecimal.valueOf(value));
    } else {
      json.putNull(key);
    }
  }

  /**
   * Writes the result and puts the folder in place.
   *
   * @param verb the check
   * @param json what it found
   */
  void write(
      String verb, JsonNode json, ResolvedConfiguration<?> configuration, List<DataFile> data)
      throws IOException {
    if (folder.isEmpty()) {
      return;
    }
    String file = verb + ".json";
    CodeVersion code = CodeVersion.current();
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("written_by", "lorentz");
    manifest.put("verb", "check " + verb);
    manifest.putObject("code").put("version", code.version()).put("commit", code.commit());
    manifest.put("configuration_sha256", configuration.sha256());
    manifest.set("configuration", configuration.tree());
    ArrayNode read = manifest.putArray("data");
    for (DataFile one : data) {
      read.addObject()
          .put("instrument", one.instrument())
          .put("file", one.name())
          .put("bytes", one.bytes())
          .put("sha256", one.sha256());
    }
    manifest.putArray("files").add(file);
    Path path = folder.get().path();
    Files.writeString(path.resolve(file), JSON.writeValueAsString(json) + "\n");
    Files.writeString(
        path.resolve(OutputDirectory.MANIFEST), JSON.writeValueAsString(manifest) + "\n");
    folder.get().commit();
  }

  @Override
  public void close() {
    folder.ifPresent(OutputDirectory::close);
  }
}
