package io.lorentz.core.features;

/**
 * Whose convention an indicator starts with. Both meet after some hundred bars; on the first ones
 * they can be several per cent apart.
 */
public enum Seeding {
  /** The first bar's true range is high - low; averages start on the first bar. */
  TRADINGVIEW,
  /** TA-Lib 0.4, unstable period 0: the first bar only serves as the previous one. */
  TA_LIB
}
