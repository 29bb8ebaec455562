package io.lorentz.command.engine;

import io.lorentz.core.execution.ExecutionOptions;
import java.math.BigDecimal;
import java.util.List;

/** What the simulated venue assumes, one line per file of {@code io.lorentz.core.execution}. */
final class VenueAssumptions {

  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private VenueAssumptions() {}

  /** The lines, for the manifest; each begins with the class that holds it. */
  static List<String> of(ExecutionOptions options) {
    return List.of(
        "FillableBars: bars that bridge a gap, and corrections, fill and trigger nothing",
        "MarketFill: a market order fills wholly at the open of the bar that starts at its decision;"
            + " the rest of that bar may already hit its stop",
        "OrderValidity: an order that finds no real bar within "
            + options.orderValidityBars()
            + " bars of its decision expires",
        "SpreadAndSlip: a fill is worsened by half the spread ("
            + text(options.halfSpreadBps())
            + " bp) and a slip of "
            + text(options.slipBps())
            + " bp x (1 + "
            + text(options.slipGrowth())
            + " x its share of the bar's volume), then put on the tick away from us",
        "StopTrigger: a stop is held against a bar's open, then its low and high; a gap through it"
            + " fills at the open; a bar that touches stop and target takes the stop",
        "FeeSchedule: every fill takes from the book and pays "
            + text(options.takerFeeFraction().multiply(PERCENT))
            + " % of its notional",
        "not simulated: an order book, latency, outages, refusals by the venue, margin calls and"
            + " liquidation; funding is paid only where the data holds it, and files of bars do not");
  }

  private static String text(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
