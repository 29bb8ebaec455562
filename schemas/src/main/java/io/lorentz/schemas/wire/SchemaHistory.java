package io.lorentz.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every version that a record's schema ever had, from 1, as resources {@code history/NAME-N.avsc}.
 * The last one is the current schema; a test fails when a schema changes and no version is added.
 */
public final class SchemaHistory {

  private SchemaHistory() {}

  /**
   * The versions of a record, oldest first; empty if it never crossed the log nor lived in state.
   */
  public static List<Schema> of(String name) {
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; ; version++) {
      try (InputStream in =
          SchemaHistory.class.getResourceAsStream("history/" + name + "-" + version + ".avsc")) {
        if (in == null) {
          return versions;
        }
        versions.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
