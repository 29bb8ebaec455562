package io.lorentz.command.check;

import io.lorentz.schemas.LogRecord;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A log without its future: it ends before the first record of a later market time than the cut.
 */
final class CutLog extends DerivedLog {

  private final long cutMs;
  private boolean ended;

  /**
   * Cuts.
   *
   * @param cutMs last market time that is kept, ms since 1970 UTC
   */
  CutLog(Iterator<LogRecord> log, long cutMs) {
    super(log);
    this.cutMs = cutMs;
  }

  @Override
  Optional<LogRecord> derive() {
    if (ended) {
      return Optional.empty();
    }
    Optional<LogRecord> next = read();
    OptionalLong timeMs = next.map(MarketTime::of).orElse(OptionalLong.empty());
    ended = next.isEmpty() || (timeMs.isPresent() && timeMs.getAsLong() > cutMs);
    return ended ? Optional.empty() : next;
  }
}
