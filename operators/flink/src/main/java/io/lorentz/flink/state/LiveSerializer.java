package io.lorentz.flink.state;

import io.lorentz.schemas.wire.Imaged;
import java.io.IOException;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;

/**
 * Writes a {@link Live} value as its Avro image, through Flink's own Avro serialiser, whose
 * snapshot holds the writer's schema: a savepoint of an older schema is read by Avro's resolution
 * rules.
 */
final class LiveSerializer<T extends Imaged<I>, I extends SpecificRecordBase>
    extends TypeSerializer<Live<T, I>> {

  private final AvroSerializer<I> images;

  LiveSerializer(AvroSerializer<I> images) {
    this.images = images;
  }

  AvroSerializer<I> images() {
    return images;
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<Live<T, I>> duplicate() {
    return new LiveSerializer<>((AvroSerializer<I>) images.duplicate());
  }

  @Override
  public Live<T, I> createInstance() {
    return Live.ofImage(images.createInstance());
  }

  /** An image is a record of its own already, so copying costs one image and no second copy. */
  @Override
  public Live<T, I> copy(Live<T, I> from) {
    return Live.ofImage(from.image());
  }

  @Override
  public Live<T, I> copy(Live<T, I> from, Live<T, I> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Live<T, I> value, DataOutputView target) throws IOException {
    images.serialize(value.image(), target);
  }

  @Override
  public Live<T, I> deserialize(DataInputView source) throws IOException {
    return Live.ofImage(images.deserialize(source));
  }

  @Override
  public Live<T, I> deserialize(Live<T, I> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    images.copy(source, target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveSerializer<?, ?> that && images.equals(that.images);
  }

  @Override
  public int hashCode() {
    return Objects.hash(LiveSerializer.class, images);
  }

  @Override
  public TypeSerializerSnapshot<Live<T, I>> snapshotConfiguration() {
    return new LiveSerializerSnapshot<>(this);
  }
}
