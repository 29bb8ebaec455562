package io.lorentz.command.broker;

import io.lorentz.kafka.KafkaConnection;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where a log ends now. */
public final class LogEnd {

  private LogEnd() {}

  /** Not the number of records: markers of transactions have offsets too. */
  public static long of(KafkaConnection connection, String topic) throws Exception {
    TopicPartition place = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(connection.admin())) {
      return admin
          .listOffsets(Map.of(place, OffsetSpec.latest()))
          .partitionResult(place)
          .get()
          .offset();
    }
  }
}
