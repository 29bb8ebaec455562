package io.lorentz.command.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;

/** Writes a {@link TradeStudy} into an account of {@code summary.json}. */
final class StudyJson {

  private StudyJson() {}

  static void write(ObjectNode account, TradeStudy study) {
    account
        .putObject("verdict")
        .put("kind", study.verdict().kind().name())
        .put("text", study.verdict().text())
        .put("rule", Verdict.rule());
    costs(account.putObject("costs"), study.costs());
    parts(account.putObject("per_trade_bps"), study.bps());
    parts(account.putObject("per_trade_r"), study.inR());
    results(account.putObject("results_r"), study.results());
    withoutBestDays(account.putObject("without_best_days"), study.withoutBestDays());
    intervals(account.putObject("intervals"), study);
    ArrayNode months = account.putArray("months");
    for (TradeStudy.Month month : study.months()) {
      ObjectNode json = months.addObject().put("month", month.month().toString());
      counted(json, month.counted());
      ReportJson.number(json, "return", month.returnFraction());
    }
    ArrayNode hours = account.putArray("hours");
    for (TradeStudy.Hour hour : study.hours()) {
      ObjectNode json = hours.addObject().put("hour", hour.hour());
      counted(json, hour.counted());
      ReportJson.number(json, "gross_bps", hour.grossBps());
      ReportJson.number(json, "net_bps", hour.netBps());
      ReportJson.number(json, "net_r", hour.netR());
    }
  }

  private static void costs(ObjectNode json, TradeStudy.Costs costs) {
    ReportJson.money(json, "gross", costs.gross());
    ReportJson.money(json, "fees", costs.fees());
    ReportJson.money(json, "slippage", costs.slippage());
    ReportJson.money(json, "funding_paid", costs.funding().negate());
    ReportJson.money(json, "total", costs.total());
    ReportJson.money(json, "net", costs.net());
    ReportJson.number(json, "fees_share", costs.share(costs.fees()));
    ReportJson.number(json, "slippage_share", costs.share(costs.slippage()));
    ReportJson.number(json, "funding_share", costs.share(costs.funding().negate()));
  }

  private static void parts(ObjectNode json, TradeStudy.Parts parts) {
    ReportJson.number(json, "gross", parts.gross());
    ReportJson.number(json, "fees", parts.fees());
    ReportJson.number(json, "slippage", parts.slippage());
    ReportJson.number(json, "funding_paid", parts.funding());
    ReportJson.number(json, "cost", parts.cost());
    ReportJson.number(json, "net", parts.net());
  }

  private static void results(ObjectNode json, TradeStudy.ResultsInR results) {
    json.put("trades", results.trades());
    ReportJson.number(json, "mean", results.mean());
    ReportJson.number(json, "median", results.median());
    ReportJson.number(json, "best", results.best());
    ReportJson.number(json, "worst", results.worst());
    ArrayNode bins = json.putArray("histogram");
    for (TradeStudy.Bin bin : results.bins()) {
      ObjectNode node = bins.addObject();
      ReportJson.number(node, "from", bin.from());
      ReportJson.number(node, "to", bin.to());
      node.put("trades", bin.trades());
    }
  }

  private static void withoutBestDays(ObjectNode json, TradeStudy.WithoutBestDays left) {
    json.put("days", TradeStudy.BEST_DAYS);
    ArrayNode removed = json.putArray("removed");
    left.removed().stream().map(LocalDate::toString).forEach(removed::add);
    counted(json, left.counted());
    ReportJson.number(json, "profit_factor", left.counted().profitFactor());
    ReportJson.number(json, "expectancy", left.counted().expectancy());
    ReportJson.number(json, "sharpe", left.sharpe());
    ReportJson.number(json, "return", left.returnFraction());
  }

  private static void intervals(ObjectNode json, TradeStudy study) {
    json.put("confidence", BlockBootstrap.CONFIDENCE);
    json.put("days", study.days());
    json.put("block_days", DayBlocks.blockDays(study.days()));
    json.put("resamples", BlockBootstrap.RESAMPLES);
    json.put("seed", study.seed());
    study
        .intervals()
        .forEach(
            (figure, interval) -> {
              ObjectNode node = json.putObject(figure.key());
              ReportJson.number(node, "low", interval.low());
              ReportJson.number(node, "high", interval.high());
            });
  }

  /** A win rate never stands without the rate to break even. */
  private static void counted(ObjectNode json, WinLoss counted) {
    json.put("trades", counted.trades());
    ReportJson.number(json, "win_rate", counted.winRate());
    ReportJson.number(json, "break_even_win_rate", counted.breakEvenWinRate());
    ReportJson.money(json, "net", counted.net());
  }
}
