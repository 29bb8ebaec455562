package io.lorentz.consolidation;

/** Takes rows and what is wrong with others. */
interface RowSink {

  /** Takes a row that can be a bar. */
  void row(BarRow row);

  /** A row that can be none; it is left out. */
  void bad(long line, String why);
}
