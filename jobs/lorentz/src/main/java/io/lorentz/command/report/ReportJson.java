package io.lorentz.command.report;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code summary.json} and {@code manifest.json}. */
final class ReportJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(INDENTER)
              .withArrayIndenter(INDENTER));

  private ReportJson() {}

  static void writeSummary(Path file, RunSummary summary) throws IOException {
    RunFacts facts = summary.facts();
    ObjectNode json = JSON.createObjectNode();
    json.put("synthetic", facts.synthetic());
    json.put("data_from", Cells.utc(facts.dataFromMs()));
    json.put("data_to", Cells.utc(facts.dataToMs()));
    json.put("trading_from", Cells.utc(facts.tradingFromMs()));
    json.put("bars", facts.bars());
    json.put("duplicates", facts.duplicates());
    json.put("conflicts", facts.conflicts());
    stamped(json.putObject("funding"), facts.funding());
    stamped(json.putObject("mark"), facts.marks());
    ObjectNode costs = json.putObject("cost_r");
    for (CostInR cost : facts.costs()) {
      ObjectNode timeframe = costs.putObject(Cells.timeframe(cost.timeframeMs()));
      number(timeframe, "cost_r", cost.costR());
      number(timeframe, "median_atr_bps", cost.medianAtrBps());
    }
    ArrayNode notices = json.putArray("notices");
    facts.notices().forEach(notices::add);
    number(json, "wall_seconds", facts.wallSeconds());
    number(json, "bars_per_second", facts.barsPerSecond());
    json.put("orders_sha256", summary.ordersSha256());
    ObjectNode accounts = json.putObject("accounts");
    for (AccountSummary account : summary.accounts()) {
      accounts.set(account.account(), account(account));
    }
    summary.baselines().ifPresent(baselines -> json.set("baselines", baselines(baselines)));
    summary.judgement().ifPresent(judgement -> json.set("walk_forward", judgement));
    write(file, json);
  }

  private static void stamped(ObjectNode json, StampedData data) {
    json.put("records", data.records());
    json.put("outside", data.outside());
    json.put("duplicates", data.duplicates());
    json.put("conflicts", data.conflicts());
  }

  static void writeManifest(
      Path file,
      RunSummary summary,
      ResolvedConfiguration<?> configuration,
      CodeVersion code,
      List<String> files)
      throws IOException {
    int trials = summary.judgement().map(each -> each.path("trials").asInt(1)).orElse(1);
    ObjectNode json = manifest(summary.facts(), configuration, code, trials);
    summary
        .judgement()
        .ifPresent(
            each -> {
              ArrayNode models = json.putArray("models");
              each.path("schedule").forEach(version -> models.add(version.path("id").asText()));
            });
    summary.baselines().ifPresent(each -> rates(json.putObject("baseline_rate"), each.facts()));
    json.put("orders_sha256", summary.ordersSha256());
    ArrayNode written = json.putArray("files");
    files.forEach(written::add);
    write(file, json);
  }

  /**
   * What the manifest of every verb says.
   *
   * @param trials how many configurations were tried on this data in this run
   */
  private static ObjectNode manifest(
      RunFacts facts, ResolvedConfiguration<?> configuration, CodeVersion code, int trials) {
    ObjectNode json = JSON.createObjectNode();
    json.put("written_by", "lorentz");
    json.put("format", OutputDirectory.FORMAT);
    json.put("verb", facts.verb());
    json.put("synthetic", facts.synthetic());
    json.putObject("code").put("version", code.version()).put("commit", code.commit());
    json.put("configuration_sha256", configuration.sha256());
    json.set("configuration", configuration.tree());
    ArrayNode data = json.putArray("data");
    for (DataFile read : facts.files()) {
      data.addObject()
          .put("instrument", read.instrument())
          .put("file", read.name())
          .put("bytes", read.bytes())
          .put("sha256", read.sha256());
    }
    json.putArray("models");
    json.put("trials", trials);
    ArrayNode assumptions = json.putArray("assumptions");
    facts.assumptions().forEach(assumptions::add);
    return json;
  }

  static void writeSweepManifest(
      Path file,
      SweepSummary summary,
      ResolvedConfiguration<?> configuration,
      CodeVersion code,
      List<String> files)
      throws IOException {
    int trials = summary.cells().size();
    ObjectNode json = manifest(summary.facts(), configuration, code, trials);
    ArrayNode written = json.putArray("files");
    files.forEach(written::add);
    write(file, json);
  }

  static void writeSweep(Path file, SweepSummary summary) throws IOException {
    RunFacts facts = summary.facts();
    ObjectNode json = JSON.createObjectNode();
    json.put("data_from", Cells.utc(facts.dataFromMs()));
    json.put("data_to", Cells.utc(facts.dataToMs()));
    json.put("trading_from", Cells.utc(facts.tradingFromMs()));
    json.put("bars", facts.bars());
    number(json, "wall_seconds", facts.wallSeconds());
    json.put("trials", summary.cells().size());
    json.put("warning", summary.warning());
    number(json, "sharpe_of_luck", summary.sharpeOfLuck());
    ArrayNode keys = json.putArray("keys");
    summary.keys().forEach(keys::add);
    json.put("best", summary.best().cell().name());
    json.put("worst", summary.worst().cell().name());
    ObjectNode cells = json.putObject("cells");
    for (SweepSummary.Result result : summary.cells()) {
      ObjectNode cell = cells.putObject(result.cell().name());
      ObjectNode values = cell.putObject("settings");
      result.cell().settings().forEach(values::put);
      cell.setAll(account(result.figures()));
    }
    write(file, json);
  }

  private static ObjectNode baselines(BaselineSummary baselines) {
    ObjectNode json = JSON.createObjectNode();
    BaselineFacts facts = baselines.facts();
    json.put("compared_with", facts.comparedWith());
    ArrayNode names = json.putArray("names");
    facts.rules().forEach(names::add);
    facts.random().forEach(names::add);
    rates(json.putObject("rate"), facts);
    json.put("rate_measured", facts.measured());
    ObjectNode random = json.putObject("random");
    random.put("count", facts.random().size());
    baselines
        .random()
        .forEach(
            (key, spread) -> {
              ObjectNode figure = random.putObject(key);
              number(figure, "p5", spread.p5());
              number(figure, "median", spread.median());
              number(figure, "p95", spread.p95());
              number(figure, "share_that_beat", spread.shareThatBeat());
            });
    return json;
  }

  /** Chance of a random entry per closed bar, by timeframe. */
  private static void rates(ObjectNode json, BaselineFacts facts) {
    facts.rates().forEach((timeframeMs, rate) -> number(json, Cells.timeframe(timeframeMs), rate));
  }

  private static ObjectNode account(AccountSummary account) {
    ObjectNode json = JSON.createObjectNode();
    json.put("bars", account.bars());
    json.put("missing_bars", account.missingBars());
    json.put("gaps", account.gaps());
    json.put("signals", account.signals());
    json.put("orders", account.orders());
    json.put("denied", account.denied());
    ObjectNode deniedBy = json.putObject("denied_by_reason");
    account.deniedBy().forEach((reason, count) -> deniedBy.put(reason.name(), count));
    json.put("trades", account.trades());
    json.put("open_trades", account.openTrades());
    headline(json, account, Target.WIN_RATE);
    number(json, "break_even_win_rate", account.breakEvenWinRate());
    headline(json, account, Target.PROFIT_FACTOR);
    number(json, "expectancy", account.expectancy());
    headline(json, account, Target.SHARPE);
    number(json, "sortino", account.sortino());
    headline(json, account, Target.MAX_DRAWDOWN);
    number(json, "return", account.returnFraction());
    headline(json, account, Target.MONTHLY_RETURN);
    money(json, "fees", account.fees());
    money(json, "funding", account.funding());
    number(json, "exposure", account.exposure());
    number(json, "mean_leverage", account.meanLeverage());
    money(json, "initial_equity", account.initialEquity());
    money(json, "final_equity", account.finalEquity());
    ObjectNode boundBy = json.putObject("size_bound_by");
    account.sizeBoundBy().forEach((bound, count) -> boundBy.put(bound.name(), count));
    number(json, "stop_to_cost", account.stopToCost());
    if (!ChartFile.isCountedOnly(account.account())) {
      StudyJson.write(json, account.study());
    }
    return json;
  }

  private static void headline(ObjectNode json, AccountSummary account, Target target) {
    double figure = account.figure(target);
    number(json, target.key(), figure);
    number(json, target.key() + "_target", target.value());
    json.put(target.key() + "_target_met", target.isMetBy(figure));
  }

  static void number(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, new BigDecimal(Cells.shortest(value)));
    } else {
      json.putNull(key);
    }
  }

  static void money(ObjectNode json, String key, BigDecimal value) {
    json.put(key, new BigDecimal(Cells.plain(value)));
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Files.writeString(file, WRITER.writeValueAsString(json) + "\n");
  }
}
