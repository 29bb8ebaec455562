package io.lorentz.bitget.fake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/** What the venue refuses of an order or a stop by its terms alone. */
final class FakeRules {

  private static final int MARGIN_DECIMALS = 8;
  private static final int LONGEST_CLIENT_ID = 40;
  private static final Set<String> FORCES = Set.of("gtc", "ioc", "fok", "post_only");

  private FakeRules() {}

  /** What a value binds at a leverage, rounded up. */
  static BigDecimal margin(BigDecimal value, int leverage) {
    return value.divide(BigDecimal.valueOf(leverage), MARGIN_DECIMALS, RoundingMode.UP);
  }

  /**
   * @throws Refused if a client id is too long or has characters of its own
   */
  static void clientOid(String clientOid) {
    if (clientOid.length() > LONGEST_CLIENT_ID || !clientOid.matches("[0-9A-Za-z_:#+ -]*")) {
      throw new Refused("40305", "client_oid length is not greater than 40");
    }
  }

  /**
   * @throws Refused if size, price, value or stop of an order are off
   */
  static void order(FakeOrderTerms terms, FakeInstrument instrument) {
    if (!instrument.isPriced()) {
      throw new Refused("40309", "The contract has been removed");
    }
    clientOid(terms.clientOid());
    if (!FORCES.contains(terms.force())) {
      throw new Refused("40020", "Parameter force error");
    }
    size(terms.size(), instrument.contract());
    terms.price().ifPresent(price -> price(price, instrument.contract()));
    if (!terms.reduceOnly()) {
      notional(terms, instrument);
      attachedStop(terms, instrument);
    }
  }

  private static void size(BigDecimal size, FakeContract contract) {
    if (size.compareTo(contract.step()) < 0) {
      throw new Refused("43006", "The order quantity is less than the minimum");
    }
    if (!contract.onStep(size)) {
      throw new Refused("45111", "The order quantity is not a multiple of the step");
    }
  }

  private static void price(BigDecimal price, FakeContract contract) {
    if (price.signum() <= 0 || !contract.onTick(price)) {
      throw new Refused("45115", "The price is not a multiple of the tick");
    }
  }

  private static void notional(FakeOrderTerms terms, FakeInstrument instrument) {
    BigDecimal value = terms.price().orElse(instrument.last()).multiply(terms.size());
    if (value.compareTo(instrument.contract().minNotional()) < 0) {
      throw new Refused("45110", "less than the minimum amount 5 USDT");
    }
  }

  private static void attachedStop(FakeOrderTerms terms, FakeInstrument instrument) {
    terms
        .stopLoss()
        .ifPresent(
            trigger -> {
              BigDecimal entry = terms.price().orElse(instrument.mark());
              price(trigger, instrument.contract());
              stopSide(terms.side() == FakeSide.BUY, true, trigger, entry);
            });
  }

  /**
   * @throws Refused if a stop would go off at once
   */
  static void stop(boolean isLong, boolean isLoss, BigDecimal trigger, FakeInstrument instrument) {
    price(trigger, instrument.contract());
    stopSide(isLong, isLoss, trigger, instrument.mark());
  }

  private static void stopSide(
      boolean isLong, boolean isLoss, BigDecimal trigger, BigDecimal price) {
    boolean mustBeBelow = isLong == isLoss;
    int order = trigger.compareTo(price);
    if (mustBeBelow ? order >= 0 : order <= 0) {
      throw new Refused(
          isLoss ? (isLong ? "40835" : "40836") : (isLong ? "40831" : "40833"),
          "The trigger price is on the wrong side of the current price");
    }
  }
}
