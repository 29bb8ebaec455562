package io.lorentz.flink.state;

import io.lorentz.schemas.wire.Imaged;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A value of keyed state: a live object, or the image it will be restored from at its first use.
 *
 * <p>The heap state backend keeps values as objects; only snapshots, and the copies made while one
 * is being written, go through the image. So the hot path costs one look-up and no serialisation.
 * Because restoring needs the stage's options, which a serialiser in a savepoint cannot know, it is
 * left to the operator, which calls {@link #get} with them.
 *
 * <p>Fetch it from state for every element and keep no reference: the backend hands out a copy once
 * an asynchronous snapshot has begun.
 *
 * @param <T> the live object
 * @param <I> its image
 */
public final class Live<T extends Imaged<I>, I extends SpecificRecordBase> {

  private T object;
  private I image;

  private Live(T object, I image) {
    this.object = object;
    this.image = image;
  }

  /** Wraps a live object. */
  public static <T extends Imaged<I>, I extends SpecificRecordBase> Live<T, I> of(T object) {
    return new Live<>(object, null);
  }

  /** Wraps an image that is restored later. */
  static <T extends Imaged<I>, I extends SpecificRecordBase> Live<T, I> ofImage(I image) {
    return new Live<>(null, image);
  }

  /** The live object, restored now if need be. */
  public T get(Function<I, T> restore) {
    if (object == null) {
      object = restore.apply(image);
      image = null;
    }
    return object;
  }

  /** The state written down: a record of its own. */
  I image() {
    return object == null ? image : object.image();
  }
}
