package io.lorentz.command.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassifierStudyTest {

  private static final int NOTHING = 0;
  private static final int LONG = 1;
  private static final int END = 9;

  private final ClassifierStudy study = new ClassifierStudy();
  private int bars;

  /**
   * A long is shown at the close of a bar that rose from 100 to 104, and ends four bars later at
   * 103. The chart books (104 + 100 + 2 x 100) / 4 = 101 against 103, a gain; who could buy paid
   * 105 at the next open and sold at 102.
   */
  @Test
  void aTradeThatGainsOnTheChartLosesAtThePricesThatCanBeHad() {
    remember();
    take(100, 104, LONG);
    take(105, 105, NOTHING);
    take(105, 105, NOTHING);
    take(105, 105, NOTHING);
    take(103, 103, END);
    take(102, 102, NOTHING);

    assertThat(study.entries()).isEqualTo(1);
    assertThat(study.tableBook().won().value()).isEqualTo(1);
    assertThat(study.tableBook().meanBps()).isCloseTo((103.0 / 101 - 1) * 1e4, within(1e-9));
    assertThat(study.closeBook().won().value()).isEqualTo(0);
    assertThat(study.openBook().won().value()).isEqualTo(0);
    assertThat(study.openBook().meanBps()).isCloseTo((102.0 / 105 - 1) * 1e4, within(1e-9));
  }

  @Test
  void aTradeWithoutAnExitIsAnEntryThatNoBookCounts() {
    remember();
    take(100, 104, LONG);
    take(105, 105, NOTHING);
    take(100, 104, LONG);
    take(105, 105, NOTHING);
    take(105, 105, NOTHING);
    take(105, 105, NOTHING);
    take(106, 106, END);
    take(107, 107, NOTHING);

    assertThat(study.entries()).isEqualTo(2);
    assertThat(study.openBook().won().count()).isEqualTo(1);
  }

  /** Row r has the features r / 2,000; the bar has 0: so rows are nearer the smaller they are. */
  @Test
  void keptRowsAreRankedAmongTheRowsThatAreSearched() {
    remember();
    study.take(bar(0.0, List.of(1997, 1998, 1999)));

    // 1,500 rows are searched: 1,497 are nearer than row 1,997, 1,499 nearer than row 1,999.
    assertThat(study.medianPlaceOfKept()).isCloseTo(1_498.0 / 1_500, within(1e-4));
    assertThat(study.keptNear().value()).isEqualTo(0);

    study.take(bar(0.0, List.of(1, 2, 3, 5, 6)));
    assertThat(study.keptNear().value()).isEqualTo(5.0 / 8);
  }

  private void remember() {
    for (int row = 0; row < ClassifierStudy.MEMORY; row++) {
      study.take(bar((double) row / ClassifierStudy.MEMORY, List.of()));
    }
  }

  private ClassifierBar bar(double feature, List<Integer> kept) {
    bars++;
    return new ClassifierBar(
        bars * 60_000L,
        100,
        100,
        100,
        100,
        List.of(feature, feature, feature, feature, feature),
        1,
        1,
        1,
        1,
        kept,
        false,
        false,
        false);
  }

  private void take(double open, double close, int event) {
    bars++;
    study.take(
        new ClassifierBar(
            bars * 60_000L,
            open,
            Math.max(open, close),
            Math.min(open, close),
            close,
            List.of(0.5, 0.5, 0.5, 0.5, 0.5),
            1,
            1,
            1,
            1,
            List.of(),
            event == LONG,
            false,
            event == END));
  }
}
