package io.lorentz.core.features;

/**
 * What every indicator has besides its {@code next}: a declared warm-up and its registers.
 *
 * <p>Each indicator has a method {@code next} that takes what it needs of one closed bar and gives
 * its value on that bar, NaN while undefined. Some have further values of the same bar; those are
 * read after {@code next} and are no part of the state.
 */
public interface Indicator {

  /**
   * Number of bars before the first defined value; also the index, from 0, of the first bar with
   * one. Adds up over the parts an indicator is composed of. Data without a value of its own (a
   * zero denominator) can delay the first value further.
   */
  int warmUpBars();

  /**
   * Passes every register by the tape, always in the same order and number: a saving tape takes
   * them down, a loading tape gives back others. What is saved by one object and loaded by another
   * of the same parameters makes both answer every later bar alike, bit for bit.
   */
  void registers(RegisterTape tape);
}
