package io.lorentz.core.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArbiterTest {

  private static final MarketOptions OPTIONS =
      new MarketOptions(List.of("bitget", "binance", "bybit"), 5_000, 3, 50, 2);

  private final Venues venues = new Venues(OPTIONS);

  @Test
  void thePrimarysBarIsGivenWhenItComesAndBackupsChangeNothing() {
    venues.gives("binance", 1, 99).gives("bitget", 1, 100).gives("bybit", 1, 100.1);
    venues.gives("bitget", 2, 101).gives("binance", 2, 101.1);

    assertThat(venues.closes()).containsExactly(100.0, 101.0);
    assertThat(venues.minutes()).containsExactly(1L, 2L);
  }

  @Test
  void aBackupTakesOverWhenTheClockHasPassedTheBound() {
    venues.gives("bitget", 1, 100).gives("binance", 1, 100).gives("bybit", 2, 101.1);
    venues.gives("binance", 2, 101).clock(2, 4_999);
    assertThat(venues.minutes()).containsExactly(1L);

    venues.clock(2, 5_000);

    assertThat(venues.closes()).containsExactly(100.0, 101.0);
    assertThat(venues.told()).containsExactly("SOURCE_CHANGED 2 bitget>binance");
    venues.gives("bitget", 2, 100.5, 6_000);
    assertThat(venues.closes()).as("what was decided stays").containsExactly(100.0, 101.0);
  }

  @Test
  void aClockThatOwesNothingOfTheInstrumentChangesNothing() {
    venues.gives("bitget", 1, 100).gives("binance", 2, 101);
    ArbiterState before = venues.arbiter().image();
    VenueProgress other = new VenueProgress("bitget", "ETHUSDT", Long.MIN_VALUE, false);
    VenueProgress whole = new VenueProgress("bitget", "BTCUSDT", 1_000 * 60_000L, false);
    venues.arbiter().onClock(new MarketClock(500 * 60_000L, List.of(other, whole)), venues);
    assertThat(venues.arbiter().image()).isEqualTo(before);
  }

  @Test
  void aBarThatThePrimaryLeftOutComesFromTheBackup() {
    venues.gives("bitget", 1, 100).gives("binance", 2, 101).gives("bitget", 3, 103);

    assertThat(venues.told()).containsExactly("SOURCE_CHANGED 2 bitget>binance");
    venues.gives("binance", 3, 102);
    assertThat(venues.closes()).containsExactly(100.0, 101.0, 102.0);
  }

  @Test
  void thePrimaryReturnsAfterBarsInTimeAndNotBefore() {
    venues.gives("bitget", 1, 100).gives("binance", 2, 201).clock(2, 5_000);
    venues.gives("bitget", 3, 103).gives("binance", 3, 203);
    venues.gives("bitget", 4, 104).gives("binance", 4, 204);
    assertThat(venues.arbiter().source()).isEqualTo("binance");

    venues.gives("bitget", 5, 105);

    assertThat(venues.arbiter().source()).isEqualTo("bitget");
    assertThat(venues.closes()).containsExactly(100.0, 201.0, 203.0, 204.0, 105.0);
  }

  @Test
  void aVenueThatComesAndGoesDoesNotTakeItsPlaceBack() {
    venues.gives("bitget", 1, 100);
    for (int minute = 2; minute < 60; minute++) {
      if (minute % 3 != 0) {
        venues.gives("bitget", minute, minute);
      }
      venues.gives("binance", minute, minute).clock(minute, 5_000);
    }
    assertThat(venues.told()).containsExactly("SOURCE_CHANGED 3 bitget>binance");
    assertThat(venues.minutes()).hasSize(59).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void barsFetchedLaterDoNotMakeAVenuePunctual() {
    venues.gives("bitget", 1, 100).gives("binance", 2, 102).clock(2, 5_000);
    for (int minute = 3; minute < 9; minute++) {
      venues.gives("binance", minute, minute);
    }
    for (int minute = 2; minute < 9; minute++) {
      venues.gives("bitget", minute, minute, (9 - minute) * Venues.MINUTE_MS);
    }
    assertThat(venues.arbiter().source()).isEqualTo("binance");
    assertThat(venues.arbiter().lateBars()).as("all but the last were decided").isEqualTo(6);
  }

  @Test
  void whatNobodyHasIsMissingOnceProgressSaysSo() {
    venues.gives("bitget", 1, 100).gives("bitget", 4, 104);
    assertThat(venues.minutes()).containsExactly(1L);

    venues.progress(2);
    assertThat(venues.minutes()).containsExactly(1L);
    venues.progress(3);

    assertThat(venues.minutes()).containsExactly(1L, 4L);
    venues.gives("binance", 3, 103);
    assertThat(venues.minutes()).containsExactly(1L, 4L);
  }

  @Test
  void aYearWithoutBarsIsPassedAtOnce() {
    venues.gives("bitget", 1, 100).progress(525_600).gives("bitget", 525_601, 101);
    assertThat(venues.minutes()).containsExactly(1L, 525_601L);
  }

  @Test
  void aCorrectionOfTheLastBarFromItsVenueIsPassedOn() {
    venues.gives("bitget", 1, 100).gives("bitget", 1, 100.5).gives("binance", 1, 100.2);
    assertThat(venues.closes()).containsExactly(100.0, 100.5);
    venues.gives("bitget", 2, 101).gives("bitget", 1, 99);
    assertThat(venues.closes()).containsExactly(100.0, 100.5, 101.0);
  }

  @Test
  void aDifferingPriceIsDoubtedUntilOthersConfirmEnoughBars() {
    venues.gives("bitget", 1, 100).gives("binance", 1, 100.51);
    assertThat(venues.told()).containsExactly("PRICE_DOUBTED 1 binance>bitget");
    assertThat(venues.arbiter().doubted()).isTrue();

    venues.gives("bitget", 2, 100).gives("binance", 2, 100.49);
    venues.gives("bitget", 3, 100).gives("binance", 3, 100.6);
    venues.gives("bitget", 4, 100).gives("binance", 4, 100);
    venues.gives("bitget", 5, 100);
    venues.gives("bitget", 6, 100).gives("binance", 6, 100);
    assertThat(venues.arbiter().doubted()).as("a bar nobody confirmed does not count").isTrue();
    venues.gives("bitget", 7, 100);

    assertThat(venues.told())
        .containsExactly("PRICE_DOUBTED 1 binance>bitget", "PRICE_TRUSTED 7 >bitget");
  }

  @Test
  void oneVenueAloneDoesNotOutvoteTwo() {
    venues.gives("bybit", 1, 100).gives("binance", 1, 90).gives("bitget", 1, 100);
    assertThat(venues.told())
        .as("held bars are compared by name; binance differs first")
        .containsExactly("PRICE_DOUBTED 1 binance>bitget");
    venues.gives("bitget", 2, 100).gives("bybit", 2, 100).gives("binance", 2, 90);
    venues.gives("bitget", 3, 100).gives("bybit", 3, 100).gives("binance", 3, 90);
    venues.gives("bitget", 4, 100);
    assertThat(venues.arbiter().doubted()).isFalse();
  }

  @Test
  void aVenueThatIsNotConfiguredIsCountedOnly() {
    venues.gives("ftx", 1, 100).clock(1, 10_000).progress(1);
    assertThat(venues.bars).isEmpty();
    assertThat(venues.arbiter().unknownBars()).isEqualTo(1);
  }

  @Test
  void barsOfAnotherInstrumentOrLengthAreRefused() {
    Bar other = Venues.bar(1, 100);
    other.setInstrument("ETHUSDT");
    assertThatThrownBy(() -> venues.arbiter().onBar(new VenueBar("bitget", other, 60_000L), venues))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a bar of BTCUSDT, 60000 ms");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new MarketOptions(List.of(), 5_000, 3, 50, 2))
        .hasMessageContaining("market.venues");
    assertThatThrownBy(() -> new MarketOptions(List.of("a", "a"), 5_000, 3, 50, 2))
        .hasMessageContaining("each venue once");
    assertThatThrownBy(() -> new MarketOptions(List.of("Bitget"), 5_000, 3, 50, 2))
        .hasMessageContaining("lower-case");
    assertThatThrownBy(() -> new MarketOptions(List.of("a"), 99, 3, 50, 2))
        .hasMessageContaining("market.staleAfterMs");
    assertThatThrownBy(() -> new MarketOptions(List.of("a"), 5_000, 3, Double.NaN, 2))
        .hasMessageContaining("market.maxDeviationBp");
  }
}
