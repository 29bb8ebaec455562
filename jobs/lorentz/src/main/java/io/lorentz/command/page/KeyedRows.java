package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of one table of the page: the last of each key, at most so many, and which of them have
 * changed since a revision. Who has missed too much gets all. Not for several threads.
 */
final class KeyedRows {

  /** More than change between two pushes; who has missed more gets all rows. */
  private static final int REMEMBERED_REMOVALS = 2_000;

  private record Row(long revision, long order, ObjectNode cells) {}

  private record Removal(long revision, String key) {}

  private final String name;
  private final Latest<Row> latest;
  private final Map<String, Row> rows = new HashMap<>();
  private final Deque<Removal> removals = new ArrayDeque<>();
  private long removalsForgottenTo;
  private long changedAt;

  /**
   * An empty table.
   *
   * @param most rows it keeps, those with the greatest order
   */
  KeyedRows(String name, int most) {
    this.name = name;
    this.latest = new Latest<>(most);
  }

  /**
   * Sets a row; one that is as it was changes nothing.
   *
   * @param order what rows are sorted by and which of too many stay
   * @param revision of the change, greater than those before
   */
  void put(String key, long order, long revision, ObjectNode cells) {
    cells.put("k", key).put("o", order);
    Row before = rows.get(key);
    if (before != null && before.cells().equals(cells)) {
      return;
    }
    Row row = new Row(revision, order, cells);
    rows.put(key, row);
    Optional<String> left = latest.put(key, order, row);
    left.ifPresent(gone -> drop(gone, revision));
    changedAt = revision;
  }

  /** Takes a row away, if it is there. */
  void remove(String key, long revision) {
    if (latest.remove(key).isPresent()) {
      drop(key, revision);
      changedAt = revision;
    }
  }

  private void drop(String key, long revision) {
    rows.remove(key);
    removals.addLast(new Removal(revision, key));
    if (removals.size() > REMEMBERED_REMOVALS) {
      removalsForgottenTo = removals.removeFirst().revision();
    }
  }

  /**
   * Adds what has changed, under the table's name: {@code rows} set, {@code gone} keys, and {@code
   * all} if every row that is not among them has to go.
   *
   * @param since revision that the reader has; 0: none
   */
  void tell(long since, ObjectNode tables) {
    if (changedAt <= since) {
      return;
    }
    boolean all = since < removalsForgottenTo || since == 0;
    ObjectNode table = tables.putObject(name);
    if (all) {
      table.put("all", true);
    }
    ArrayNode changed = table.putArray("rows");
    for (Row row : rows.values()) {
      if (all || row.revision() > since) {
        changed.add(row.cells());
      }
    }
    ArrayNode gone = table.putArray("gone");
    for (Removal removal : removals) {
      if (!all && removal.revision() > since && !rows.containsKey(removal.key())) {
        gone.add(removal.key());
      }
    }
  }

  int size() {
    return rows.size();
  }
}
