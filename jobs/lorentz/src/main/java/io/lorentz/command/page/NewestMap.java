package io.lorentz.command.page;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets what was put first when there is too much in it. Not safe for threads.
 *
 * @param <K> what it is found by
 * @param <V> what is kept
 */
public final class NewestMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  /**
   * Nothing is in it yet.
   *
   * @param most how many are kept, 1 or more
   */
  public NewestMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
