package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogRangeTest {

  @Test
  void itsTextNamesTopicAndOffsetsOfEveryPartition() {
    LogRange range =
        new LogRange("market", Map.of(1, 5L, 0, 0L), Map.of(0, 10L, 1, 9L), Optional.empty());

    assertThat(range).hasToString("market, partition 0 offsets 0 to 9, partition 1 offsets 5 to 8");
  }

  @Test
  void anEndBeforeTheStartIsRefused() {
    assertThatThrownBy(() -> LogRange.of("market", 0, 10, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from: must be 0 to 9 in partition 0, was 10");
  }

  @Test
  void aPartitionWithoutAnEndIsRefused() {
    assertThatThrownBy(
            () -> new LogRange("market", Map.of(0, 0L, 1, 0L), Map.of(0, 1L), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must name the partitions of from");
  }
}
