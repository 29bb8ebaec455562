package io.lorentz.command.day;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.OperatorCommand;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A day in words, to be read on a phone: the result first, numbers with their units, nothing that a
 * good day does not need. And the same as JSON.
 *
 * @param day the day
 * @param accounts what it brought, by account
 * @param sourceChanges how often bars came from another venue from then on
 * @param doubtedPrices how often venues differed too far about a price
 * @param unequalRows rows that were written again and differ; the first of each was counted
 * @param log what its log says of the data
 * @param parity what a replay has shown; empty if there was none
 */
public record DayMessage(
    Day day,
    SortedMap<String, AccountDay> accounts,
    int sourceChanges,
    int doubtedPrices,
    long unequalRows,
    DayLog log,
    Optional<DayParity> parity) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Copies. */
  public DayMessage {
    accounts = new TreeMap<>(accounts);
  }

  /** Whether anything of the day is recorded. */
  public boolean isEmpty() {
    return accounts.isEmpty() && log.records() == 0;
  }

  /** The message. */
  public String text() {
    List<String> lines = new ArrayList<>();
    if (isEmpty()) {
      return day.date() + ": NOTHING is recorded of this day";
    }
    accounts.forEach((name, account) -> add(lines, name, account));
    if (accounts.isEmpty()) {
      lines.add(day.date() + ": no account traded");
    }
    lines.add(parityLine());
    if (unequalRows > 0) {
      lines.add(
          count(unequalRows, "row", "rows")
              + " WRITTEN AGAIN AND DIFFERENT: two runs or builds wrote here, the first is counted");
    }
    lines.add(dataLine());
    lines.add(
        "feeds: "
            + count(sourceChanges, "change of source", "changes of source")
            + ", "
            + count(doubtedPrices, "doubted price", "doubted prices")
            + ", "
            + count(log.disconnections(), "lost connection", "lost connections"));
    if (log.findings() > 0) {
      lines.add(count(log.findings(), "finding", "findings") + " between venue and log");
    }
    log.commands().forEach(command -> lines.add(line(command)));
    return String.join("\n", lines);
  }

  private void add(List<String> lines, String name, AccountDay account) {
    lines.add(
        day.date()
            + " "
            + name
            + ": "
            + account
                .change()
                .map(change -> signed(change) + " USDT" + percent(account.changeRatio()))
                .orElseGet(() -> signed(account.net()) + " USDT of closed trades"));
    lines.add(
        account.closed() == 0
            ? "no trade closed"
            : count(account.closed(), "trade", "trades")
                + " closed, "
                + account.won()
                + " won: "
                + signed(account.net())
                + " USDT after fees of "
                + plain(account.fees())
                + " and funding of "
                + signed(account.funding()));
    lines.add(
        "equity "
            + plain(account.equity())
            + " USDT, "
            + count(account.openPositions(), "position", "positions")
            + " open, drawdown "
            + String.format(Locale.ROOT, "%.2f %%", 100 * account.drawdown()));
    lines.add(
        (account.trading() ? "entries allowed" : "ENTRIES NOT ALLOWED")
            + (account.denied() == 0
                ? ""
                : ", " + count(account.denied(), "entry", "entries") + " denied"));
  }

  private String parityLine() {
    if (parity.isEmpty()) {
      return "parity: not checked";
    }
    DayParity found = parity.get();
    String covered =
        (found.fromMs() > log.firstMs().orElse(found.fromMs())
                ? ", from " + CLOCK.format(Instant.ofEpochMilli(found.fromMs())) + " UTC on"
                : "")
            + (found.toMs() < log.lastMs().orElse(found.toMs())
                ? ", up to " + CLOCK.format(Instant.ofEpochMilli(found.toMs())) + " UTC"
                : "");
    return found.differences() == 0
        ? "parity: 0 differences in " + number(found.equalRows()) + " rows" + covered
        : "PARITY: " + number(found.differences()) + " rows differ" + covered;
  }

  private String dataLine() {
    StringBuilder line = new StringBuilder("data: ");
    if (!accounts.isEmpty()) {
      // Each account has seen the same bars.
      AccountDay account = accounts.get(accounts.firstKey());
      line.append(count(account.bars(), "bar", "bars"))
          .append(", ")
          .append(number(account.missingBars()))
          .append(" missing")
          .append(account.gaps() == 0 ? "" : " in " + count(account.gaps(), "gap", "gaps"))
          .append("; ");
    }
    line.append(
        log.silences() == 0
            ? "log never silent"
            : "log SILENT for "
                + length(log.silent())
                + (log.silences() == 1 ? "" : ", at most " + length(log.longestSilence())));
    if (log.unreadable() > 0) {
      line.append("; ").append(count(log.unreadable(), "record", "records")).append(" UNREADABLE");
    }
    return line.toString();
  }

  private static String line(OperatorCommand command) {
    return CLOCK.format(Instant.ofEpochMilli(command.getCommandTimeMs()))
        + " UTC "
        + command.getAction().name().toLowerCase(Locale.ROOT)
        + (command.getAccount().isEmpty() ? "" : " of " + command.getAccount())
        + (command.getReason().isEmpty() ? "" : ": " + command.getReason());
  }

  private static String length(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static String count(long number, String one, String several) {
    return number(number) + " " + (number == 1 ? one : several);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String plain(BigDecimal amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }

  private static String signed(BigDecimal amount) {
    return String.format(Locale.ROOT, "%+,.2f", amount);
  }

  private static String percent(double ratio) {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, " (%+.2f %%)", 100 * ratio);
  }

  /** The same for a program, money as text to the last digit. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("day", day.date().toString());
    ObjectNode each = json.putObject("accounts");
    for (Map.Entry<String, AccountDay> account : accounts.entrySet()) {
      each.set(account.getKey(), json(account.getValue()));
    }
    ObjectNode replayed = json.putObject("parity");
    replayed.put("checked", parity.isPresent());
    parity.ifPresent(
        found ->
            replayed
                .put("differences", found.differences())
                .put("equal_rows", found.equalRows())
                .put("from_log_time_ms", found.fromMs())
                .put("to_log_time_ms", found.toMs()));
    json.putObject("data")
        .put("log_records", log.records())
        .put("unreadable_records", log.unreadable())
        .put("silences", log.silences())
        .put("silent_seconds", log.silent().toSeconds())
        .put("longest_silence_seconds", log.longestSilence().toSeconds())
        .put("unequal_rows", unequalRows)
        .put("source_changes", sourceChanges)
        .put("doubted_prices", doubtedPrices)
        .put("lost_connections", log.disconnections())
        .put("findings", log.findings());
    ArrayNode commands = json.putArray("commands");
    for (OperatorCommand command : log.commands()) {
      commands
          .addObject()
          .put("time_ms", command.getCommandTimeMs())
          .put("account", command.getAccount())
          .put("action", command.getAction().name().toLowerCase(Locale.ROOT))
          .put("reason", command.getReason());
    }
    return json;
  }

  private static JsonNode json(AccountDay account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("change", account.change().map(BigDecimal::toPlainString).orElse(null));
    json.put("equity", account.equity().toPlainString());
    json.put("trades_closed", account.closed());
    json.put("trades_won", account.won());
    json.put("net", account.net().toPlainString());
    json.put("fees", account.fees().toPlainString());
    json.put("funding", account.funding().toPlainString());
    json.put("open_positions", account.openPositions());
    json.put("drawdown", account.drawdown());
    json.put("trading", account.trading());
    json.put("entries_denied", account.denied());
    json.put("bars", account.bars());
    json.put("missing_bars", account.missingBars());
    json.put("gaps", account.gaps());
    json.put("last_ms", account.lastMs());
    return json;
  }
}
