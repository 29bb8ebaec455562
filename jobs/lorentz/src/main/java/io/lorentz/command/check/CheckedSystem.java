package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import java.util.OptionalInt;

/** What a check looks at: anything that turns a log into rows. */
public interface CheckedSystem {

  /**
   * Starts a run over a log, from fresh state.
   *
   * @param log the log; an honest system opens it once and reads it record by record
   */
  CheckedRun open(LogOpener log);

  /**
   * Whether a column can change what is traded; other columns are there for people.
   *
   * @param table name of a table of its rows
   * @param column name of a column of that table
   */
  boolean isTraded(String table, String column);

  /**
   * Bars before the first value of a column, as its indicator declares them.
   *
   * @param table name of a table of its rows
   * @param column name of a column of that table
   * @return empty if nothing is declared for it
   */
  OptionalInt declaredWarmUpBars(String table, String column);
}
