package io.lorentz.schemas.rows;

import io.lorentz.schemas.RunOutput;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands each row on once: rows are written at least once, and those written again are recognised by
 * their keys. Two that differ under one key are a fault.
 *
 * <p>Memory: about 110 bytes per row (its key and a 64-bit fingerprint of its bytes), the rows
 * themselves are not kept. Not for several threads.
 */
public final class EachRowOnce implements Consumer<RunOutput> {

  private final Consumer<RunOutput> rows;
  private final Function<RowKey, RunOutput> first;
  private final Map<RowKey, Long> seen = new HashMap<>();
  private final RowFingerprint fingerprints = new RowFingerprint();
  private long repeats;

  /**
   * @param rows takes each row once, in the order of its first writing
   * @param first finds the row that was handed on for a key; asked only when another differs
   */
  public EachRowOnce(Consumer<RunOutput> rows, Function<RowKey, RunOutput> first) {
    this.rows = rows;
    this.first = first;
  }

  /**
   * Takes a row as it was written.
   *
   * @throws UnequalRowException if a row with its key was handed on and differs
   */
  @Override
  public void accept(RunOutput row) {
    RowKey key = RowKey.of(row);
    long fingerprint = fingerprints.of(row);
    Long before = seen.putIfAbsent(key, fingerprint);
    if (before == null) {
      rows.accept(row);
    } else if (before == fingerprint) {
      repeats++;
    } else {
      throw new UnequalRowException(key, first.apply(key), row);
    }
  }

  /** Rows handed on. */
  public long given() {
    return seen.size();
  }

  /** Rows that had been handed on before, equal, and were dropped. */
  public long repeats() {
    return repeats;
  }
}
