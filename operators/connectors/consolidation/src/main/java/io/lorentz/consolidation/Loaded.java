package io.lorentz.consolidation;

import java.util.List;

/**
 * An input that was read.
 *
 * @param name its name
 * @param bytes its size
 * @param changedMs when it was changed last, ms since 1970 UTC
 * @param pieces what is in it
 */
record Loaded(String name, long bytes, long changedMs, List<Piece> pieces) {

  /**
   * One piece.
   *
   * @param series venue, symbol, timeframe; empty where it gave no bars
   * @param problem why it gave none, or not all; null if there is nothing to say
   */
  record Piece(
      String name, List<String> series, List<BarRow> rows, List<BadRow> bad, String problem) {}

  /**
   * A row that can be no bar.
   *
   * @param line its line
   * @param why what is wrong with it
   */
  record BadRow(long line, String why) {}
}
