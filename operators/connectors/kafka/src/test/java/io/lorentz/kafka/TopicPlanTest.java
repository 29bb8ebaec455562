package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

  private static final RunOutput COMMAND =
      new RunOutput(
          OrderCommand.newBuilder()
              .setAction(OrderAction.SUBMIT)
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
              .build());

  @Test
  void commandsOfAnAccountLieInOneOrderInATopicThatIsKeptForEver() {
    assertThat(TopicPlan.ofRow(COMMAND)).isEqualTo(TopicPlan.COMMANDS);
    assertThat(TopicPlan.keyOf(COMMAND)).isEqualTo("main");
    assertThat(TopicPlan.COMMANDS.of("live")).isEqualTo("live.commands");
    assertThat(TopicPlan.COMMANDS.newTopic("live").numPartitions()).isEqualTo(1);
    assertThat(TopicPlan.COMMANDS.newTopic("live").configs())
        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1");
    assertThat(RowTopics.plans()).contains(TopicPlan.COMMANDS);
  }
}
