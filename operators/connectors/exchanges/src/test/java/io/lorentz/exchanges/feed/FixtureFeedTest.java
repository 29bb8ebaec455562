package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Fixtures;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.schemas.Bar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The six feeds over the frames of one scenario: bar A is closed, bar B begins. */
class FixtureFeedTest {

  private static final long A_MS = 1_767_225_600_000L;
  private static final long MINUTE_MS = 60_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The venue's answers of the documentation, with its clock set to the scenario's. */
  private static Function<RestRequest, JsonNode> answers(
      String venue, String bars, boolean barsToo) {
    return request -> {
      String path = request.path();
      if (path.contains("time")) {
        return clock(venue);
      }
      if (path.contains("andle") || path.contains("kline")) {
        return barsToo ? Fixtures.of(venue, bars) : null;
      }
      return switch (venue) {
        case "bitget" -> Fixtures.of(venue, "rest_contracts.json");
        case "binance" -> Fixtures.of(venue, "rest_exchange_info.json");
        case "bybit" -> Fixtures.of(venue, "rest_instruments_info.json");
        case "okx" -> Fixtures.of(venue, "rest_instruments_swap.json");
        case "gate" -> Fixtures.of(venue, "rest_contracts.json").get(0);
        default ->
            path.contains("bullet")
                ? Fixtures.of(venue, "rest_bullet_public.json")
                : Fixtures.of(venue, "rest_contract_docs.json");
      };
    };
  }

  private static JsonNode clock(String venue) {
    String ms = String.valueOf(A_MS + 350);
    String text =
        switch (venue) {
          case "bitget" -> "{\"code\":\"00000\",\"data\":{\"serverTime\":\"" + ms + "\"}}";
          case "binance" -> "{\"serverTime\":" + ms + "}";
          case "bybit" -> "{\"retCode\":0,\"time\":" + ms + "}";
          case "okx" -> "{\"code\":\"0\",\"data\":[{\"ts\":\"" + ms + "\"}]}";
          case "gate" -> "{\"server_time\":" + ms + "}";
          default -> "{\"code\":\"200000\",\"data\":" + ms + "}";
        };
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlayedVenue played(String venue, String bars, boolean barsToo) {
    Dialect dialect = Dialects.of(venue).orElseThrow();
    PlayedVenue played =
        new PlayedVenue(
            dialect, List.of("BTCUSDT"), A_MS, A_MS + 350, answers(venue, bars, barsToo));
    played.at(A_MS + 350).at(A_MS + 360);
    if (venue.equals("kucoin")) {
      played.frame("{\"id\":\"h\",\"type\":\"welcome\"}");
    }
    assertThat(played.sent).as("subscribed").isNotEmpty();
    return played;
  }

  private static void play(PlayedVenue played, JsonNode frames) {
    for (JsonNode step : frames) {
      played.until(step.get("recv_ms").asLong());
      played.frame(Fixtures.frame(step.get("frame")));
    }
    played.until(A_MS + MINUTE_MS + 3_000);
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, ws_candle1m_sequence.json, rest_candles_1m.json, 87521.5, 21.4038",
    "binance, ws_kline_1m_sequence.json, rest_klines_1m.json, 87522.30, 85.214",
    "bybit, ws_kline_1m_sequence.json, rest_kline_1m.json, 87519.80, 33.517",
    "okx, ws_candle1m_sequence.json, rest_candles_1m.json, 87520.7, 28.1055",
    "gate, ws_candles_1m_sequence.json, rest_candlesticks_1m.json, 87518.1, 18.4512",
    "kucoin, ws_candle1m_sequence.json, rest_klines_1m.json, 87520.4, 4.210"
  })
  void barAIsGivenOnceWithItsLastValuesWithoutAskingForIt(
      String venue, String frames, String bars, double close, double volume) {
    PlayedVenue played = played(venue, bars, false);
    play(played, Fixtures.of(venue, frames));

    assertThat(played.bars()).hasSize(1);
    Bar bar = played.bars().get(0);
    assertThat(bar.getInstrument()).isEqualTo("BTCUSDT");
    assertThat(bar.getCloseTimeMs()).isEqualTo(A_MS + MINUTE_MS);
    assertThat(bar.getClose()).isEqualTo(close);
    assertThat(bar.getVolume()).isEqualTo(volume);
    assertThat(bar.getCorrected()).isFalse();
    assertThat(played.asked).noneMatch(request -> request.path().contains("interval=1"));
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, rest_candles_1m.json, 87521.5",
    "binance, rest_klines_1m.json, 87522.30",
    "bybit, rest_kline_1m.json, 87519.80",
    "okx, rest_candles_1m.json, 87520.7",
    "gate, rest_candlesticks_1m.json, 87518.1",
    "kucoin, rest_klines_1m.json, 87520.4"
  })
  void aBarThatNoFrameBroughtIsAskedFor(String venue, String bars, double close) {
    PlayedVenue played = played(venue, bars, true);
    played.until(A_MS + MINUTE_MS + 4_000);
    assertThat(played.bars()).extracting(Bar::getClose).containsExactly(close);
  }

  @Test
  void theLastChangeOfABarThatComesInTheNextMinuteBelongsToIt() {
    PlayedVenue played = played("bitget", "rest_candles_1m.json", false);
    JsonNode frames = Fixtures.of("bitget", "ws_candle1m_sequence.json");
    play(played, frames);
    assertThat(played.bars().get(0).getVolume())
        .as("of the fourth frame, which came 260 ms after the minute")
        .isEqualTo(21.4038);
  }

  @Test
  void withoutItsFlagTheBarOfGateIsInferredAndThenChecked() {
    PlayedVenue played = played("gate", "rest_candlesticks_1m.json", true);
    play(played, Fixtures.of("gate", "ws_candles_missing_close_flag.json"));
    assertThat(played.bars()).extracting(Bar::getClose).containsExactly(87517.9);

    played.until(A_MS + MINUTE_MS + 6_000);

    assertThat(played.bars()).extracting(Bar::getClose).containsExactly(87517.9, 87518.1);
    assertThat(played.bars()).extracting(Bar::getCorrected).containsExactly(false, true);
  }

  @Test
  void theEdgeCasesOfBitgetGiveNoBarTwiceAndInventNone() {
    JsonNode cases = Fixtures.of("bitget", "ws_candle1m_edge_cases.json");
    PlayedVenue quiet = played("bitget", "rest_candles_1m.json", false);
    for (JsonNode step : cases.get(0).get("frames")) {
      quiet.until(step.get("recv_ms").asLong());
      quiet.frame(Fixtures.frame(step.get("frame")));
    }
    quiet.until(A_MS + 4 * MINUTE_MS);
    assertThat(quiet.bars()).as("the quiet minute waits for an answer").hasSize(1);
    assertThat(quiet.asked)
        .anyMatch(request -> request.path().contains("startTime=" + (A_MS + MINUTE_MS)));

    PlayedVenue again = played("bitget", "rest_candles_1m.json", false);
    play(again, Fixtures.of("bitget", "ws_candle1m_sequence.json"));
    for (JsonNode step : cases.get(1).get("frames")) {
      again.until(step.get("recv_ms").asLong());
      again.frame(Fixtures.frame(step.get("frame")));
    }
    assertThat(again.bars()).as("a snapshot over bars that were given").hasSize(1);
  }
}
