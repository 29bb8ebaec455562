package io.lorentz.command.report;

/** What a headline figure is held against: what the users asked for. */
public enum Target {
  /** Share of winning trades; says nothing without the break-even rate beside it. */
  WIN_RATE("win_rate", 0.60, true),
  /** Return of a month. */
  MONTHLY_RETURN("monthly_return", 0.05, true),
  /** Largest fall from a peak of equity. */
  MAX_DRAWDOWN("max_drawdown", 0.03, false),
  /** Yearly Sharpe ratio of daily returns. */
  SHARPE("sharpe", 2, true),
  /** Won over lost. */
  PROFIT_FACTOR("profit_factor", 1.5, true);

  private final String key;
  private final double value;
  private final boolean atLeast;

  Target(String key, double value, boolean atLeast) {
    this.key = key;
    this.value = value;
    this.atLeast = atLeast;
  }

  /** Key of the figure in {@code summary.json}. */
  public String key() {
    return key;
  }

  /** The target; a fraction where the figure is one. */
  public double value() {
    return value;
  }

  /** True if the figure should be at least the target, false if at most. */
  public boolean isAtLeast() {
    return atLeast;
  }

  /** Whether a figure meets the target; an undefined one does not. */
  public boolean isMetBy(double figure) {
    return atLeast ? figure >= value : figure <= value;
  }
}
