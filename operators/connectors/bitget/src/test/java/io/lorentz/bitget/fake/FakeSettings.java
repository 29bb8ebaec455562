package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.SplittableRandom;

/** What REST does to the setup of the account. */
final class FakeSettings {

  private final FakeMarket market;
  private final FakeLedger ledger;
  private final SplittableRandom random;

  FakeSettings(FakeMarket market, SplittableRandom random) {
    this.market = market;
    this.ledger = market.ledger();
    this.random = random;
  }

  /**
   * @throws Refused if a position or an order is open
   */
  JsonNode positionMode(FakeRequest request) {
    boolean hedge =
        request.ofProduct().word("posMode", "one_way_mode", "hedge_mode").equals("hedge_mode");
    if (hedge == ledger.isHedgeMode()) {
      sayUnchanged("45054");
    } else if (ledger.instruments().stream().anyMatch(market::hasPositionOrOrder)) {
      throw new Refused("40920", "Position or order exists, the position mode switch failed");
    }
    ledger.hedgeMode(hedge);
    return JsonNodeFactory.instance.objectNode().put("posMode", ledger.posMode());
  }

  /**
   * @throws Refused if the symbol has a position or an order
   */
  JsonNode marginMode(FakeRequest request) {
    FakeInstrument instrument = instrument(request);
    boolean crossed = request.word("marginMode", "isolated", "crossed").equals("crossed");
    if (crossed == instrument.isCrossed()) {
      sayUnchanged("45054");
    } else if (market.hasPositionOrOrder(instrument)) {
      throw new Refused(
          "45117", "Currently holding positions or orders, the margin mode cannot be adjusted");
    }
    instrument.crossed(crossed);
    return shown(instrument);
  }

  /**
   * @throws Refused if it is out of range or would bind more than there is
   */
  JsonNode leverage(FakeRequest request) {
    FakeInstrument instrument = instrument(request);
    BigDecimal asked = request.requiredNumber("leverage");
    if (asked.signum() <= 0
        || asked.compareTo(BigDecimal.valueOf(instrument.contract().maxLeverage())) > 0
        || asked.stripTrailingZeros().scale() > 0) {
      throw new Refused("40797", "Exceeded the maximum settable leverage");
    }
    int leverage = asked.intValueExact();
    if (leverage == instrument.leverage()) {
      sayUnchanged("40814");
    }
    change(instrument, leverage);
    ObjectNode row = shown(instrument);
    return row.put("crossMarginLeverage", Integer.toString(leverage));
  }

  private void change(FakeInstrument instrument, int leverage) {
    int before = instrument.leverage();
    instrument.leverage(leverage);
    if (leverage < before && market.available().signum() < 0) {
      instrument.leverage(before);
      throw new Refused("40762", "The order amount exceeds the balance");
    }
  }

  private FakeInstrument instrument(FakeRequest request) {
    request.ofProduct().word("marginCoin", "USDT");
    return ledger.instrument(request.required("symbol"));
  }

  private static ObjectNode shown(FakeInstrument instrument) {
    String leverage = Integer.toString(instrument.leverage());
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("symbol", instrument.symbol()).put("marginCoin", "USDT");
    row.put("longLeverage", leverage).put("shortLeverage", leverage);
    return row.put("marginMode", instrument.marginMode());
  }

  /** What is so already is called an error by some, success by others. */
  private void sayUnchanged(String code) {
    if (random.nextBoolean()) {
      throw new Refused(code, "No change");
    }
  }
}
