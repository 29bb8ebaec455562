package io.lorentz.command.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.report.Cells;
import java.math.BigDecimal;

/** Figures as JSON: an undefined one is null. */
final class Figures {

  private Figures() {}

  static void put(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, new BigDecimal(Cells.shortest(value)));
    } else {
      json.putNull(key);
    }
  }

  static void put(ObjectNode json, String key, DaySums.Mean mean) {
    ObjectNode figure = json.putObject(key);
    put(figure, "value", mean.mean());
    put(figure, "low", mean.low());
    put(figure, "high", mean.high());
  }
}
