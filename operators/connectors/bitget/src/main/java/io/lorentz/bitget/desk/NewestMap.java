package io.lorentz.bitget.desk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A map by id that forgets what was put first when there is too much in it. */
final class NewestMap<V> extends LinkedHashMap<String, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  /**
   * Nothing is in it yet.
   *
   * @param most how many are kept, 1 or more
   */
  NewestMap(int most) {
    this.most = most;
  }

  /** Ids, of which the newest are kept. */
  static Set<String> ids(int most) {
    return Collections.newSetFromMap(new NewestMap<>(most));
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > most;
  }
}
