package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.BarRow.Finality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are ms; the first bar begins at 0. */
class BarCloserTest {

  private static final long MINUTE_MS = 60_000;

  private final List<String> given = new ArrayList<>();
  private final BarCloser inferring = closer(false);
  private final BarCloser telling = closer(true);

  private BarCloser closer(boolean tells) {
    return new BarCloser(
        FeedOptions.defaults(),
        tells,
        0,
        (row, corrected) ->
            given.add(row.startMs() / MINUTE_MS + ":" + row.volume() + (corrected ? "!" : "")));
  }

  private static BarRow row(int minute, double volume, Finality finality) {
    return new BarRow("X", minute * MINUTE_MS, 10, 12, 9, 11, volume, finality);
  }

  private static BarRow untold(int minute, double volume) {
    return row(minute, volume, Finality.UNTOLD);
  }

  @Test
  void aBarOfADeadConnectionIsNeverInferred() {
    inferring.onRow(untold(0, 5), 30_000);
    inferring.alive(30_000);
    inferring.onTime(70_000);
    assertThat(given).as("nothing came since its end").isEmpty();
    assertThat(inferring.wanted(70_000, 100)).contains(new BarCloser.Range(0, 0));
  }

  @Test
  void aBarThatAnotherConnectionLeftHalfDoneIsNeverInferred() {
    inferring.onRow(untold(0, 5), 30_000);
    inferring.interrupted();
    inferring.onRow(untold(1, 1), 61_000);
    inferring.alive(61_000);
    inferring.onTime(65_000);
    assertThat(given).isEmpty();
    BarCloser.Range range = inferring.wanted(65_000, 100).orElseThrow();
    inferring.onAnswer(range, List.of(untold(0, 9), untold(1, 1)), 65_000, 65_100);
    assertThat(given).containsExactly("0:9.0");
  }

  @Test
  void theNextBarClosesTheOneBeforeOnceTheGraceHasPassed() {
    inferring.onRow(untold(0, 5), 59_000);
    inferring.onRow(untold(1, 1), 60_100);
    assertThat(given).isEmpty();
    inferring.onRow(untold(0, 6), 60_300);
    inferring.onTime(60_400);
    assertThat(given).containsExactly("0:6.0");
  }

  @Test
  void anOlderFrameThatComesLaterTakesNothingAway() {
    telling.onRow(row(0, 5, Finality.CLOSED), 60_010);
    telling.onRow(row(0, 4, Finality.OPEN), 60_020);
    telling.onRow(row(0, 5, Finality.CLOSED), 60_030);
    assertThat(given).containsExactly("0:5.0");
  }

  @Test
  void aClosedBarThatDiffersIsACorrection() {
    telling.onRow(row(0, 5, Finality.CLOSED), 60_010);
    telling.onRow(row(0, 6, Finality.CLOSED), 60_500);
    assertThat(given).containsExactly("0:5.0", "0:6.0!");
  }

  @Test
  void barsAreGivenInOrderAlsoWhereALaterOneIsKnownFirst() {
    telling.onRow(row(1, 7, Finality.CLOSED), 120_010);
    assertThat(given).isEmpty();
    BarCloser.Range range = telling.wanted(123_000, 100).orElseThrow();
    assertThat(range).isEqualTo(new BarCloser.Range(0, MINUTE_MS));
    telling.onAnswer(range, List.of(untold(0, 5), untold(1, 7)), 123_000, 123_100);
    assertThat(given).containsExactly("0:5.0", "1:7.0");
  }

  @Test
  void onlyOneQuestionIsAskedAtATimeAndAgainAfterAFailure() {
    BarCloser.Range range = telling.wanted(70_000, 100).orElseThrow();
    assertThat(telling.wanted(70_100, 100)).isEmpty();
    telling.failed(75_000);
    assertThat(telling.wanted(74_999, 100)).isEmpty();
    assertThat(telling.wanted(75_000, 100)).contains(range);
  }

  @Test
  void aBarThatHasNotEndedWellBeforeTheQuestionIsNotTakenFromTheAnswer() {
    BarCloser.Range range = telling.wanted(62_100, 100).orElseThrow();
    telling.onAnswer(range, List.of(untold(0, 5), untold(1, 3)), 62_100, 62_200);
    assertThat(given).containsExactly("0:5.0");
    assertThat(telling.progressMs()).isEqualTo(MINUTE_MS);
  }

