package io.lorentz.command.engine;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.LeverageBracket;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** What the simulated venue assumes, one line per file of {@code io.lorentz.core.execution}. */
final class VenueAssumptions {

  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private VenueAssumptions() {}

  /** The lines, for the manifest; each begins with the class that holds it. */
  static List<String> of(GroupOptions group) {
    ExecutionOptions options = group.execution();
    return List.of(
        "FillableBars: bars that bridge a gap, and corrections, fill and trigger nothing",
        "Latency: an order reaches the venue "
            + options.latencyMs()
            + " ms after its decision and fills on real bars that start then or later; moves of a"
            + " stop and cancellations reach it at once",
        "OrderValidity: a market order that finds no real bar within "
            + options.orderValidityBars()
            + " bars of its decision expires; what has filled of an order stays filled",
        "MarketFill: a market order fills at the open of its bar; the rest of that bar may already"
            + " hit its stop",
        "LimitFill: a limit that crosses at the open of its first bar takes there, or expires if it"
            + " is post-only; from then on it fills only when the price trades through it, at its"
            + " price, and makes",
        "StopTrigger: a stop is held against a bar's open, then its low and high; a gap through it"
            + " fills at the open; a bar that touches stop and target takes the stop",
        "ReduceOnly: exits, targets and stops are cut to what is open and never open anything",
        "VolumeShare: " + volumeShare(options),
        "SpreadAndSlip: who takes pays half the spread ("
            + text(options.halfSpreadBps())
            + " bp) and a slip of "
            + text(options.slipBps())
            + " bp x (1 + "
            + text(options.slipGrowth())
            + " x its share of the bar's volume), then goes onto the tick away from us",
        "FeeSchedule: fills that take pay "
            + percent(options.takerFeeFraction())
            + " of their notional, fills that rested pay "
            + percent(options.makerFeeFraction()),
        "Liquidation: margin is isolated; a position is taken over at its bankruptcy price, with a"
            + " fee of "
            + percent(options.liquidationFeeFraction())
            + " of its notional, where no more than the maintenance margin is left ("
            + brackets(group)
            + "), on the mark price where the data has one of that minute, else on the last price:"
            + " the bar's open, low and high",
        "FundingPayment: funding is paid at the times and rates of the data by positions open then,"
            + " on the mark price where the data has one of that minute, else on the last price;"
            + " without funding in the data none is paid",
        "not simulated: an order book, outages, refusals by the venue for other reasons, liquidation"
            + " in steps, and cross margin");
  }

  private static String volumeShare(ExecutionOptions options) {
    return options.maxVolumeShare().compareTo(BigDecimal.ONE) == 0
        ? "every fill is whole, however large against the bar's volume"
        : "an account fills at most "
            + percent(options.maxVolumeShare())
            + " of a bar's volume; the rest of an order works on";
  }

  private static String brackets(GroupOptions group) {
    return group.instruments().stream()
        .map(VenueAssumptions::lowest)
        .collect(Collectors.joining(", "));
  }

  private static String lowest(InstrumentSpec spec) {
    LeverageBracket lowest = spec.brackets().get(0);
    return spec.name()
        + " "
        + percent(lowest.maintenanceFraction())
        + " up to "
        + text(lowest.notionalCap())
        + (spec.brackets().size() > 1 ? ", more above" : "");
  }

  private static String percent(BigDecimal fraction) {
    return text(fraction.multiply(PERCENT)) + " %";
  }

  private static String text(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
