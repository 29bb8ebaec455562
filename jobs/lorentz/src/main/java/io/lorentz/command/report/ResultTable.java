package io.lorentz.command.report;

import io.lorentz.schemas.DenialReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures of a run as a table for a terminal of 80 columns. */
public final class ResultTable {

  private static final int NAME_WIDTH = 22;
  private static final int TARGET_WIDTH = 10;
  private static final int ACCOUNT_WIDTH = 15;
  private static final int BASELINE_WIDTH = 11;
  private static final int ACCOUNTS_PER_BLOCK = 3;
  private static final int WIDTH = 80;

  /** Enough of a checksum to tell two runs apart by eye; all of it stands in the summary. */
  private static final int SHOWN_DIGITS = 16;

  private static final String UNDEFINED = "-";

  private final RunSummary summary;
  private final StringBuilder text = new StringBuilder();

  private ResultTable(RunSummary summary) {
    this.summary = summary;
  }

  /** Draws the table; lines end with a line feed and have at most 80 characters. */
  public static String of(RunSummary summary) {
    ResultTable table = new ResultTable(summary);
    table.head();
    List<AccountSummary> accounts = summary.ownAccounts();
    for (int from = 0; from < accounts.size(); from += ACCOUNTS_PER_BLOCK) {
      int to = Math.min(from + ACCOUNTS_PER_BLOCK, accounts.size());
      table.block(accounts.subList(from, to));
    }
    summary.baselines().ifPresent(table::baselines);
    table.notes();
    return table.text.toString();
  }

