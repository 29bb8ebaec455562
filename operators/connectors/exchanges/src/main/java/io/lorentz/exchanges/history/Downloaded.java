package io.lorentz.exchanges.history;

import java.util.List;

/**
 * What came of a download.
 *
 * @param files files written now
 * @param kept files that were there, complete, and were not asked for again
 * @param bars bars in the files written now
 * @param notices what a person should know: days that are missing, minutes that a venue does not
 *     have
 */
public record Downloaded(int files, int kept, long bars, List<String> notices) {

  /** Copies. */
  public Downloaded {
    notices = List.copyOf(notices);
  }
}
