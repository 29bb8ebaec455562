package io.lorentz.command;

import io.lorentz.command.report.CostInR;
import io.lorentz.schemas.LogRecord;
import java.util.List;

/** Measures over the log of a run, before it starts, what its trades will cost. Not thread-safe. */
public interface CostMeter {

  /** Looks at one record; records come in the order of the log. */
  void on(LogRecord logRecord);

  /** The costs so far, shorter timeframe first. */
  List<CostInR> costs();
}
