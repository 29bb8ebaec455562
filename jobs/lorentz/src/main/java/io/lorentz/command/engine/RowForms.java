package io.lorentz.command.engine;

import io.lorentz.command.check.CheckedRow;
import io.lorentz.command.check.RowNames;
import io.lorentz.command.report.Cells;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Brings what the loop gives into the form in which rows are compared: a cell per field. */
final class RowForms {

  private final Map<Schema, List<String>> columns = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  CheckedRow ofOutput(RunOutput output) {
    Object payload = output.getPayload();
    if (payload instanceof OrderDecision decision) {
      String key = decision.getAccount() + " " + decision.getClientId();
      return row(RowNames.ORDERS, key, decision.getDecisionTimeMs(), decision);
    } else if (payload instanceof OrderOutcome outcome) {
      String key = outcome.getAccount() + " " + outcome.getClientId();
      return row(RowNames.OUTCOMES, key, outcome.getOutcomeTimeMs(), outcome);
    } else if (payload instanceof TradeOpened opened) {
      String key = opened.getAccount() + " " + opened.getEntryId();
      return row(RowNames.OPENED, key, opened.getOpenTimeMs(), opened);
    } else if (payload instanceof TradeClosed closed) {
      String key = closed.getAccount() + " " + closed.getEntryId();
      return row(RowNames.CLOSED, key, closed.getCloseTimeMs(), closed);
    } else if (payload instanceof EquityPoint point) {
      return row(RowNames.EQUITY, point.getAccount(), point.getTimeMs(), point);
    } else if (payload instanceof Signal signal) {
      String key = signal.getInstrument() + " " + signal.getSource();
      return row(RowNames.SIGNALS, key, signal.getMarketTimeMs(), signal);
    }
    if (payload instanceof FeedDecision decision) {
      String key = decision.getInstrument() + " " + decision.getKind() + " " + decision.getVenue();
      return row(RowNames.FEEDS, key, decision.getCloseTimeMs(), decision);
    }
    if (payload instanceof OrderCommand command) {
      String key = command.getAccount() + " " + command.getEpoch() + " " + command.getNumber();
      return row(RowNames.COMMANDS, key, command.getDecisionTimeMs(), command);
    }
    throw new IllegalStateException("rows: no form for " + payload);
  }

  CheckedRow ofVector(FeatureVector vector) {
    String table = name(RowNames.FEATURES, vector.getInstrument(), vector.getTimeframeMs());
    return row(table, "", vector.getCloseTimeMs(), vector);
  }

  CheckedRow ofLevels(Levels levels) {
    String table = name(RowNames.LEVELS, levels.getInstrument(), levels.getTimeframeMs());
    return row(table, "", levels.getCloseTimeMs(), levels);
  }

  CheckedRow ofPrediction(Prediction prediction) {
    String table =
        name(RowNames.PREDICTIONS, prediction.getInstrument(), prediction.getTimeframeMs());
    return row(table, "", prediction.getMarketTimeMs(), prediction);
  }

  private String name(String kind, String instrument, long timeframeMs) {
    return names.computeIfAbsent(
        kind + ' ' + instrument + ' ' + timeframeMs,
        unused -> tableOf(kind, instrument, timeframeMs));
  }

  /** Name of a table of one instrument and timeframe. */
  static String tableOf(String kind, String instrument, long timeframeMs) {
    return kind + " " + instrument + " " + Cells.timeframe(timeframeMs);
  }

  private CheckedRow row(String table, String key, long timeMs, SpecificRecord from) {
    List<String> names = columns.computeIfAbsent(from.getSchema(), RowForms::names);
    List<Object> cells = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      cells.add(from.get(i));
    }
    return new CheckedRow(table, key, timeMs, names, cells);
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }
}
