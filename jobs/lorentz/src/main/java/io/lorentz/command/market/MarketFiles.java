package io.lorentz.command.market;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files of a made-up market, by symbol.
 *
 * @param bars bars of a minute
 * @param funding funding every eight hours
 * @param marks mark prices every minute
 */
public record MarketFiles(
    SortedMap<String, Path> bars, SortedMap<String, Path> funding, SortedMap<String, Path> marks) {

  /** Copies the maps. */
  public MarketFiles {
    bars = Collections.unmodifiableSortedMap(new TreeMap<>(bars));
    funding = Collections.unmodifiableSortedMap(new TreeMap<>(funding));
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }
}
