package io.lorentz.command;

import io.lorentz.command.report.CostInR;
import io.lorentz.schemas.LogRecord;
import java.util.List;

/** Measures over the log of a run, before it starts, what its trades will cost. Not thread-safe. */
public interface CostMeter {

  /** Measures nothing. */
  CostMeter NONE =
      new CostMeter() {
        @Override
        public void on(LogRecord logRecord) {}

        @Override
        public List<CostInR> costs() {
          return List.of();
        }
      };

  /** Looks at one record; records come in the order of the log. */
  void on(LogRecord logRecord);

  /** The costs so far, shorter timeframe first. */
  List<CostInR> costs();
}
