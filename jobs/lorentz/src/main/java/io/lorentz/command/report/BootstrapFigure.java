package io.lorentz.command.report;

/** A figure that has an interval. */
enum BootstrapFigure {
  WIN_RATE("win_rate"),
  PROFIT_FACTOR("profit_factor"),
  /** Mean net of a trade, quote currency. */
  EXPECTANCY("expectancy"),
  /** Mean of a trade before costs, bps of its notional. */
  GROSS_BPS("gross_bps"),
  /** Mean of a trade after costs, bps of its notional. */
  NET_BPS("net_bps"),
  /** Mean of a trade after costs, in R, of the trades that have an R. */
  NET_R("net_r"),
  SHARPE("sharpe"),
  RETURN("return"),
  MONTHLY_RETURN("monthly_return");

  private final String key;

  BootstrapFigure(String key) {
    this.key = key;
  }

  /** Key in {@code summary.json}. */
  String key() {
    return key;
  }
}
