package io.lorentz.benchmarks.jobs;

import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a measurement of latency does.
 *
 * @param symbols number of symbols; all their bars come at once
 * @param historyMinutes market minutes in the log before the job starts; they fill its state and
 *     warm its code up
 * @param cadenceMs real time between two market minutes, ms
 * @param warmUpMinutes minutes of the load that are not measured
 * @param minutes minutes of the load that are
 */
record LatencyPlan(
    int symbols, int historyMinutes, long cadenceMs, int warmUpMinutes, int minutes) {

  /** Real time between two heartbeats that fall within a minute, as the edge sends them, ms. */
  static final long HEARTBEAT_MS = 250;

  /** Few symbols need more signals each for a 99th percentile. */
  private static final int FEW = 30;

  private static final int MAX_POSITIONS = 10;

  /** Confidence that the predictions of a signal must pass; 0.7 is the default. */
  double minConfidence() {
    return symbols <= FEW ? 0.1 : 0.4;
  }

  /**
   * The job's configuration: signals more often than by default, so that there is something to
   * measure, up to ten positions, no limit that ends trading; the rest is as shipped, two accounts
   * too.
   */
  String configuration() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("confirmation:\n  min-confidence: ").append(minConfidence());
    yaml.append("\ngroup:\n  accounts:\n");
    for (String account : new String[] {"main", "unlimited"}) {
      yaml.append(
          String.format(
              Locale.ROOT,
              """
                  - name: %s
                    capital: 100000000
                    limits: false
                    risk:
                      risk-fraction: 0.0001
                      position-margin-fraction: 0.0005
                      max-positions: %d
                      max-orders-per-minute: 10000
              """,
              account,
              MAX_POSITIONS));
    }
    yaml.append("  instruments:\n");
    for (InstrumentSpec spec : CrowdedMarket.instruments(symbols)) {
      yaml.append(
          String.format(
              Locale.ROOT,
              """
                  - name: %s
                    tick: %s
                    lot: %s
                    min-quantity: %s
                    min-notional: %s
                    brackets:
              """,
              spec.name(),
              plain(spec.tick()),
              plain(spec.lot()),
              plain(spec.minQuantity()),
              plain(spec.minNotional())));
      spec.brackets()
          .forEach(
              bracket ->
                  yaml.append(
                      String.format(
                          Locale.ROOT,
                          """
                                  - notional-cap: %s
                                    max-leverage: %d
                                    maintenance-fraction: %s
                          """,
                          plain(bracket.notionalCap()),
                          bracket.maxLeverage(),
                          plain(bracket.maintenanceFraction()))));
    }
    return yaml.toString();
  }

  private static String plain(BigDecimal value) {
    return value.toPlainString();
  }
}
