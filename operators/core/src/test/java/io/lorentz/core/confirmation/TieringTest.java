package io.lorentz.core.confirmation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Prediction;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TieringTest {

  private static final long ONE = 60_000;
  private static final long FIVE = 300_000;
  private static final long FIFTEEN = 900_000;

  private final Tiering tiering = new Tiering("BTCUSDT", ConfirmationOptions.defaults());

  @Test
  void onlyConfidentPredictionsOfConfirmingTimeframesPass() {
    assertThat(tiering.onPrediction(prediction(ONE, 0.7, 1))).isEmpty();
    assertThat(tiering.onPrediction(prediction(ONE, Math.nextUp(0.7), 1))).isPresent();
    assertThat(tiering.onPrediction(prediction(FIFTEEN, 0.9, 1))).isEmpty();
    assertThat(tiering.onPrediction(prediction(FIVE, -0.8, 1)))
        .map(Candidate::getDirection)
        .contains(-1);
  }

  @Test
  void theTierIsFifteenMinutesWhereTheLastOneAgreesElseFive() {
    tiering.onPrediction(prediction(FIFTEEN, 0.1, 30));
    tiering.onPrediction(prediction(FIVE, 0.2, 20));

    Candidate with = tiering.onPrediction(prediction(ONE, 0.8, 10)).orElseThrow();
    Candidate against = tiering.onPrediction(prediction(ONE, -0.8, 10)).orElseThrow();

    assertThat(with.getTierMs()).isEqualTo(FIFTEEN);
    assertThat(with.getTierAtr14()).isEqualTo(30);
    assertThat(against.getTierMs()).isEqualTo(FIVE);
    assertThat(against.getTierAtr14()).isEqualTo(20);
  }

  @Test
  void beforeAnyPredictionOfTheTierItsAtrIsUndefined() {
    Optional<Candidate> candidate = tiering.onPrediction(prediction(ONE, 0.8, 10));

    assertThat(candidate.orElseThrow().getTierAtr14()).isNaN();
  }

  @Test
  void aTierSpeaksUntilTheNextBarOfItsTimeframeHasClosed() {
    tiering.onPrediction(prediction(FIFTEEN, 0.1, 30));
    tiering.onPrediction(prediction(FIVE, 0.2, 20));

    assertThat(tierOfLongAt(2 * FIFTEEN - ONE)).isEqualTo(FIFTEEN);
    // Behind a gap the next 15m prediction comes hours later.
    assertThat(tierOfLongAt(2 * FIFTEEN)).isEqualTo(FIVE);
  }

  @Test
  void aTierMadeFromABarWithAHoleAgreesWithNothing() {
    Prediction holed = prediction(FIFTEEN, 0.1, 30);
    holed.setQuality(BarQuality.PARTIAL);
    tiering.onPrediction(holed);

    assertThat(tierOfLongAt(FIFTEEN)).isEqualTo(FIVE);
  }

  private long tierOfLongAt(long marketTimeMs) {
    Prediction fast = prediction(ONE, 0.8, 10);
    fast.setMarketTimeMs(marketTimeMs);
    return tiering.onPrediction(fast).orElseThrow().getTierMs();
  }

  @Test
  void aRestoredTieringAnswersAsTheOriginal() {
    tiering.onPrediction(prediction(FIFTEEN, -0.3, 30));
    Tiering restored = Tiering.restore(ConfirmationOptions.defaults(), tiering.image());

    Prediction next = prediction(ONE, -0.9, 10);
    assertThat(restored.onPrediction(next)).isEqualTo(tiering.onPrediction(next));
    assertThat(restored.image()).isEqualTo(tiering.image());
  }

  @Test
  void byExpectedMoveTheCostDecidesAndNotTheScore() {
    Tiering tiering =
        new Tiering(
            "BTCUSDT", ConfirmationOptions.defaults().with(ConfirmationPolicy.EXPECTED_MOVE, 14));

    assertThat(tiering.onPrediction(expecting(ONE, 0.9, 13.9))).isEmpty();
    assertThat(tiering.onPrediction(expecting(ONE, 0.9, 14))).isEmpty();
    assertThat(tiering.onPrediction(expecting(ONE, 0.9, Double.NaN))).isEmpty();
    assertThat(tiering.onPrediction(expecting(ONE, 0.1, -14.1)))
        .hasValueSatisfying(
            candidate -> {
              assertThat(candidate.getDirection()).isEqualTo(-1);
              assertThat(candidate.getConfidence()).isEqualTo(0.1);
            });
  }

  @Test
  void byExpectedMoveATierAgreesByItsExpectedMove() {
    Tiering tiering =
        new Tiering(
            "BTCUSDT", ConfirmationOptions.defaults().with(ConfirmationPolicy.EXPECTED_MOVE, 14));
    tiering.onPrediction(expecting(FIFTEEN, -0.9, 3));

    assertThat(tiering.onPrediction(expecting(ONE, -0.9, 20)).orElseThrow().getTierMs())
        .isEqualTo(FIFTEEN);
  }

  private static Prediction expecting(long timeframeMs, double score, double moveBps) {
    Prediction prediction = prediction(timeframeMs, score, 10);
    prediction.setExpectedMoveBps(moveBps);
    return prediction;
  }

  private static Prediction prediction(long timeframeMs, double score, double atr14) {
    return Prediction.newBuilder()
        .setLogTimeMs(5)
        .setPartition(0)
        .setInstrument("BTCUSDT")
        .setTimeframeMs(timeframeMs)
        .setMarketTimeMs(FIFTEEN)
        .setScore(score)
        .setLorentzian(Double.NaN)
        .setLogistic(Double.NaN)
        .setChandelier(Double.NaN)
        .setAtr14(atr14)
        .setClose(100)
        .setQuality(BarQuality.COMPLETE)
        .build();
  }
}
