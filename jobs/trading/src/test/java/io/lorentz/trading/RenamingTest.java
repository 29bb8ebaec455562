package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.orders.OrderIds;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.InstrumentSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Names are names: others in the same order change nothing but themselves and the ids. */
final class RenamingTest {

  /** Sorted as BTCUSDT, ETHUSDT, SOLUSDT are: digits, then capitals, then small letters. */
  private static final Map<String, String> NEW_NAMES =
      Map.of("BTCUSDT", "1000X", "ETHUSDT", "A", "SOLUSDT", "zebra-with-a-long-name");

  private final Map<String, String> newIds = new HashMap<>();

  @Test
  void otherNamesInTheSameOrderGiveTheSameRowsUnderThem() {
    TradingOptions options =
        TestingOptions.withAccounts(
            TestingOptions.talkative(), List.of(TestingOptions.account("unlimited")));
    Map<String, List<String>> files = SharedData.perpetuals();
    Map<String, List<String>> renamedFiles = new TreeMap<>();
    files.forEach((name, paths) -> renamedFiles.put(NEW_NAMES.get(name), paths));
    List<InstrumentSpec> renamedSpecs =
        options.group().instruments().stream().map(RenamingTest::renamed).toList();

    List<RunOutput> rows = BareRun.rows(options, fiveDays(files));
    List<RunOutput> under =
        BareRun.rows(TestingOptions.withInstruments(options, renamedSpecs), fiveDays(renamedFiles));

    for (String name : NEW_NAMES.keySet()) {
      assertThat(RunRow.of(TradeOpened.class, rows))
          .as("trades of %s", name)
          .filteredOn(opened -> opened.getInstrument().equals(name))
          .hasSizeGreaterThan(5);
    }
    RunRow.of(OrderDecision.class, rows).forEach(this::learnId);
    assertThat(under.size()).isEqualTo(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(under.get(i)).isEqualTo(new RunOutput(renamed(rows.get(i).getPayload())));
    }
  }

  private static BarFileOptions fiveDays(Map<String, List<String>> files) {
    return BarFileOptions.of(files).withToMs(Instant.parse("2025-05-09T16:00:00Z").toEpochMilli());
  }

  private static InstrumentSpec renamed(InstrumentSpec spec) {
    return new InstrumentSpec(
        NEW_NAMES.get(spec.name()),
        spec.tick(),
        spec.lot(),
        spec.minQuantity(),
        spec.minNotional(),
        spec.brackets());
  }

  private void learnId(OrderDecision decision) {
    newIds.put(
        decision.getClientId(),
        OrderIds.id(
            decision.getAccount(),
            NEW_NAMES.get(decision.getInstrument()),
            decision.getDecisionTimeMs(),
            decision.getIntent(),
            decision.getAttempt(),
            0));
  }

  private Object renamed(Object payload) {
    if (payload instanceof OrderDecision decision) {
      return OrderDecision.newBuilder(decision)
          .setInstrument(NEW_NAMES.get(decision.getInstrument()))
          .setClientId(newIds.get(decision.getClientId()))
          .build();
    } else if (payload instanceof OrderOutcome outcome) {
      return OrderOutcome.newBuilder(outcome)
          .setClientId(newIds.get(outcome.getClientId()))
          .build();
    } else if (payload instanceof TradeOpened opened) {
      return TradeOpened.newBuilder(opened)
          .setInstrument(NEW_NAMES.get(opened.getInstrument()))
          .setEntryId(newIds.get(opened.getEntryId()))
          .build();
    } else if (payload instanceof TradeClosed closed) {
      return TradeClosed.newBuilder(closed)
          .setEntryId(newIds.get(closed.getEntryId()))
          .setExitId(newIds.get(closed.getExitId()))
          .build();
    } else if (payload instanceof Signal signal) {
      return Signal.newBuilder(signal).setInstrument(NEW_NAMES.get(signal.getInstrument())).build();
    }
    return payload;
  }
}
