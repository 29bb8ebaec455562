package io.lorentz.command.live;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a live edge stands.
 *
 * @param account account of the configuration
 * @param halted whether a person's halt is in force
 * @param agrees whether venue and log agreed when they were compared last
 * @param balance by the log, quote currency
 * @param positions by the log, base currency, above 0 long; those that are open, by instrument
 * @param openOrders client ids of what has not ended
 * @param findings what is open between venue and log, in words
 * @param stream how the private stream stands, in words
 * @param clockOffsetMs what the venue's clock is ahead of this machine's, ms
 * @param timeMs when it stood so, by the venue's clock, ms since 1970 UTC
 */
public record EdgeStatus(
    String account,
    boolean halted,
    boolean agrees,
    BigDecimal balance,
    Map<String, BigDecimal> positions,
    List<String> openOrders,
    List<String> findings,
    String stream,
    long clockOffsetMs,
    long timeMs) {

  /** Copies. */
  public EdgeStatus {
    positions = new TreeMap<>(positions);
    openOrders = List.copyOf(openOrders);
    findings = List.copyOf(findings);
  }
}
