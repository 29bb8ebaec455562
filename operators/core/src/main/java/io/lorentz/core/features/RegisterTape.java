package io.lorentz.core.features;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The one way state leaves and enters an indicator: a row of doubles with a cursor that either
 * takes registers down or gives them back. As both go through the same method of the indicator,
 * saving and loading cannot drift apart.
 *
 * <p>A tape can be used again and again without allocation.
 */
public final class RegisterTape {

  private double[] values;
  private int length;
  private int cursor;
  private boolean loading;

  /** An empty tape. */
  public RegisterTape() {
    this.values = new double[64];
  }

  /** Empties the tape and makes it take registers down. */
  public RegisterTape startSaving() {
    loading = false;
    cursor = 0;
    length = 0;
    return this;
  }

  /** Makes the tape give its registers back, from the first on. */
  public RegisterTape startLoading() {
    loading = true;
    cursor = 0;
    return this;
  }

  /** Whether registers are given back and not taken down. */
  public boolean loading() {
    return loading;
  }

  /** Number of registers passed since the start. */
  public int position() {
    return cursor;
  }

  /**
   * Passes one register.
   *
   * @param value its present value
   * @return the value it has from now on: itself while saving, the saved one while loading
   * @throws IllegalStateException while loading, if no register is left
   */
  public double pass(double value) {
    if (loading) {
      demand(1);
      return values[cursor++];
    }
    provide(1);
    values[cursor++] = value;
    length = cursor;
    return value;
  }

  /** Passes a whole number of at most 53 bits. See {@link #pass(double)}. */
  public int passInt(int value) {
    return (int) pass((double) value);
  }

  /** Passes a flag. See {@link #pass(double)}. */
  public boolean passFlag(boolean value) {
    return pass(value ? 1.0 : 0.0) != 0.0;
  }

  /** Passes a range of an array in place. See {@link #pass(double)}. */
  public void passRange(double[] array, int from, int count) {
    if (loading) {
      demand(count);
      System.arraycopy(values, cursor, array, from, count);
      cursor += count;
    } else {
      provide(count);
      System.arraycopy(array, from, values, cursor, count);
      cursor += count;
      length = cursor;
    }
  }

  /**
   * Gives registers of the tape as big-endian IEEE-754 doubles, in a buffer of its own.
   *
   * @param from first register
   * @param to the one after the last
   */
  public ByteBuffer bytes(int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate((to - from) * Double.BYTES);
    for (int i = from; i < to; i++) {
      bytes.putDouble(values[i]);
    }
    return bytes.flip();
  }

  /**
   * Appends registers that {@link #bytes} gave; the buffer is left as it was.
   *
   * @throws IllegalArgumentException if the buffer is not a whole number of doubles
   */
  public void append(ByteBuffer bytes) {
    if (bytes.remaining() % Double.BYTES != 0) {
      throw new IllegalArgumentException(
          "registers: must be a whole number of doubles, was "
              + bytes.remaining()
              + " bytes; restore from an undamaged image");
    }
    int count = bytes.remaining() / Double.BYTES;
    provide(count);
    for (int i = 0; i < count; i++) {
      values[cursor++] = bytes.getDouble(bytes.position() + i * Double.BYTES);
    }
    length = cursor;
  }

  private void demand(int count) {
    if (cursor + count > length) {
      throw new IllegalStateException("registers: the tape holds only " + length);
    }
  }

  private void provide(int count) {
    if (cursor + count > values.length) {
      values = Arrays.copyOf(values, Math.max(cursor + count, 2 * values.length));
    }
  }
}
