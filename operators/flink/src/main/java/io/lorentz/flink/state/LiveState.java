package io.lorentz.flink.state;

import io.lorentz.schemas.wire.Imaged;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;

/**
 * One live object per key.
 *
 * @param <T> the live object
 * @param <I> its image
 */
public final class LiveState<T extends Imaged<I>, I extends SpecificRecordBase> {

  private final ValueState<Live<T, I>> state;
  private final Function<I, T> restore;

  /**
   * Binds to the keyed state of an operator.
   *
   * @param state state made from {@link #descriptor}
   * @param restore makes a live object of an image
   */
  public LiveState(ValueState<Live<T, I>> state, Function<I, T> restore) {
    this.state = state;
    this.restore = restore;
  }

  /** Describes the state; {@code name} is part of the savepoint and never changes. */
  public static <T extends Imaged<I>, I extends SpecificRecordBase>
      ValueStateDescriptor<Live<T, I>> descriptor(String name, Class<I> imageType) {
    return new ValueStateDescriptor<>(
        name, new LiveSerializer<T, I>(new AvroSerializer<>(imageType)));
  }

  /** Whether the current key has an object. */
  public boolean present() throws IOException {
    return state.value() != null;
  }

  /** The object of the current key; made by {@code fresh} when the key is new. */
  public T get(Supplier<T> fresh) throws IOException {
    Live<T, I> live = state.value();
    if (live == null) {
      T object = fresh.get();
      state.update(Live.of(object));
      return object;
    }
    return live.get(restore);
  }
}
