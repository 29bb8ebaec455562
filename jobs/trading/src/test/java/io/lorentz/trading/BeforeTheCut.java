package io.lorentz.trading;

import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds the rows of a run whose log was cut off against the run over the whole log. The rows of the
 * one must be the first rows of the other, and all of them that lie before the cut.
 */
final class BeforeTheCut implements Consumer<RunOutput> {

  private final List<RunOutput> whole;
  private final long cutMs;
  private int rows;
  private String difference = "";

  /**
   * Begins.
   *
   * @param whole rows of the run over the whole log
   * @param cutMs start of the first bar that was cut off, ms since 1970 UTC
   */
  BeforeTheCut(List<RunOutput> whole, long cutMs) {
    this.whole = whole;
    this.cutMs = cutMs;
  }

  @Override
  public void accept(RunOutput row) {
    if (difference.isEmpty() && (rows >= whole.size() || !row.equals(whole.get(rows)))) {
      difference =
          "row "
              + rows
              + ": "
              + (rows < whole.size() ? whole.get(rows) : "none")
              + " became "
              + row;
    }
    rows++;
  }

  /** The first row that differs; empty if none does. Asked when the run has ended. */
  Optional<String> firstDifference() {
    for (int i = rows; difference.isEmpty() && i < whole.size(); i++) {
      if (liesBefore(whole.get(i))) {
        difference = "row " + i + ": " + whole.get(i) + " became none";
      }
    }
    return Optional.of(difference).filter(text -> !text.isEmpty()).map(this::at);
  }

  private String at(String text) {
    return "cut at " + cutMs + ", " + text;
  }

  /**
   * What is decided at the cut was decided on the last bar left; what happens to an order at that
   * time happens at the open of the first bar cut off.
   */
  private boolean liesBefore(RunOutput row) {
    Object payload = row.getPayload();
    boolean happens =
        payload instanceof OrderOutcome
            || payload instanceof TradeOpened
            || payload instanceof TradeClosed;
    return happens ? RunRow.timeMs(row) < cutMs : RunRow.timeMs(row) <= cutMs;
  }
}
