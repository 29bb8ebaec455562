package io.lorentz.command.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Says what a run is worth, for {@code summary.json} and the page. */
@FunctionalInterface
public interface Judge {

  /**
   * Judges a run.
   *
   * @param accounts the accounts that are listed, by name
   */
  ObjectNode judge(Map<String, JudgedAccount> accounts);
}
