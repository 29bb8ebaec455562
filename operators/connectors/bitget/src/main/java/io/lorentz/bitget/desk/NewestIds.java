package io.lorentz.bitget.desk;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ids, of which the oldest are forgotten when there are too many. */
final class NewestIds {

  private final Map<String, Boolean> ids;

  /**
   * None yet.
   *
   * @param most how many are kept, 1 or more
   */
  NewestIds(int most) {
    ids =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  /** True if it was not there. */
  boolean add(String id) {
    return ids.put(id, true) == null;
  }

  boolean contains(String id) {
    return ids.containsKey(id);
  }
}