  @Test
  void aBarThatAnAnswerLeavesOutLongAfterwardsDoesNotExist() {
    BarCloser.Range range = telling.wanted(125_000, 100).orElseThrow();
    telling.onAnswer(range, List.of(untold(1, 3)), 125_000, 125_100);
    assertThat(given).containsExactly("1:3.0");
  }

  @Test
  void aYoungBarThatAnAnswerLeavesOutIsAskedForAgain() {
    BarCloser.Range range = telling.wanted(63_000, 100).orElseThrow();
    telling.onAnswer(range, List.of(untold(1, 3)), 63_000, 63_100);
    assertThat(given).isEmpty();
    assertThat(telling.wanted(64_100, 100)).isPresent();
  }

  /**
   * As of a venue whose answers lag, or whose clock was misread: the bar is there, only not closed.
   */
  @Test
  void aBarThatAnAnswerStillShowsOpenIsThereHoweverLongAfterwards() {
    BarCloser.Range range = telling.wanted(90_000, 100).orElseThrow();
    telling.onAnswer(range, List.of(row(0, 5, Finality.OPEN)), 90_000, 90_100);
    assertThat(telling.progressMs()).as("neither given nor passed over").isZero();
    range = telling.wanted(130_000, 100).orElseThrow();
    telling.onAnswer(
        range, List.of(row(0, 5, Finality.OPEN), row(1, 7, Finality.CLOSED)), 130_000, 130_100);
    assertThat(given).isEmpty();
    range = telling.wanted(140_000, 100).orElseThrow();
    telling.onAnswer(
        range, List.of(row(0, 6, Finality.CLOSED), row(1, 7, Finality.CLOSED)), 140_000, 140_100);
    assertThat(given).containsExactly("0:6.0", "1:7.0");
  }

  @Test
  void anEmptyAnswerSaysNothingForTwoMinutes() {
    BarCloser.Range range = telling.wanted(90_000, 100).orElseThrow();
    telling.onAnswer(range, List.of(), 90_000, 90_100);
    assertThat(telling.progressMs()).isZero();
    range = telling.wanted(200_000, 100).orElseThrow();
    telling.onAnswer(range, List.of(), 200_000, 200_100);
    assertThat(telling.progressMs()).as("the second is too young").isEqualTo(MINUTE_MS);
  }

  @Test
  void whatWasInferredIsCheckedAndCorrected() {
    inferring.onRow(untold(0, 5), 59_000);
    inferring.onRow(untold(1, 1), 60_500);
    assertThat(given).containsExactly("0:5.0");
    assertThat(inferring.wanted(64_999, 100)).isEmpty();
    BarCloser.Range range = inferring.wanted(65_000, 100).orElseThrow();
    inferring.onAnswer(range, List.of(untold(0, 5.5)), 65_000, 65_100);
    assertThat(given).containsExactly("0:5.0", "0:5.5!");
    assertThat(inferring.wanted(70_000, 100)).isEmpty();
  }

  @Test
  void rowsThatNoBarCanBeAreRefused() {
    telling.onRow(new BarRow("X", 0, 10, 9, 8, 10, 1, Finality.CLOSED), 60_100);
    telling.onRow(new BarRow("X", 0, 10, 12, 0, 10, 1, Finality.CLOSED), 60_100);
    telling.onRow(new BarRow("X", 0, Double.NaN, 12, 8, 10, 1, Finality.CLOSED), 60_100);
    telling.onRow(new BarRow("X", 0, 10, 12, 8, 10, -1, Finality.CLOSED), 60_100);
    telling.onRow(new BarRow("X", 7, 10, 12, 8, 10, 1, Finality.CLOSED), 60_100);
    telling.onRow(new BarRow("X", 180_000, 10, 12, 8, 10, 1, Finality.CLOSED), 60_100);
    assertThat(given).isEmpty();
    assertThat(telling.refused()).isEqualTo(6);
  }

  @Test
  void aLongHistoryIsAskedForInPieces() {
    BarCloser.Range range = telling.wanted(1_000 * MINUTE_MS, 200).orElseThrow();
    assertThat(range).isEqualTo(new BarCloser.Range(0, 199 * MINUTE_MS));
    List<BarRow> rows = new ArrayList<>();
    for (int minute = 0; minute < 200; minute++) {
      rows.add(untold(minute, minute));
    }
    telling.onAnswer(range, rows, 1_000 * MINUTE_MS, 1_000 * MINUTE_MS);
    assertThat(given).hasSize(200);
    assertThat(telling.wanted(1_000 * MINUTE_MS, 200).orElseThrow().fromMs())
        .isEqualTo(200 * MINUTE_MS);
  }
}
