package io.lorentz.command.check;

/** Names of the tables that checks know; a system may have others. */
public final class RowNames {

  /** Orders and refused entries when they are decided. */
  public static final String ORDERS = "orders";

  /** What is asked of a remote venue. */
  public static final String COMMANDS = "commands";

  /** What became of orders. */
  public static final String OUTCOMES = "outcomes";

  /** Positions opened. */
  public static final String OPENED = "trades opened";

  /** Positions closed. */
  public static final String CLOSED = "trades closed";

  /** Accounts by the minute. */
  public static final String EQUITY = "equity";

  /** Signals. */
  public static final String SIGNALS = "signals";

  /** Decisions on venues. */
  public static final String FEEDS = "feeds";

  /** Begins the name of the tables of feature vectors, which the classifiers see. */
  public static final String FEATURES = "features";

  /** Begins the name of the tables of ATR and stops, which risk and exits see. */
  public static final String LEVELS = "levels";

  /** Begins the name of the tables of what the ensemble says. */
  public static final String PREDICTIONS = "predictions";

  /** Begins the name of the tables of every indicator, for people. */
  public static final String RESEARCH = "research";

  /** Begins the name of the tables of forward labels, each at the time it became known. */
  public static final String LABELS = "labels";

  private RowNames() {}
}
