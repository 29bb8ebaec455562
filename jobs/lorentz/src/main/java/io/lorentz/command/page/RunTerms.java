package io.lorentz.command.page;

import java.util.Map;

/**
 * What the page is told by the configuration, because no topic says it.
 *
 * @param configuration SHA-256 of the resolved configuration, lower-case hex
 * @param accounts what the accounts are held to, by name
 * @param asksModels whether trained models are asked that the log names; if not, members learn from
 *     the log as they go
 */
public record RunTerms(
    String configuration, Map<String, AccountTerms> accounts, boolean asksModels) {

  /** Keeps its own map. */
  public RunTerms {
    accounts = Map.copyOf(accounts);
  }
}
