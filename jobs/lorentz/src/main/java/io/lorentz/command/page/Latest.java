package io.lorentz.command.page;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Values by key, at most so many: those with the greatest order stay. Not for several threads.
 *
 * @param <V> type of the values
 */
final class Latest<V> {

  private record Place(long order, String key) {}

  private record Held<V>(Place place, V value) {}

  private final int most;
  private final Map<String, Held<V>> byKey = new HashMap<>();
  private final NavigableSet<Place> byOrder =
      new TreeSet<>(Comparator.comparingLong(Place::order).thenComparing(Place::key));

  Latest(int most) {
    this.most = most;
  }

  /**
   * Sets the value of a key.
   *
   * @param order what decides who stays, e.g. a time
   * @return the key that has no value any more because there were too many; perhaps this one
   */
  Optional<String> put(String key, long order, V value) {
    remove(key);
    Place place = new Place(order, key);
    byKey.put(key, new Held<>(place, value));
    byOrder.add(place);
    if (byKey.size() <= most) {
      return Optional.empty();
    }
    String oldest = byOrder.first().key();
    remove(oldest);
    return Optional.of(oldest);
  }

  Optional<V> find(String key) {
    return Optional.ofNullable(byKey.get(key)).map(Held::value);
  }

  Optional<V> remove(String key) {
    Held<V> held = byKey.remove(key);
    if (held == null) {
      return Optional.empty();
    }
    byOrder.remove(held.place());
    return Optional.of(held.value());
  }

  int size() {
    return byKey.size();
  }
}
