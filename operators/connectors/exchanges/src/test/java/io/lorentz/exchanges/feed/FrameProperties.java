package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Contracts;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.FeedEvent;
import io.lorentz.exchanges.dialect.Fixtures;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Frames that were damaged in every way: no feed falls over, and no bar comes of it that is none.
 */
class FrameProperties {

  private static final long A_MS = 1_767_225_600_000L;
  private static final String LETTERS = "\"{}[]:,0123456789-+.eEnulltruefals\\ \u0000\uD800x";

  private static List<String> frames(String venue) {
    List<String> frames = new ArrayList<>();
    if (!Files.isDirectory(Fixtures.shared().resolve("exchanges/fixtures"))) {
      return frames;
    }
    String[] files =
        switch (venue) {
          case "bitget" -> new String[] {"ws_candle1m_sequence.json", "ws_trade_sequence.json"};
          case "binance" ->
              new String[] {"ws_kline_1m_sequence.json", "ws_agg_trade_sequence.json"};
          case "bybit" -> new String[] {"ws_kline_1m_sequence.json", "ws_trade_sequence.json"};
          case "okx" -> new String[] {"ws_candle1m_sequence.json", "ws_trades_sequence.json"};
          case "gate" -> new String[] {"ws_candles_1m_sequence.json", "ws_trades_sequence.json"};
          default -> new String[] {"ws_candle1m_sequence.json"};
        };
    for (String file : files) {
      for (JsonNode step : Fixtures.of(venue, file)) {
        frames.add(Fixtures.frame(step.get("frame")));
      }
    }
    return frames;
  }

  private static String damaged(String frame, Random random) {
    StringBuilder text = new StringBuilder(frame);
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && text.length() > 1; i++) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setLength(place);
        case 1 -> text.deleteCharAt(place);
        case 2 -> text.insert(place, LETTERS.charAt(random.nextInt(LETTERS.length())));
        case 3 -> text.setCharAt(place, LETTERS.charAt(random.nextInt(LETTERS.length())));
        default -> text.insert(place, text.substring(random.nextInt(place + 1), place));
      }
    }
    return text.toString();
  }

  @Property(tries = 300)
  void damagedFramesAreReadOrRefusedAndGiveNoBarThatIsNone(@ForAll long seed) {
    Random random = new Random(seed);
    for (Dialect dialect : Dialects.all()) {
      List<Long> starts = new ArrayList<>();
      BarCloser closer =
          new BarCloser(
              FeedOptions.defaults(),
              dialect.tellsClosed(),
              A_MS,
              (row, corrected) -> {
                assertThat(row.isPossible()).isTrue();
                assertThat(row.startMs() % 60_000).isZero();
                assertThat(row.startMs()).isBetween(A_MS, A_MS + 180_000);
                if (!corrected) {
                  starts.add(row.startMs());
                }
              });
      for (String frame : frames(dialect.venue())) {
        try {
          for (FeedEvent event : dialect.read(damaged(frame, random), Contracts.ONE)) {
            if (event instanceof FeedEvent.BarSeen seen) {
              closer.onRow(seen.row(), A_MS + 61_000);
            }
          }
        } catch (UnreadableFrameException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
      assertThat(starts).doesNotHaveDuplicates().isSorted();
    }
  }

  @Property(tries = 300)
  void aBarIsPossibleOnlyIfItsPricesAre(
      @ForAll double open, @ForAll double high, @ForAll double low, @ForAll double volume) {
    BarRow row = new BarRow("X", 0, open, high, low, open, volume, BarRow.Finality.CLOSED);
    if (row.isPossible()) {
      assertThat(low).isPositive().isLessThanOrEqualTo(open);
      assertThat(high).isGreaterThanOrEqualTo(open).isFinite();
      assertThat(volume).isNotNegative().isFinite();
    }
  }
}
