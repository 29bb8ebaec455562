package io.lorentz.command.engine;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.kafka.SavedPlaces;
import io.lorentz.trading.TradingJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Reads out of a savepoint where in its log it was taken. */
final class SavedPlace {

  private SavedPlace() {}

  static Map<Integer, Long> of(Path savepoint, String topic) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    List<byte[]> splits = new ArrayList<>();
    try (CloseableIterator<byte[]> read = states(env, savepoint).executeAndCollect()) {
      read.forEachRemaining(splits::add);
    }
    Map<Integer, Long> places = SavedPlaces.read(topic, splits);
    if (places.isEmpty()) {
      throw refused(savepoint, "it was taken before the job had begun to read its log");
    }
    return places;
  }

  private static DataStream<byte[]> states(StreamExecutionEnvironment env, Path savepoint) {
    try {
      return SavepointReader.read(env, savepoint.toUri().toString(), new HashMapStateBackend())
          .readListState(
              OperatorIdentifier.forUid(TradingJob.SOURCE_UID),
              SavedPlaces.STATE,
              PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
              BytePrimitiveArraySerializer.INSTANCE);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(savepoint, e.getMessage());
    }
  }

  private static MisuseException refused(Path savepoint, String reason) {
    return new MisuseException(
        "--savepoint "
            + savepoint
            + ": is no savepoint of a job on a log ("
            + reason
            + "); name the folder that 'flink stop' or 'flink savepoint' told");
  }
}
