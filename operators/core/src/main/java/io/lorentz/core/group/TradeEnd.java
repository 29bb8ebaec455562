package io.lorentz.core.group;

import io.lorentz.core.account.Exits;
import io.lorentz.core.account.Settlement;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.TradeEndState;
import io.lorentz.schemas.units.Money;

/**
 * How a position was closed. Immutable.
 *
 * @param settlement what it came to
 * @param exitIntent what the order was for that closed the last of it
 * @param exitId its client id
 * @param closeTimeMs market time of its last fill, ms since 1970 UTC
 */
record TradeEnd(Settlement settlement, OrderIntent exitIntent, String exitId, long closeTimeMs) {

  /** Goes on from an image. */
  static TradeEnd restore(String entryId, TradeEndState image) {
    Exits exits =
        new Exits(
            Money.fromBorder(image.getClosed()),
            Money.fromBorder(image.getExitProceeds()),
            Money.fromBorder(image.getExitFee()),
            Money.fromBorder(image.getExitSlippage()),
            Money.fromBorder(image.getRealised()));
    return new TradeEnd(
        new Settlement(entryId, exits, Money.fromBorder(image.getFunding())),
        image.getExitIntent(),
        image.getExitId(),
        image.getCloseTimeMs());
  }

  TradeEndState image(String instrument) {
    Exits exits = settlement.exits();
    return TradeEndState.newBuilder()
        .setInstrument(instrument)
        .setExitId(exitId)
        .setExitIntent(exitIntent)
        .setCloseTimeMs(closeTimeMs)
        .setClosed(Money.toBorder(exits.quantity()))
        .setExitProceeds(Money.toBorder(exits.proceeds()))
        .setExitFee(Money.toBorder(exits.fee()))
        .setExitSlippage(Money.toBorder(exits.slippage()))
        .setRealised(Money.toBorder(exits.realised()))
        .setFunding(Money.toBorder(settlement.funding()))
        .build();
  }
}
