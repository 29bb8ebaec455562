package io.lorentz.command;

import io.lorentz.command.check.ClassifierStudy;
import io.lorentz.command.check.Share;
import io.lorentz.command.report.Cells;
import java.util.Locale;

/** The study of the classifier in plain words. */
final class ClassifierTable {

  private final StringBuilder text = new StringBuilder();

  private ClassifierTable() {}

  /**
   * Writes it.
   *
   * @param series symbol and timeframe
   * @param study the study
   * @param differsByStart share of bars with another sign where history starts 1,000 bars later
   */
  static String of(String series, ClassifierStudy study, double differsByStart) {
    ClassifierTable table = new ClassifierTable();
    table.head(series, study);
    table.neighbours(study);
    table.signs(study);
    table.knowledge(study);
    table.trades(study);
    table.line("\nWhere history starts 1,000 bars later");
    table.share("its sign is another on", differsByStart);
    return table.text.toString();
  }

  private void head(String series, ClassifierStudy study) {
    line(
        "%s, %,d bars from %s to %s; judged are those behind the first %,d",
        series,
        study.rows(),
        Cells.utc(study.firstMs()),
        Cells.utc(study.lastMs()),
        ClassifierStudy.MEMORY);
  }

  private void neighbours(ClassifierStudy study) {
    line("\nThe 8 rows that the published rule keeps as \"nearest neighbours\"");
    share("are farther than this share of all rows searched (median)", study.medianPlaceOfKept());
    share("are among the nearest tenth", study.keptNear().value());
  }

  private void signs(ClassifierStudy study) {
    line("\nThe sign of its vote is that of");
    share("the last 4-bar move", study.asLastMove().value());
    share("the 8 farthest rows, with its labels", study.asFarthest().value());
    share("the 8 nearest rows, with its labels", study.asNearest().value());
    share("the 8 nearest rows, with labels that came true", study.asMatured().value());
    share(
        "(nearest rows with its labels have the last move's sign)",
        study.nearestAsLastMove().value());
  }

  private void knowledge(ClassifierStudy study) {
    line(
        "\nThe next 4-bar move is called right by  (95 %%: block bootstrap, blocks of %d bars)",
        Share.BLOCK);
    accuracy("the published rule", study.voteRight());
    accuracy("the last 4-bar move", study.lastMoveRight());
    accuracy("the 8 nearest rows, with labels that came true", study.maturedRight());
    accuracy("who always says up", study.up());
  }

  private void trades(ClassifierStudy study) {
    line(
        "\nIts trades, %d of %d entries (the others get no exit), before costs  (95 %%: Wilson)",
        study.openBook().won().count(), study.entries());
    book("won at the price of the chart's table", study.tableBook());
    book("won from close to close", study.closeBook());
    book("won from the next open to the next open", study.openBook());
  }

  private void share(String what, double value) {
    line("  %-58s %6s", what, percent(value));
  }

  private void accuracy(String what, Share share) {
    Share.Interval interval = share.bootstrapped();
    line(
        "  %-58s %6s  (%s to %s) of %,d",
        what,
        percent(share.value()),
        percent(interval.low()),
        percent(interval.high()),
        share.count());
  }

  private void book(String what, ClassifierStudy.Book book) {
    Share.Interval interval = book.won().binomial();
    line(
        "  %-58s %6s  (%s to %s), %s bp a trade",
        what,
        percent(book.won().value()),
        percent(interval.low()),
        percent(interval.high()),
        Double.isNaN(book.meanBps()) ? "-" : String.format(Locale.ROOT, "%+.2f", book.meanBps()));
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
