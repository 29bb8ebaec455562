package io.lorentz.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes the split, or that there is none to hand out: the number of records given, or -1. */
final class LogSplitSerializer implements SimpleVersionedSerializer<Optional<LogSplit>> {

  private static final int VERSION = 1;
  private static final long NONE = -1;

  /** The same for a reader, which always has a split to write. */
  static final class OfReader implements SimpleVersionedSerializer<LogSplit> {

    private final LogSplitSerializer optional = new LogSplitSerializer();

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(LogSplit split) {
      return optional.serialize(Optional.of(split));
    }

    @Override
    public LogSplit deserialize(int version, byte[] bytes) throws IOException {
      return optional
          .deserialize(version, bytes)
          .orElseThrow(() -> new IOException("the state of a reader holds no split"));
    }
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Optional<LogSplit> split) {
    return ByteBuffer.allocate(Long.BYTES).putLong(split.map(LogSplit::given).orElse(NONE)).array();
  }

  @Override
  public Optional<LogSplit> deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION || bytes.length != Long.BYTES) {
      throw new IOException("unknown state of the log source: version " + version);
    }
    long given = ByteBuffer.wrap(bytes).getLong();
    return given == NONE ? Optional.empty() : Optional.of(new LogSplit(given));
  }
}
