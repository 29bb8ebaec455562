package io.lorentz.command.report;

import io.lorentz.schemas.RunOutput;
import java.util.function.Consumer;

/** Gives the rows of a run, each once. */
@FunctionalInterface
public interface RowSource {

  /**
   * Gives all rows: points of equity of one account in ascending time, all others in any order.
   *
   * @param rows takes them
   */
  void read(Consumer<RunOutput> rows);
}
