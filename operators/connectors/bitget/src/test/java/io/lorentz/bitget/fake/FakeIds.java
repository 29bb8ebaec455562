package io.lorentz.bitget.fake;

/** Ids of orders, trades and bills: one counter. */
final class FakeIds {

  private long last = 1_391_000_000_000_000_000L;

  String next() {
    last++;
    return Long.toString(last);
  }
}
