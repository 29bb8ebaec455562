package io.lorentz.command;

import io.lorentz.command.report.Cells;
import java.io.PrintWriter;

/** Shows progress as one line of a terminal that is written over; where there is none, nothing. */
final class ProgressLine implements ProgressListener, AutoCloseable {

  private static final String ERASE = "\r" + " ".repeat(60) + "\r";

  private final PrintWriter terminal;
  private final boolean shown;
  private final long fromMs;
  private final long toMs;
  private int percent = -1;

  /**
   * @param shown whether {@code terminal} is one
   * @param fromMs market time of 0 %
   * @param toMs market time of 100 %
   */
  ProgressLine(PrintWriter terminal, boolean shown, long fromMs, long toMs) {
    this.terminal = terminal;
    this.shown = shown;
    this.fromMs = fromMs;
    this.toMs = toMs;
  }

  @Override
  public synchronized void onProgress(long marketTimeMs) {
    if (!shown || toMs <= fromMs) {
      return;
    }
    long clamped = Math.max(fromMs, Math.min(toMs, marketTimeMs));
    int reached = (int) (100 * (clamped - fromMs) / (toMs - fromMs));
    if (reached > percent) {
      percent = reached;
      terminal.print("\r" + reached + " %  " + Cells.utc(marketTimeMs));
      terminal.flush();
    }
  }

  @Override
  public synchronized void close() {
    if (percent >= 0) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }
}
