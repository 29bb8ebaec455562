package io.lorentz.core.baselines;

import java.nio.charset.StandardCharsets;

/**
 * Entries by coin: a pure function of (seed, instrument, market time). One number in [0, 1) is
 * drawn per market time whatever the timeframe, and each timeframe has a part of that range as wide
 * as its rate, so that no two of them ask at once. The side is another bit of the same hash.
 *
 * <p>The hash is the finaliser of SplitMix64 over the key's parts, which passes for random; a
 * strategy cannot know it, and two seeds share nothing.
 */
final class RandomEntries {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private final String source;
  private final long key;

  RandomEntries(String source, int seed, String instrument) {
    this.source = source;
    long hash = mixed(GOLDEN * (seed + 1L));
    for (byte letter : instrument.getBytes(StandardCharsets.UTF_8)) {
      hash = mixed(hash + letter + GOLDEN);
    }
    this.key = hash;
  }

  String source() {
    return source;
  }

  /**
   * Draws at the close of a bar.
   *
   * @param from start of the timeframe's part of [0, 1)
   * @param to its end
   * @return 1 long, -1 short, 0 nothing
   */
  int draw(long marketTimeMs, double from, double to) {
    long hash = mixed(key + GOLDEN * marketTimeMs);
    // The upper 53 bits are the number; the lowest, which it does not hold, the side.
    double drawn = (hash >>> 11) * UNIT;
    if (drawn < from || drawn >= to) {
      return 0;
    }
    return (hash & 1) == 0 ? 1 : -1;
  }

  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
