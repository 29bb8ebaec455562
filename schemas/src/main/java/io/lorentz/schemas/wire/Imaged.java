package io.lorentz.schemas.wire;

import org.apache.avro.specific.SpecificRecord;

/**
 * State that can be written down: a live object whose whole state is given by an image.
 *
 * <p>The contract: restoring an image and asking it for its image again gives an equal image, and
 * both objects then answer every later input alike.
 *
 * @param <I> the Avro record that holds the state
 */
public interface Imaged<I extends SpecificRecord> {

  /**
   * Gives the whole state as a record of its own: later changes of this object do not show in it.
   */
  I image();
}
