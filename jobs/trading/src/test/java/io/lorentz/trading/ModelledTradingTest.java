package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.core.confirmation.ConfirmationPolicy;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.flink.inference.BatchOptions;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of a run under trained models. */
class ModelledTradingTest {

  @ParameterizedTest
  @CsvSource({"MARKET, 13.9, 14.0", "POST_ONLY, 8.9, 9.0"})
  void anExpectedMoveHasToCoverTheFullCostOfTheOrderType(String style, String least, String cost) {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> byExpectedMove(style, least))
        .withMessageContaining("min-move-bps: must be at least " + cost)
        .withMessageContaining("what a round trip costs the account main");
    assertThat(byExpectedMove(style, cost).confirmation().policy())
        .isEqualTo(ConfirmationPolicy.EXPECTED_MOVE);
  }

  @Test
  void expectedMovesNeedModelsBeforeTheJobStarts() {
    TradingOptions options = byExpectedMove("MARKET", "14");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(options::requireModels)
        .withMessageContaining("models.store: must be a folder of models because the rule main");
    assertThat(resolve("models.store=models", "confirmation.policy=EXPECTED_MOVE").requireModels())
        .isNotNull();
    assertThat(TradingOptions.defaults().requireModels()).isEqualTo(TradingOptions.defaults());
  }

  @Test
  void theAccountThatTradesExpectedMovesIsAddedOnceAndTouchesNoOther() {
    TradingOptions with = ExpectedMoveAccount.addTo(TradingOptions.defaults());
    assertThat(with.group().accounts())
        .extracting(AccountOptions::name)
        .containsExactly("expected-move", "main", "unlimited");
    assertThat(with.rules().get("expected-move").minMoveBps()).isEqualTo(14);
    assertThat(with.confirmation()).isEqualTo(TradingOptions.defaults().confirmation());
    assertThat(ExpectedMoveAccount.addTo(with)).isEqualTo(with);
  }

  @Test
  void queriesAreGatheredForADeviceAndComputedAtOnceWithout() {
    assertThat(TradingOptions.defaults().usedBatch()).isEqualTo(BatchOptions.defaults());
    assertThat(resolve("models.classifier=PYTORCH").usedBatch())
        .isEqualTo(new BatchOptions(64, 2, 64));
    assertThat(resolve("models.classifier=AUTO", "batch.max-queries=8").usedBatch().maxQueries())
        .isEqualTo(8);
  }

  @Test
  void theConfigurationForDecisionsOnHoursIsOne() {
    TradingOptions hours =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(Path.of("../../flink-conf/research/hours.yaml")), List.of())
            .options();
    assertThat(hours.confirmation().tiers()).containsExactly(14_400_000L);
    assertThat(hours.confirmation().fastTimeframeMs()).isEqualTo(3_600_000L);
  }

  private static TradingOptions byExpectedMove(String style, String minMoveBps) {
    return resolve(
        "confirmation.policy=EXPECTED_MOVE",
        "confirmation.min-move-bps=" + minMoveBps,
        "group.accounts.main.entries.style=" + style,
        "group.accounts.unlimited.entries.style=" + style);
  }

  private static TradingOptions resolve(String... settings) {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.empty(), List.of(settings))
        .options();
  }
}
