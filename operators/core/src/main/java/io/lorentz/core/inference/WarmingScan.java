package io.lorentz.core.inference;

/**
 * Scans in plain Java first and by the Vector API in the long run.
 *
 * <p>Until the JVM has compiled it, the Vector API is some hundred times slower than plain Java
 * (each vector is an object then), and a month of bars has hardly more scans than that takes. So a
 * run starts in plain Java; after a while the other one is given a scan now and then, until it is
 * surely compiled. Which one scans changes no bit of the answer. The switch counts scans and asks
 * no clock.
 */
final class WarmingScan implements NeighbourScan {

  /** A month of three symbols, 1m, 5m and 15m, has 170,000. */
  private static final int PLAIN_SCANS = 300_000;

  /** The JVM compiles the vector loops after some hundred scans of 2,000 rows. */
  private static final int MIXED_SCANS = 50_000;

  private static final int WARMING_EVERY = 16;

  private final NeighbourScan plain;
  private final NeighbourScan vector;
  private int scans;

  WarmingScan(NeighbourScan plain, NeighbourScan vector) {
    this.plain = plain;
    this.vector = vector;
  }

  @Override
  public void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest) {
    next().scan(ring, fromSlot, toSlot, firstRow, query, nearest);
  }

  private NeighbourScan next() {
    if (scans >= PLAIN_SCANS + MIXED_SCANS) {
      return vector;
    }
    scans++;
    return scans > PLAIN_SCANS && scans % WARMING_EVERY == 0 ? vector : plain;
  }
}