  private void head() {
    RunFacts facts = summary.facts();
    if (facts.synthetic()) {
      line("SYNTHETIC MARKET: made up by a program, says nothing of any real one");
    }
    line("data      " + Cells.utc(facts.dataFromMs()) + " .. " + Cells.utc(facts.dataToMs()));
    line("trading   from " + Cells.utc(facts.tradingFromMs()));
    line(
        String.format(
            Locale.ROOT,
            "bars      %,d in %.1f s (%,.0f/s); duplicates %,d, conflicts %,d",
            facts.bars(),
            facts.wallSeconds(),
            facts.barsPerSecond(),
            facts.duplicates(),
            facts.conflicts()));
    String sha256 = summary.ordersSha256();
    line("orders    SHA-256 " + sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length())) + "…");
  }

  private void block(List<AccountSummary> accounts) {
    text.append('\n');
    row("", "target", accounts, account -> fitted(account.account()));
    row("trades", "", accounts, account -> count(account.trades()));
    row("  open at the end", "", accounts, account -> count(account.openTrades()));
    headline("win rate", Target.WIN_RATE, accounts, ResultTable::percent);
    row("  to break even", "", accounts, account -> percent(account.breakEvenWinRate()));
    row("before costs, bp", "", accounts, account -> ratio(account.study().bps().gross()));
    row("costs, bp", "", accounts, account -> ratio(account.study().bps().cost()));
    headline("profit factor", Target.PROFIT_FACTOR, accounts, ResultTable::ratio);
    row("expectancy, USDT", "", accounts, account -> ratio(account.expectancy()));
    headline("return a month", Target.MONTHLY_RETURN, accounts, ResultTable::percent);
    row("return", "", accounts, account -> percent(account.returnFraction()));
    headline("largest drawdown", Target.MAX_DRAWDOWN, accounts, ResultTable::percent);
    headline("Sharpe", Target.SHARPE, accounts, ResultTable::ratio);
    row("Sortino", "", accounts, account -> ratio(account.sortino()));
    row("fees, USDT", "", accounts, account -> money(account.fees()));
    row("final equity, USDT", "", accounts, account -> money(account.finalEquity()));
    row("time in the market", "", accounts, account -> percent(account.exposure()));
    row("stop / cost", "", accounts, account -> ratio(account.stopToCost()));
    row("signals", "", accounts, account -> count(account.signals()));
    row("orders", "", accounts, account -> count(account.orders()));
    row("denied", "", accounts, account -> count(account.denied()));
    row("gaps", "", accounts, account -> count(account.gaps()));
  }

  /** One line per baseline, and of the random ones the spread. */
  private void baselines(BaselineSummary baselines) {
    text.append('\n');
    line(baselineRow("without account limits", "return", "Sharpe", "factor", "win", "trades"));
    baselineRow(baselines.compared());
    baselines.rules().forEach(this::baselineRow);
    int count = baselines.facts().random().size();
    if (count == 0) {
      // Where nobody counted, nobody wanted them.
      if (baselines.facts().measured()) {
        line("no random accounts: main never entered; give --baseline-rate");
      }
      return;
    }
    spreadRow("random, median", baselines, BaselineSummary.Spread::median);
    spreadRow("random, 5 %", baselines, BaselineSummary.Spread::p5);
    spreadRow("random, 95 %", baselines, BaselineSummary.Spread::p95);
    double beaten = baselines.random().get(BaselineSummary.RETURN).shareThatBeat();
    line(
        "of "
            + count
            + " random accounts "
            + percent(beaten)
            + " had a better return than "
            + baselines.compared().account());
  }

  private void baselineRow(AccountSummary account) {
    line(
        baselineRow(
            account.account(),
            percent(account.returnFraction()),
            ratio(account.sharpe()),
            ratio(account.profitFactor()),
            percent(account.winRate()),
            count(account.trades())));
  }

  private void spreadRow(
      String name, BaselineSummary baselines, ToDoubleFunction<BaselineSummary.Spread> part) {
    line(
        baselineRow(
            name,
            percent(part.applyAsDouble(baselines.random().get(BaselineSummary.RETURN))),
            ratio(part.applyAsDouble(baselines.random().get(Target.SHARPE.key()))),
            ratio(part.applyAsDouble(baselines.random().get(Target.PROFIT_FACTOR.key()))),
            percent(part.applyAsDouble(baselines.random().get(Target.WIN_RATE.key()))),
            ""));
  }

  private static String baselineRow(
      String name, String gain, String sharpe, String factor, String wins, String trades) {
    return padRight(name, NAME_WIDTH)
        + padLeft(gain, BASELINE_WIDTH)
        + padLeft(sharpe, BASELINE_WIDTH)
        + padLeft(factor, BASELINE_WIDTH)
        + padLeft(wins, BASELINE_WIDTH)
        + padLeft(trades, BASELINE_WIDTH);
  }

  /** What a person would otherwise look for in the files, or read into the figures. */
  private void notes() {
    List<AccountSummary> accounts = summary.ownAccounts();
    text.append('\n');
    for (AccountSummary account : accounts) {
      wrapped(fitted(account.account()) + ": " + account.study().verdict().text());
    }
    for (AccountSummary account : accounts) {
      denials(account);
    }
    if (accounts.stream().allMatch(account -> account.trades() == 0)) {
      line("no trade was closed: confident predictions that agree are rare; for more of");
      line("them try --set confirmation.min-confidence=0.5 (default 0.7)");
    }
  }

  private void denials(AccountSummary account) {
    if (account.denied() == 0) {
      return;
    }
    StringBuilder line = new StringBuilder("denied to " + fitted(account.account()) + ":");
    account.deniedBy().entrySet().stream()
        .filter(reason -> reason.getValue() > 0)
        .sorted(Map.Entry.<DenialReason, Integer>comparingByValue().reversed())
        .forEach(
            reason -> {
              String words = " " + count(reason.getValue()) + " " + reason.getKey().name() + ";";
              if (line.length() + words.length() > WIDTH) {
                line(line.toString());
                line.setLength(0);
                line.append(' ');
              }
              line.append(words);
            });
    line.setLength(line.length() - 1);
    line(line.toString());
    if (account.deniedBy().get(DenialReason.DRAWDOWN_LIMIT) > 0) {
      line("  its drawdown limit holds until a person resumes it, here to the end of the run");
    }
  }

  private void wrapped(String sentence) {
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() + 1 > WIDTH) {
        line(line.toString());
        line.setLength(0);
        line.append(" ");
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    line(line.toString());
  }

  private void headline(
      String name, Target target, List<AccountSummary> accounts, Function<Double, String> format) {
    String bound = (target.isAtLeast() ? ">= " : "<= ") + format.apply(target.value());
    row(name, bound, accounts, account -> format.apply(account.figure(target)));
  }

  private void row(
      String name,
      String target,
      List<AccountSummary> accounts,
      Function<AccountSummary, String> cell) {
    StringBuilder row = new StringBuilder();
    row.append(padRight(name, NAME_WIDTH)).append(padLeft(target, TARGET_WIDTH));
    for (AccountSummary account : accounts) {
      row.append(padLeft(cell.apply(account), ACCOUNT_WIDTH));
    }
    line(row.toString());
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String percent(double fraction) {
    return Double.isNaN(fraction)
        ? UNDEFINED
        : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private static String ratio(double value) {
    return Double.isNaN(value) ? UNDEFINED : String.format(Locale.ROOT, "%,.2f", value);
  }

  private static String money(BigDecimal value) {
    return String.format(Locale.ROOT, "%,.2f", value.setScale(2, RoundingMode.HALF_EVEN));
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String fitted(String name) {
    return name.length() < ACCOUNT_WIDTH ? name : name.substring(0, ACCOUNT_WIDTH - 2) + "…";
  }

  private static String padLeft(String cell, int width) {
    return " ".repeat(Math.max(0, width - cell.length())) + cell;
  }

  private static String padRight(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()));
  }
}
