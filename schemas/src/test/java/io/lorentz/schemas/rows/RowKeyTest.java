package io.lorentz.schemas.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RowKeyTest {

  private static RunOutput command(int epoch, long number, OrderAction action) {
    return new RunOutput(
        OrderCommand.newBuilder()
            .setAction(action)
            .setAccount("main")
            .setClientId("L1")
            .setParentId("")
            .setInstrument("BTCUSDT")
            .setDecisionTimeMs(7L)
            .setIntent(OrderIntent.ENTRY)
            .setAttempt(0)
            .setSide(OrderSide.BUY)
            .setType(OrderType.MARKET)
            .setQuantity(Money.toBorder(BigDecimal.ONE))
            .setValidUntilMs(9L)
            .setCause("")
            .setEpoch(epoch)
            .setNumber(number)
            .build());
  }

  @Test
  void commandsOfOneOrderAreToldApartByTheirNumbersAndTheirEpoch() {
    RowKey key = RowKey.of(command(2, 41, OrderAction.SUBMIT));
    assertThat(key).isEqualTo(new RowKey("OrderCommand", "main/2", "", 41));
    assertThat(key).hasToString("OrderCommand (main/2, 41)");
    assertThat(RowKey.of(command(2, 42, OrderAction.CANCEL))).isNotEqualTo(key);
    assertThat(RowKey.of(command(3, 41, OrderAction.SUBMIT))).isNotEqualTo(key);
  }
}
