package io.lorentz.archive;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The one split of a log.
 *
 * @param given number of records that were given; a restored reader skips them
 */
public record LogSplit(long given) implements SourceSplit {

  /** Its name in metrics and in Flink's bookkeeping. */
  public static final String ID = "log";

  @Override
  public String splitId() {
    return ID;
  }
}
