package io.lorentz.command;

import io.lorentz.command.report.Cells;
import io.lorentz.models.ModelManifest;
import io.lorentz.models.ModelQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a model is worth on rows held back, as a table of at most 80 columns. */
final class QualityTable {

  private QualityTable() {}

  static List<String> lines(ModelManifest manifest) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "trained on "
            + Cells.utc(manifest.trainedFromMs())
            + " to "
            + Cells.utc(manifest.trainedToMs())
            + ", scores from "
            + Cells.utc(manifest.scoresFromMs()));
    lines.add("");
    lines.add("held back      rows  accuracy  prior  4-bar   Brier   prior   log loss  prior");
    for (ModelQuality one : manifest.quality()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-9s %9d %8.2f%% %5.1f%% %5.1f%%  %.4f  %.4f    %.4f  %.4f",
              Cells.timeframe(one.timeframeMs()),
              one.heldBackRows(),
              100 * one.accuracy(),
              100 * one.accuracyOfPrior(),
              100 * one.accuracyOfMomentum(),
              one.brier(),
              one.brierOfPrior(),
              one.logLoss(),
              one.logLossOfPrior()));
    }
    for (ModelQuality one : manifest.quality()) {
      if (one.memoryRows() < one.trainingRows()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s keeps %d of %d rows: accuracy %.2f%% instead of %.2f%% with all",
                Cells.timeframe(one.timeframeMs()),
                one.memoryRows(),
                one.trainingRows(),
                100 * one.accuracy(),
                100 * one.accuracyOfAllRows()));
      }
    }
    return lines;
  }
}
