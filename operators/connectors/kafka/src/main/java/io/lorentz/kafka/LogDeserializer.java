package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records of the log. One that cannot be read is put away with the reason and counted ({@code
 * market.unreadable_total}), and the job goes on with the next: what it would have said is missing,
 * which the rules for gaps deal with.
 */
final class LogDeserializer implements KafkaRecordDeserializationSchema<LogRecord> {

  private final DeadLetters.Opener opener;

  /** One or none; an Optional does not travel in a job graph. */
  private final List<LogRange.TradingFrom> tradingFrom;

  private transient LogFormat format;
  private transient Counter unreadable;
  private transient UserCodeClassLoader loader;
  private transient DeadLetters deadLetters;

  LogDeserializer(DeadLetters.Opener opener, Optional<LogRange.TradingFrom> tradingFrom) {
    this.opener = opener;
    this.tradingFrom = tradingFrom.map(List::of).orElse(List.of());
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    format = new LogFormat();
    unreadable = context.getMetricGroup().addGroup("market").counter("unreadable_total");
    loader = context.getUserCodeClassLoader();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> raw, Collector<LogRecord> out) {
    LogRecord logRecord;
    try {
      logRecord = format.decode(raw);
    } catch (LogFormat.UnreadableException e) {
      unreadable.inc();
      deadLetters().put(raw, e.getMessage());
      return;
    }
    if (tradingFrom.isEmpty()) {
      out.collect(logRecord);
      return;
    }
    LogRange.TradingFrom start = tradingFrom.get(0);
    if (raw.partition() == start.partition() && raw.offset() == start.offset()) {
      out.collect(
          new LogRecord(start.logTimeMs(), start.partition(), new TradingStart(start.startMs())));
    }
    if (!(logRecord.getPayload() instanceof TradingStart)) {
      out.collect(logRecord);
    }
  }

  private DeadLetters deadLetters() {
    if (deadLetters == null) {
      DeadLetters opened = opener.open();
      loader.registerReleaseHookIfAbsent("dead letters " + hashCode(), opened::close);
      deadLetters = opened;
    }
    return deadLetters;
  }

  @Override
  public TypeInformation<LogRecord> getProducedType() {
    return new AvroTypeInfo<>(LogRecord.class);
  }
}
