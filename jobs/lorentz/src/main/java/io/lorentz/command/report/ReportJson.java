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
    ArrayNode notices = json.putArray("notices");
    facts.notices().forEach(notices::add);
    number(json, "wall_seconds", facts.wallSeconds());
    number(json, "bars_per_second", facts.barsPerSecond());
    json.put("orders_sha256", summary.ordersSha256());
    ObjectNode accounts = json.putObject("accounts");
    for (AccountSummary account : summary.accounts()) {
      accounts.set(account.account(), account(account));
    }
    write(file, json);
  }

  static void writeManifest(
      Path file,
      RunSummary summary,
      ResolvedConfiguration<?> configuration,
      CodeVersion code,
      List<String> files)
      throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("written_by", "lorentz");
    json.put("format", OutputDirectory.FORMAT);
    json.put("verb", summary.facts().verb());
    json.put("synthetic", summary.facts().synthetic());
    json.putObject("code").put("version", code.version()).put("commit", code.commit());
    json.put("configuration_sha256", configuration.sha256());
    json.set("configuration", configuration.tree());
    ArrayNode data = json.putArray("data");
    for (DataFile read : summary.facts().files()) {
      data.addObject()
          .put("instrument", read.instrument())
          .put("file", read.name())
          .put("bytes", read.bytes())
          .put("sha256", read.sha256());
    }
    json.putArray("models");
    ArrayNode assumptions = json.putArray("assumptions");
    summary.facts().assumptions().forEach(assumptions::add);
    json.put("orders_sha256", summary.ordersSha256());
    ArrayNode written = json.putArray("files");
    files.forEach(written::add);
    write(file, json);
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
