package io.lorentz.archive;

import io.lorentz.schemas.LogRecord;
import java.io.Serializable;
import java.util.Iterator;

/**
 * Opens a bounded log from its beginning.
 *
 * <p>It travels inside the job graph, so it is serialisable. Each call opens the log anew, and
 * every opened log gives the same records in the same order: a restored source skips what it had
 * given before. An iterator that is {@link AutoCloseable} is closed by whoever opened it.
 */
@FunctionalInterface
public interface LogOpener extends Serializable {

  /**
   * Opens the log.
   *
   * @return its records in order; log time strictly increasing
   * @throws BadFileException if an input is missing or cannot be trusted
   */
  Iterator<LogRecord> open();
}
