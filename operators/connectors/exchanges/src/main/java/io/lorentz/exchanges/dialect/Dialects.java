package io.lorentz.exchanges.dialect;

import java.util.List;
import java.util.Optional;

/** The venues that are known. */
public final class Dialects {

  private static final List<Dialect> ALL =
      List.of(
          new BitgetDialect(),
          new BinanceDialect(),
          new BybitDialect(),
          new OkxDialect(),
          new GateDialect(),
          new KucoinDialect());

  private Dialects() {}

  /** All of them, in the order in which they are preferred by default. */
  public static List<Dialect> all() {
    return ALL;
  }

  /** The venue of this name. */
  public static Optional<Dialect> of(String venue) {
    return ALL.stream().filter(dialect -> dialect.venue().equals(venue)).findFirst();
  }
}
