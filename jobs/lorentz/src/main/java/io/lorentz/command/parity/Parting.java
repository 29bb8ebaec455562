package io.lorentz.command.parity;

import io.lorentz.schemas.rows.RowKey;
import java.util.OptionalLong;

/**
 * A row in which a recorded run and its replay differ.
 *
 * @param kind how
 * @param key what the row is of
 * @param causeLogTimeMs log time of the record after which they part, ms since 1970 UTC; empty if
 *     the row does not say
 * @param fields names of the fields that differ, with both values; empty unless both have the row
 * @param recorded the row as it was recorded, empty if it was not
 * @param replayed the row as the replay gave it, or, of one recorded twice, as it was recorded
 *     again; empty if there is none
 */
public record Parting(
    Kind kind,
    RowKey key,
    OptionalLong causeLogTimeMs,
    String fields,
    String recorded,
    String replayed) {

  /** How a recorded run and its replay differ in a row. */
  public enum Kind {
    /** The replay has a row that was not recorded. */
    MISSING("was not recorded"),

    /** A row was recorded that the replay has not. */
    SUPERFLUOUS("was recorded, and the replay has none"),

    /** Both have it, and it differs. */
    UNEQUAL("differs"),

    /** It was recorded again, after a restart, and differs from what was recorded first. */
    REPEATED_OTHERWISE("was recorded again otherwise");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** How, for a person. */
    public String words() {
      return words;
    }
  }
}
