package io.lorentz.exchanges.dialect;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Messages of the venues' documentation, as files beside the project. */
public final class Fixtures {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Fixtures() {}

  /** A file; the test is skipped where the folder is not there. */
  public static JsonNode of(String venue, String file) {
    Path folder = shared().resolve("exchanges/fixtures");
    assumeTrue(Files.isDirectory(folder), "the fixtures are not there: exchanges/fixtures");
    try {
      return MAPPER.readTree(folder.resolve(venue).resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder beside the project. */
  public static Path shared() {
    return Path.of(System.getProperty("lorentz.shared", "../../../../shared"));
  }

  /** A text frame as it came. */
  public static String frame(JsonNode node) {
    return node.isTextual() ? node.asText() : node.toString();
  }
}
