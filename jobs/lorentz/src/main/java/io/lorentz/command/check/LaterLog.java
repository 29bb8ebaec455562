package io.lorentz.command.check;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.util.Iterator;
import java.util.Optional;

/** A log whose history begins later: as if no bar existed that starts before a given time. */
public final class LaterLog extends DerivedLog {

  private final long firstStartMs;
  private boolean begun;

  /**
   * Leaves the beginning out. When trading starts does not change.
   *
   * @param firstStartMs start of the first bar that may be given, ms since 1970 UTC
   */
  public LaterLog(Iterator<LogRecord> log, long firstStartMs) {
    super(log);
    this.firstStartMs = firstStartMs;
  }

  @Override
  Optional<LogRecord> derive() {
    for (Optional<LogRecord> next = read(); next.isPresent(); next = read()) {
      Object payload = next.get().getPayload();
      if (payload instanceof Bar bar) {
        begun |= bar.getCloseTimeMs() - bar.getLengthMs() >= firstStartMs;
      }
      if (begun || payload instanceof TradingStart) {
        return next;
      }
    }
    return Optional.empty();
  }
}
