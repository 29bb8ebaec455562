package io.lorentz.command.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The figures of a run.
 *
 * @param facts what is known besides the rows
 * @param ordersSha256 SHA-256 of {@code orders.csv}, lower-case hexadecimal
 * @param accounts one summary each, by name
 * @param baselines what they are held against, if it was asked for
 * @param judgement what a walk forward says of it, if it was one
 */
public record RunSummary(
    RunFacts facts,
    String ordersSha256,
    List<AccountSummary> accounts,
    Optional<BaselineSummary> baselines,
    Optional<ObjectNode> judgement) {

  /** Without baselines. */
  public RunSummary(RunFacts facts, String ordersSha256, List<AccountSummary> accounts) {
    this(facts, ordersSha256, accounts, Optional.empty(), Optional.empty());
  }

  /** The accounts that are no baselines. */
  public List<AccountSummary> ownAccounts() {
    Set<String> others = new HashSet<>();
    baselines.ifPresent(
        each -> {
          others.addAll(each.facts().rules());
          others.addAll(each.facts().random());
        });
    return accounts.stream().filter(account -> !others.contains(account.account())).toList();
  }
}
