package io.lorentz.flink.state;

import io.lorentz.schemas.wire.Imaged;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;

/** Snapshot of {@link LiveSerializer}: that of the Avro serialiser inside. */
public final class LiveSerializerSnapshot<T extends Imaged<I>, I extends SpecificRecordBase>
    extends CompositeTypeSerializerSnapshot<Live<T, I>, LiveSerializer<T, I>> {

  private static final int VERSION = 1;

  /** For Flink, which makes it when it reads a snapshot. */
  public LiveSerializerSnapshot() {}

  LiveSerializerSnapshot(LiveSerializer<T, I> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(LiveSerializer<T, I> outer) {
    return new TypeSerializer<?>[] {outer.images()};
  }

  @Override
  @SuppressWarnings("unchecked") // what getNestedSerializers gave
  protected LiveSerializer<T, I> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new LiveSerializer<>((AvroSerializer<I>) nested[0]);
  }
}
