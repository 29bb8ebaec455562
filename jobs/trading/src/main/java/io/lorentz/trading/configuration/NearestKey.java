package io.lorentz.trading.configuration;

import java.util.Collection;
import java.util.Optional;

/** Finds the known key that a mistyped one most likely meant. */
final class NearestKey {

  private NearestKey() {}

  /**
   * The known key with the smallest edit distance, the first of equals.
   *
   * @return empty if every known key is further away than half of the mistyped key's length, at
   *     least two edits
   */
  static Optional<String> of(String key, Collection<String> known) {
    int bestDistance = Math.max(2, key.length() / 2) + 1;
    Optional<String> best = Optional.empty();
    for (String candidate : known) {
      int distance = distance(key, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one character. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
