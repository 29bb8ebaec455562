package io.lorentz.command.engine;

import io.lorentz.command.FeatureTable;
import io.lorentz.schemas.Bar;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * Features, labels and predictions of one series as a table.
 *
 * <p>The forward label of a row is known some bars later, so rows are held back by that many; at
 * the end of the data, and before an unbridged gap, they go out with the label undefined.
 */
final class ResearchTable implements FeatureTable {

  private final Iterator<Bar> bars;
  private final Runnable closing;
  private final ResearchSeries series = new ResearchSeries();
  private final ArrayDeque<ResearchSeries.Line> held = new ArrayDeque<>();
  private final ArrayDeque<ResearchSeries.Line> ready = new ArrayDeque<>();

  /**
   * Makes the table.
   *
   * @param bars the bars of one timeframe
   * @param closing frees what they come from
   */
  ResearchTable(Iterator<Bar> bars, Runnable closing) {
    this.bars = bars;
    this.closing = closing;
  }

  @Override
  public List<String> columns() {
    return ResearchSeries.columns();
  }

  @Override
  public boolean next(Row row) {
    while (ready.isEmpty() && bars.hasNext()) {
      take(bars.next());
    }
    if (ready.isEmpty()) {
      release();
    }
    if (ready.isEmpty()) {
      return false;
    }
    ready.removeFirst().write(row);
    return true;
  }

  @Override
  public void close() {
    closing.run();
  }

  private void take(Bar bar) {
    if (ResearchSeries.restarts(bar)) {
      release();
    }
    held.addLast(series.next(bar));
    if (held.size() > series.labelDelayRows()) {
      ResearchSeries.Line matured = held.removeFirst();
      series.setMaturedLabel(matured);
      ready.addLast(matured);
    }
  }

  /** Lets rows go whose label will never be known. */
  private void release() {
    ready.addAll(held);
    held.clear();
  }
}
