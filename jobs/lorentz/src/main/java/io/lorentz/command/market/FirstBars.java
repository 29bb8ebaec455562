package io.lorentz.command.market;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.VenueBar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bars of a log for whoever looks at a market without trading on it: of a log that venues feed
 * the first bar of each close, whichever venue it is of. Which the job trades on, the market stage
 * decides. Not for several threads.
 */
public final class FirstBars {

  private final Map<String, Long> lastCloseMs = new HashMap<>();

  /** The bar that a record brings, if it is one and the first of its close. */
  public Optional<Bar> of(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar) {
      return Optional.of(bar);
    }
    if (payload instanceof VenueBar venueBar && !venueBar.getBar().getCorrected()) {
      Bar bar = venueBar.getBar();
      Long last = lastCloseMs.get(bar.getInstrument());
      if (last == null || bar.getCloseTimeMs() > last) {
        lastCloseMs.put(bar.getInstrument(), bar.getCloseTimeMs());
        return Optional.of(bar);
      }
    }
    return Optional.empty();
  }
}
