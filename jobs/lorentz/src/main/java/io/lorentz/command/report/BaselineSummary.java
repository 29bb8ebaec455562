package io.lorentz.command.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What the baselines came to.
 *
 * @param facts which they are
 * @param compared figures of the account that is held against them
 * @param rules figures of those that are rules, by name
 * @param random spread of those that enter by chance, by key of the figure
 */
public record BaselineSummary(
    BaselineFacts facts,
    AccountSummary compared,
    List<AccountSummary> rules,
    Map<String, Spread> random) {

  /** Key of the return over the whole run. */
  static final String RETURN = "return";

  /**
   * Spread of one figure over the random accounts; those where it is undefined are left out, and
   * NaN stands where none is left.
   *
   * @param p5 value that 5 % lie at or below, interpolated
   * @param median value in the middle
   * @param p95 value that 95 % lie at or below, interpolated
   * @param shareThatBeat share whose figure is better than that of the compared account, a smaller
   *     drawdown being the better one; NaN where the latter is undefined
   */
  public record Spread(double p5, double median, double p95, double shareThatBeat) {}

  static BaselineSummary of(BaselineFacts facts, List<AccountSummary> accounts) {
    AccountSummary compared =
        accounts.stream()
            .filter(account -> account.account().equals(facts.comparedWith()))
            .findFirst()
            .orElseThrow();
    List<AccountSummary> random = named(accounts, facts.random());
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (Target target : Target.values()) {
      spreads.put(
          target.key(),
          spread(random, compared, account -> account.figure(target), target.isAtLeast()));
    }
    spreads.put(RETURN, spread(random, compared, AccountSummary::returnFraction, true));
    return new BaselineSummary(facts, compared, named(accounts, facts.rules()), spreads);
  }

  private static List<AccountSummary> named(List<AccountSummary> accounts, List<String> names) {
    Set<String> wanted = Set.copyOf(names);
    return accounts.stream().filter(account -> wanted.contains(account.account())).toList();
  }

  private static Spread spread(
      List<AccountSummary> random,
      AccountSummary compared,
      ToDoubleFunction<AccountSummary> figure,
      boolean moreIsBetter) {
    double[] values =
        random.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double own = figure.applyAsDouble(compared);
    int better = 0;
    for (double value : values) {
      better += (moreIsBetter ? value > own : value < own) ? 1 : 0;
    }
    return new Spread(
        StatUtils.percentile(values, 5),
        StatUtils.percentile(values, 50),
        StatUtils.percentile(values, 95),
        Double.isNaN(own) ? Double.NaN : (double) better / values.length);
  }
}
