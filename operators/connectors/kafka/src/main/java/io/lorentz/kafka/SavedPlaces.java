package io.lorentz.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;

/** Where in its log a savepoint was taken, out of the state of {@link LogSource}'s readers. */
public final class SavedPlaces {

  /** Name of the list state that a reader of any source keeps its splits in. */
  public static final String STATE = "SourceReaderState";

  private SavedPlaces() {}

  /**
   * Reads the next offset of each partition.
   *
   * @param topic the log that the savepoint must be of
   * @param splits elements of the state {@link #STATE}, of all subtasks
   * @return next offset to read by partition; empty if no reader had a partition yet
   * @throws KafkaArgumentException if the savepoint is of another log
   * @throws KafkaFaultException if an element cannot be read
   */
  public static Map<Integer, Long> read(String topic, Iterable<byte[]> splits) {
    Map<Integer, Long> places = new TreeMap<>();
    KafkaPartitionSplitSerializer serializer = new KafkaPartitionSplitSerializer();
    for (byte[] bytes : splits) {
      KafkaPartitionSplit split = split(serializer, bytes);
      if (!split.getTopic().equals(topic)) {
        throw new KafkaArgumentException(
            "topic "
                + topic
                + ": the savepoint is of the log "
                + split.getTopic()
                + "; name that topic or another savepoint");
      }
      places.put(split.getPartition(), split.getStartingOffset());
    }
    return places;
  }

  private static KafkaPartitionSplit split(KafkaPartitionSplitSerializer serializer, byte[] bytes) {
    try {
      return SimpleVersionedSerialization.readVersionAndDeSerialize(serializer, bytes);
    } catch (IOException e) {
      throw new KafkaFaultException(
          "savepoint: its place in the log cannot be read ("
              + e.getMessage()
              + "); it was taken by another version of the connector",
          e);
    }
  }
}
