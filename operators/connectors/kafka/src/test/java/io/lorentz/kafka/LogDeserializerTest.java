package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LogDeserializerTest {

  private static final LogFormat FORMAT = new LogFormat();

  private final List<String> letters = new ArrayList<>();
  private final CountingGroup metrics = new CountingGroup();
  private final List<LogRecord> records = new ArrayList<>();

  @Test
  void whatCannotBeReadIsPutAwayWithItsReasonAndCountedAndTheRestGoesOn() {
    byte[] whole = FORMAT.encode(heartbeat(1, 0));
    LogDeserializer deserializer = deserializer(Optional.empty());

    read(deserializer, 0, whole);
    read(deserializer, 1, "not Avro".getBytes(StandardCharsets.UTF_8));
    read(deserializer, 2, null);
    read(deserializer, 3, Arrays.copyOf(whole, whole.length - 1));
    read(deserializer, 4, FORMAT.encode(heartbeat(2, 7)));
    byte[] otherSchema = whole.clone();
    otherSchema[5] ^= 1;
    read(deserializer, 5, otherSchema);
    read(deserializer, 6, FORMAT.encode(heartbeat(3, 0)));

    assertThat(records).containsExactly(heartbeat(1, 0), heartbeat(3, 0));
    assertThat(metrics.counted).isEqualTo("market.unreadable_total");
    assertThat(metrics.counter.getCount()).isEqualTo(5);
    assertThat(letters)
        .satisfiesExactly(
            letter -> assertThat(letter).startsWith("1: "),
            letter -> assertThat(letter).isEqualTo("2: it is empty"),
            letter -> assertThat(letter).startsWith("3: "),
            letter -> assertThat(letter).isEqualTo("4: it says it is of partition 7"),
            letter -> assertThat(letter).startsWith("5: "));
  }

  @Test
  void anotherStartOfTradingIsPutBeforeItsRecordAndThoseOfTheLogAreLeftOut() {
    LogDeserializer deserializer =
        deserializer(Optional.of(new LogRange.TradingFrom(0, 2, 29, 25)));

    read(deserializer, 0, FORMAT.encode(new LogRecord(10L, 0, new TradingStart(5L))));
    read(deserializer, 1, FORMAT.encode(heartbeat(20, 0)));
    read(deserializer, 2, FORMAT.encode(heartbeat(30, 0)));

    assertThat(records)
        .containsExactly(
            heartbeat(20, 0), new LogRecord(29L, 0, new TradingStart(25L)), heartbeat(30, 0));
  }

  private LogDeserializer deserializer(Optional<LogRange.TradingFrom> tradingFrom) {
    LogDeserializer deserializer =
        new LogDeserializer(
            () ->
                new DeadLetters() {
                  @Override
                  public void put(ConsumerRecord<byte[], byte[]> raw, String reason) {
                    letters.add(raw.offset() + ": " + reason);
                  }

                  @Override
                  public void close() {}
                },
            tradingFrom);
    deserializer.open(
        new DeserializationSchema.InitializationContext() {
          @Override
          public MetricGroup getMetricGroup() {
            return metrics;
          }

          @Override
          public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
          }
        });
    return deserializer;
  }

  private void read(LogDeserializer deserializer, long offset, byte[] value) {
    deserializer.deserialize(
        new ConsumerRecord<>("log", 0, offset, null, value), new ListCollector<>(records));
  }

  private static LogRecord heartbeat(long logTimeMs, int partition) {
    return new LogRecord(logTimeMs, partition, new Heartbeat(logTimeMs));
  }

  private static final class CountingGroup extends UnregisteredMetricsGroup {

    private final Counter counter = new SimpleCounter();
    private String group = "";
    private String counted = "";

    @Override
    public MetricGroup addGroup(String name) {
      group = name;
      return this;
    }

    @Override
    public Counter counter(String name) {
      counted = group + "." + name;
      return counter;
    }
  }
}
