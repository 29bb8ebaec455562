package io.lorentz.command;

import io.lorentz.command.report.Cells;
import io.lorentz.command.report.CostInR;
import java.util.List;
import java.util.Locale;

/** Says before a run starts what its trades will cost, in units of what they risk. */
final class CostGuard {

  private CostGuard() {}

  /** A table of at most 80 columns, one line per timeframe; empty where nothing was measured. */
  static List<String> table(List<CostInR> costs) {
    return costs.stream().map(CostGuard::line).toList();
  }

  private static String line(CostInR cost) {
    String head = String.format(Locale.ROOT, "cost %-5s", Cells.timeframe(cost.timeframeMs()));
    if (Double.isNaN(cost.costR())) {
      return head + "no complete bar has an ATR";
    }
    return String.format(
        Locale.ROOT,
        "%s%.2f R = round trip %.1f bp / (%s x median ATR %.1f bp)",
        head,
        cost.costR(),
        cost.roundTripBps(),
        Cells.shortest(cost.stopAtrMultiple()),
        cost.medianAtrBps());
  }

  /** One warning per timeframe whose costs are high. */
  static List<String> warnings(List<CostInR> costs) {
    return costs.stream().filter(CostInR::isLoud).map(CostGuard::warning).toList();
  }

  private static String warning(CostInR cost) {
    return String.format(
        Locale.ROOT,
        "WARNING: COSTS ARE HIGH on %s: a round trip costs %.2f of what a trade risks at its stop"
            + " (above %.1f); before it earns anything a trade has to win that much. Longer"
            + " timeframes, wider stops or lower fees make it less",
        Cells.timeframe(cost.timeframeMs()),
        cost.costR(),
        CostInR.LOUD);
  }
}
