package io.lorentz.command.page;

import static io.lorentz.command.page.TestingRun.MINUTE_MS;
import static io.lorentz.command.page.TestingRun.NOON_MS;
import static io.lorentz.command.page.TestingRun.logged;
import static io.lorentz.command.page.TestingRun.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageModelTest {

  private final AtomicLong wallMs = new AtomicLong(NOON_MS);
  private final PageModel model = new PageModel(TestingRun.terms(), wallMs::get);

  private static JsonNode told(PageModel of, String table, String key) {
    for (JsonNode row : of.changesSince(0).message().path("tables").path(table).path("rows")) {
      if (row.path("k").asText().equals(key)) {
        return row;
      }
    }
    throw new AssertionError(table + " has no row " + key);
  }

  /** A page as a browser keeps it. */
  private static final class Viewer {
    private final Map<String, Map<String, JsonNode>> tables = new TreeMap<>();
    private long revision;

    PageModel.Changes look(PageModel of) {
      PageModel.Changes changes = of.changesSince(revision);
      revision = changes.revision();
      for (String part : List.of("tables", "equity")) {
        changes
            .message()
            .path(part)
            .fields()
            .forEachRemaining(
                table ->
                    keep(
                        tables.computeIfAbsent(
                            part + "/" + table.getKey(), name -> new TreeMap<>()),
                        table.getValue()));
      }
      return changes;
    }

    private static void keep(Map<String, JsonNode> rows, JsonNode change) {
      if (change.path("all").asBoolean()) {
        rows.clear();
      }
      change.path("gone").forEach(key -> rows.remove(key.asText()));
      change.path("rows").forEach(row -> rows.put(row.path("k").asText(), row));
    }
  }

  private static List<RunOutput> rows(int trades) {
    List<RunOutput> rows = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      long atMs = NOON_MS + i * MINUTE_MS;
      boolean denied = i % 4 == 3;
      rows.add(row(TestingRun.signal("BTCUSDT", atMs, 1)));
      rows.add(TestingRun.entry(i, "BTCUSDT", atMs, denied));
      rows.add(TestingRun.outcome(i, atMs + MINUTE_MS, denied));
      rows.add(TestingRun.point("main", atMs, "10000." + i));
      if (!denied) {
        rows.add(TestingRun.opened(i, "BTCUSDT", atMs + MINUTE_MS));
      }
      if (!denied && i % 4 != 2) {
        rows.add(TestingRun.closed(i, atMs + 5 * MINUTE_MS));
      }
    }
    return rows;
  }

  private static Map<String, Map<String, JsonNode>> shown(List<RunOutput> rows) {
    PageModel model = new PageModel(TestingRun.terms(), () -> NOON_MS);
    rows.forEach(model::onRow);
    Viewer viewer = new Viewer();
    viewer.look(model);
    return viewer.tables;
  }

  @Test
  void inWhateverOrderAndHoweverOftenRowsComeThePageIsTheSame() {
    List<RunOutput> rows = rows(40);
    Map<String, Map<String, JsonNode>> expected = shown(rows);
    assertThat(expected.get("tables/positions")).hasSize(10);
    assertThat(expected.get("tables/trades")).hasSize(20);

    for (int seed = 0; seed < 20; seed++) {
      List<RunOutput> shuffled = new ArrayList<>(rows);
      shuffled.addAll(rows.subList(0, rows.size() / 2));
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(shown(shuffled)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void whoWasToldOfEveryChangeHasWhatWhoIsToldAllHas() {
    Viewer patient = new Viewer();
    Viewer seldom = new Viewer();
    int given = 0;
    for (RunOutput row : rows(2_000)) {
      model.onRow(row);
      given++;
      if (given % 5 == 0) {
        patient.look(model);
      }
      if (given % 997 == 0) {
        seldom.look(model);
      }
    }
    Viewer late = new Viewer();
    late.look(model);
    seldom.look(model);
    patient.look(model);
    assertThat(patient.tables).isEqualTo(late.tables);
    assertThat(seldom.tables).isEqualTo(late.tables);
  }

  @Test
  void memoryIsBoundedAndWhatStaysIsTheLatest() {
    for (RunOutput row : rows(4_800)) {
      model.onRow(row);
    }

    assertThat(model.size("orders")).isEqualTo(PageModel.ORDERS);
    assertThat(model.size("signals")).isEqualTo(PageModel.SIGNALS);
    assertThat(model.size("trades")).isEqualTo(PageModel.TRADES);
    assertThat(model.size("positions")).isEqualTo(PageModel.POSITIONS);
    JsonNode message = model.changesSince(0).message();
    assertThat(message.path("equity").path("main").path("rows")).hasSize(PageModel.POINTS);
    assertThat(told(model, "orders", "main|" + TestingRun.id(4_799)).path("outcome").asText())
        .isEqualTo("DENIED");
    assertThat(message.toString().length()).isLessThan(1_500_000);
  }

  @Test
  void whatIsAsItWasIsToldToNobody() {
    Viewer viewer = new Viewer();
    List<RunOutput> rows = rows(4);
    rows.forEach(model::onRow);
    assertThat(viewer.look(model).news()).isTrue();

    rows.forEach(model::onRow);

    assertThat(viewer.look(model).news()).isFalse();
  }

  @Test
  void aSignalSaysWhatEachAccountMadeOfItWithTheNumbers() {
    model.onRow(TestingRun.outcome(3, NOON_MS, true));
    model.onRow(TestingRun.entry(3, "BTCUSDT", NOON_MS, true));
    model.onRow(row(TestingRun.signal("BTCUSDT", NOON_MS, 1)));

    JsonNode entry = told(model, "signals", "main|BTCUSDT|" + NOON_MS).path("entries").get(0);
    assertThat(entry.path("outcome").asText()).isEqualTo("DENIED");
    assertThat(entry.path("denial").asText()).isEqualTo("TOO_MANY_POSITIONS");
    assertThat(entry.path("detail").asText()).isEqualTo("open=3 most=3");
  }

  @Test
  void aTradeThatIsWrittenAgainAfterItsEndDoesNotOpenAgain() {
    model.onRow(TestingRun.opened(1, "BTCUSDT", NOON_MS));
    assertThat(model.size("positions")).isEqualTo(1);
    model.onRow(TestingRun.closed(1, NOON_MS + MINUTE_MS));
    model.onRow(TestingRun.opened(1, "BTCUSDT", NOON_MS));
    model.onRow(TestingRun.closed(1, NOON_MS + MINUTE_MS));

    assertThat(model.size("positions")).isZero();
    JsonNode trade = told(model, "trades", "main|" + TestingRun.id(1));
    assertThat(trade.path("entry").asText()).isEqualTo("60123.4");
    // 4.82 realised, 0.1 of funding paid, 2.24 and 2.26 of fees.
    assertThat(trade.path("net").asText()).isEqualTo("0.22");
  }

  @Test
  void whatLayInTheLogIsReadLateAndDoesNotOverrideWhatCameAfterIt() {
    model.onRow(TestingRun.point("main", NOON_MS, "10000"));
    model.onLog(command(NOON_MS, OperatorAction.RESUME), true);
    model.onLog(command(NOON_MS - MINUTE_MS, OperatorAction.HALT), false);
    assertThat(told(model, "accounts", "main").has("halted")).isFalse();

    model.onLog(command(NOON_MS + 1, OperatorAction.HALT), true);
    assertThat(told(model, "accounts", "main").path("halted").asText()).isEqualTo("HALT");
    assertThat(told(model, "accounts", "main").path("haltedWhy").asText()).isEqualTo("why");
  }

  private static LogRecord command(long atMs, OperatorAction action) {
    return logged(atMs, new OperatorCommand(atMs, "", action, "why"));
  }

  @Test
  void aModelIsInForceFromItsTimeOn() {
    model.onLog(logged(1, new JobStarted("ab", "0.1.0", "main")), true);
    model.onLog(
        logged(2, new ModelVersion("first", ModelRole.PRIMARY, NOON_MS - MINUTE_MS, "")), true);
    model.onLog(
        logged(3, new ModelVersion("second", ModelRole.PRIMARY, NOON_MS + MINUTE_MS, "")), true);
    model.onLog(logged(4, clock(NOON_MS)), true);
    assertThat(models()).containsExactly("first true", "second false");

    model.onLog(logged(5, clock(NOON_MS + MINUTE_MS)), true);
    assertThat(models()).containsExactly("second true");
    JsonNode run = told(model, "run", "run");
    assertThat(run.path("remoteAccount").asText()).isEqualTo("main");
    assertThat(run.path("configuration").asText()).isNotEqualTo(run.path("shownWith").asText());
  }

  private static Object clock(long ms) {
    return TestingRun.clock(ms, List.of("bitget"), List.of("BTCUSDT"), ms);
  }

  private List<String> models() {
    List<String> models = new ArrayList<>();
    told(model, "run", "run")
        .path("models")
        .forEach(
            each -> models.add(each.path("id").asText() + " " + each.path("inForce").asBoolean()));
    return models;
  }

  @Test
  void aFindingIsThereUntilItIsSettled() {
    model.onLog(logged(1, finding(true)), true);
    assertThat(model.size("findings")).isEqualTo(1);
    model.onLog(logged(2, finding(false)), true);
    assertThat(model.size("findings")).isZero();
  }

  private static VenueFinding finding(boolean open) {
    return new VenueFinding("main", "", NOON_MS, FindingKind.VENUE_REFUSES, open, true, "code=1");
  }

  @Test
  void whatAVenueSaidOfAnOrderIsPartOfIt() {
    model.onRow(TestingRun.entry(1, "BTCUSDT", NOON_MS, false));
    VenueEvent fill =
        VenueEvent.newBuilder()
            .setKind(VenueEventKind.PARTIALLY_FILLED)
            .setAccount("main")
            .setClientId(TestingRun.id(1))
            .setInstrument("BTCUSDT")
            .setTimeMs(NOON_MS)
            .setPrice(TestingRun.amount("60000.1"))
            .setQuantity(TestingRun.amount("0.03"))
            .setFee(TestingRun.amount("0.36"))
            .setDetail("")
            .build();
    model.onLog(logged(7, fill), true);
    model.onLog(logged(7, fill), false);

    JsonNode events = told(model, "orders", "main|" + TestingRun.id(1)).path("events");
    assertThat(events).hasSize(1);
    assertThat(events.get(0).path("price").asText()).isEqualTo("60000.1");
  }

  @Test
  void silenceIsCountedFromTheLastRecordThatCame() {
    assertThat(reading().path("silentMs").asLong()).isEqualTo(-1);
    model.onLog(logged(NOON_MS - 90_000, clock(NOON_MS - 90_000)), false);
    assertThat(reading().path("silentMs").asLong()).isEqualTo(90_000);
    // A recording's clock is of another day: what comes, comes now.
    model.onLog(logged(NOON_MS - 80_000, clock(NOON_MS - 80_000)), true);
    wallMs.addAndGet(12_000);
    assertThat(reading().path("silentMs").asLong()).isEqualTo(12_000);

    model.onFault("rows", "no answer");
    model.onFault("log", "no answer");
    assertThat(reading().path("fault").asText()).isEqualTo("no answer");
    model.onLog(logged(NOON_MS, clock(NOON_MS)), true);
    model.onRowsRead();
    assertThat(reading().path("fault").asText()).isEmpty();
  }

  private JsonNode reading() {
    return model.changesSince(1).message().path("reading");
  }

  @Test
  void aPriceIsThatOfTheLastBar() {
    model.onBar(TestingRun.bar("BTCUSDT", NOON_MS, 60_000));
    model.onBar(TestingRun.bar("BTCUSDT", NOON_MS - MINUTE_MS, 59_000));

    assertThat(told(model, "prices", "BTCUSDT").path("close").asDouble()).isEqualTo(60_000);
  }
}
