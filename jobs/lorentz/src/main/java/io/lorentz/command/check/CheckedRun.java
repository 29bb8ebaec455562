package io.lorentz.command.check;

import java.util.function.Consumer;

/** One run of a {@link CheckedSystem} over one log. Not thread-safe. */
public interface CheckedRun extends AutoCloseable {

  /**
   * Works off the log up to and including its next heartbeat, with all it causes.
   *
   * @param rows takes the rows that came into being, in their order
   * @return false if the log ended before a heartbeat; rows may have come even then
   */
  boolean step(Consumer<CheckedRow> rows);

  /**
   * Progress of the last heartbeat, ms since 1970 UTC: everything that closes by then was seen, and
   * nothing that closes later.
   */
  long progressMs();

  /** Frees what the run reads from. */
  @Override
  void close();
}
