package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.kafka.KafkaConnection;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What the main for a cluster says to arguments it cannot use. */
class TradingJobTest {

  @Test
  void anArgumentThatIsUnknownHasNoValueOrIsMissingIsNamed() {
    assertRefused("--topics: is no argument; known are --bootstrap, --topic", "--topics", "t");
    assertRefused("--topic: has no value", "--bootstrap", "a:1", "--topic");
    assertRefused("--topic: is needed", "--bootstrap", "a:1");
    assertRefused("--bootstrap: is needed", "--topic", "t");
    assertRefused("must be HOST:PORT, was 'here'", "--topic", "t", "--bootstrap", "here");
  }

  @Test
  void aRemoteAccountThatIsNotConfiguredIsNamed() {
    assertThatThrownBy(
            () ->
                TradingJob.addTo(
                    StreamExecutionEnvironment.getExecutionEnvironment(
                        TradingPipeline.configuration()),
                    KafkaConnection.of("localhost:1"),
                    "t",
                    0,
                    Optional.of("nobody"),
                    TradingOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remote account: must be one of the accounts")
        .hasMessageContaining("was nobody");
  }

  private static void assertRefused(String told, String... args) {
    assertThatThrownBy(() -> TradingJob.main(args))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
