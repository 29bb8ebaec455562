package io.lorentz.exchanges.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a download of every venue promises, against servers that answer as venues do. */
class VenueHistoryITCase {

  private static final LocalDate DAY = LocalDate.parse("2026-02-27");
  private static final long DAY_MS = Instant.parse("2026-02-27T00:00:00Z").toEpochMilli();
  private static final long NOW_MS = Instant.parse("2026-03-01T12:00:20Z").toEpochMilli();
  private static final Faults BUSY = new Faults(0, 0, 0, 0, 0, 0.3, 0.2, 0, 0, 0);

  @TempDir Path folder;

  private final FakeMarket market = new FakeMarket(9);
  private final List<Duration> pauses = new ArrayList<>();

  static Stream<String> venues() {
    return Dialects.all().stream().map(Dialect::venue);
  }

  private VenueHistory history(FakeVenue server) {
    return new VenueHistory(server.dialect(), folder, doing -> {}, pauses::add);
  }

  @ParameterizedTest
  @MethodSource("venues")
  void daysThatHaveEndedAreFetchedWholeFromABusyVenueAndNotAskedForAgain(String venue)
      throws Exception {
    try (FakeVenue server = new FakeVenue(venue, market, () -> NOW_MS, BUSY, 4)) {
      Downloaded first = history(server).bars("BTCUSDT", DAY, DAY.plusDays(4));

      assertThat(first.files()).isEqualTo(2);
      assertThat(first.bars()).isEqualTo(2 * 1440);
      assertThat(first.notices()).singleElement().asString().contains("2026-03-01 has not ended");
      assertThat(pauses).as("it was told to wait").isNotEmpty();
      assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
      Path file = folder.resolve(venue + "-perp/BTCUSDT_1m_2026-02-27.csv.gz");
      check(server, venue, file);
      byte[] bytes = Files.readAllBytes(file);

      Downloaded again = history(server).bars("BTCUSDT", DAY, DAY.plusDays(4));
      assertThat(again.files()).isZero();
      assertThat(again.kept()).isEqualTo(2);
      Files.delete(file);
      history(server).bars("BTCUSDT", DAY, DAY.plusDays(1));
      assertThat(Files.readAllBytes(file)).as("the same answers, the same bytes").isEqualTo(bytes);
    }
  }

  private void check(FakeVenue server, String venue, Path file) throws IOException {
    List<String> lines = lines(file);
    assertThat(lines).hasSize(1441);
    assertThat(lines.get(0)).isEqualTo("open_time_ms,open,high,low,close,volume");
    for (int minute = 0; minute < 1440; minute++) {
      long startMs = DAY_MS + minute * FakeMarket.MINUTE_MS;
      Shape shape = market.bar(venue, "BTCUSDT", startMs, FakeMarket.STEPS);
      String[] fields = lines.get(minute + 1).split(",", -1);
      assertThat(fields[0]).isEqualTo(String.valueOf(startMs));
      assertThat(Double.parseDouble(fields[2])).isEqualTo(shape.high().doubleValue());
      assertThat(Double.parseDouble(fields[4])).isEqualTo(shape.close().doubleValue());
      assertThat(Double.parseDouble(fields[5])).isEqualTo(server.volume(shape));
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("venues")
  void fundingsOfTheDaysAreFetched(String venue) throws Exception {
    try (FakeVenue server = new FakeVenue(venue, market, () -> NOW_MS, Faults.none(), 4)) {
      history(server).fundings("BTCUSDT", LocalDate.parse("2026-03-01"), DAY.plusDays(3));
      List<String> lines = lines(folder.resolve(venue + "-perp/BTCUSDT_funding.csv.gz"));
      assertThat(lines.get(0)).isEqualTo("funding_time_ms,funding_rate");
      assertThat(lines.subList(1, lines.size()))
          .hasSize(2)
          .allMatch(line -> line.matches("177\\d{10},-?0(\\.\\d+)?"))
          .isSorted();
    }
  }

  @Test
  void aVenueThatIsGoneIsGivenUpWithTheReasonAndLeavesNothing() throws Exception {
    Faults broken = new Faults(0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
    try (FakeVenue server = new FakeVenue("bitget", market, () -> NOW_MS, broken, 4)) {
      assertThatThrownBy(() -> history(server).bars("BTCUSDT", DAY, DAY.plusDays(1)))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("gave no answer in 8 tries (status 500");
    }
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(pauses).hasSize(8);
    Dialect nowhere =
        new Elsewhere(
            Dialects.of("okx").orElseThrow(),
            URI.create("http://127.0.0.1:9"),
            URI.create("ws://127.0.0.1:9"));
    assertThatThrownBy(
            () ->
                new VenueHistory(nowhere, folder, doing -> {}, pauses::add)
                    .bars("BTCUSDT", DAY, DAY.plusDays(1)))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("try again later");
  }
}
