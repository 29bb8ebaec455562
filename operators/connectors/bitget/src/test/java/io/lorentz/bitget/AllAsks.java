package io.lorentz.bitget;

import io.lorentz.bitget.desk.Ask;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One of every kind. */
final class AllAsks {

  private static final String BTC = "BTCUSDT";

  private AllAsks() {}

  static List<Ask> all() {
    return List.of(
        new Ask.Place(
            BTC,
            "a1",
            OrderSide.SELL,
            BigDecimal.ONE,
            Optional.empty(),
            false,
            true,
            Optional.empty()),
        new Ask.Cancel(BTC, "a1"),
        new Ask.PlaceStop(BTC, "s1", false, BigDecimal.TEN),
        new Ask.MoveStop(BTC, "1", BigDecimal.TEN),
        new Ask.CancelStop(BTC, "1", "pos_loss"),
        new Ask.OneWayMode(),
        new Ask.IsolatedMargin(BTC),
        new Ask.SetLeverage(BTC, 5),
        new Ask.FindOrder(BTC, "a1"),
        new Ask.OpenOrders(),
        new Ask.EndedOrders(BTC, 1),
        new Ask.OpenStops(),
        new Ask.EndedStops(BTC, 1),
        new Ask.FillsSince(BTC, 1),
        new Ask.OpenPositions(),
        new Ask.Balance(),
        new Ask.BillsSince(1),
        new Ask.AccountSettings(BTC),
        new Ask.ServerTime());
  }
}
