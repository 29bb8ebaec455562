package io.lorentz.command.training;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.core.confirmation.ConfirmationOptions;
import java.util.List;

/**
 * Rows to train on, and how.
 *
 * @param rows of every instrument and timeframe
 * @param options how members are fitted
 * @param timeframesMs timeframes to train, ms
 * @param provenance where a model comes from
 * @param rule what makes predictions a signal
 */
public record Training(
    MarketRows rows,
    TrainingOptions options,
    List<Long> timeframesMs,
    Trainer.Provenance provenance,
    ConfirmationOptions rule) {

  /** Trains on these rows. */
  public Trainer trainer() {
    return new Trainer(rows, timeframesMs, options, provenance);
  }

  /** Close of the first bar of any series, ms since 1970 UTC. */
  public long firstMs() {
    return rows.of(timeframesMs.get(0)).stream()
        .mapToLong(series -> series.closeMs(0))
        .min()
        .orElseThrow(this::nothing);
  }

  /** Close of the last bar of any series, ms since 1970 UTC. */
  public long lastMs() {
    return rows.of(timeframesMs.get(0)).stream()
        .mapToLong(series -> series.closeMs(series.size() - 1))
        .max()
        .orElseThrow(this::nothing);
  }

  private MisuseException nothing() {
    return new MisuseException(
        "--timeframes "
            + Cells.timeframe(timeframesMs.get(0))
            + ": has not one bar; give more bars, or leave the timeframe out");
  }
}
