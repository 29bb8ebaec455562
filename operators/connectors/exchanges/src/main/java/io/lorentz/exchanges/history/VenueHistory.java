package io.lorentz.exchanges.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Contracts;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.FundingRow;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.Spec;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The 1m bars and fundings of a venue by its REST interface: a file per symbol and UTC day that has
 * ended, {@code VENUE-perp/SYMBOL_1m_DAY.csv.gz}, as {@code data consolidate} reads it. The same
 * answers give the same bytes. Not for several threads.
 */
public final class VenueHistory {

  private static final long MINUTE_MS = Dialect.MINUTE_MS;
  private static final long DAY_MS = 86_400_000;
  private static final long FUNDING_WINDOW_MS = 30 * DAY_MS;

  /** A bar is asked for so long after its end at the earliest. */
  private static final long FINAL_AFTER_MS = 60_000;

  private final Dialect venue;
  private final Asking asking;
  private final Path out;
  private final Consumer<String> progress;

  /**
   * Downloads from a venue into a folder.
   *
   * @param progress takes what is being done, for a person
   */
  public VenueHistory(Dialect venue, Path out, Consumer<String> progress) {
    this(venue, out, progress, length -> Thread.sleep(length.toMillis()));
  }

  VenueHistory(Dialect venue, Path out, Consumer<String> progress, Asking.Pause pause) {
    this.venue = venue;
    this.out = out.resolve(venue.venue() + "-perp");
    this.progress = progress;
    asking = new Asking(venue.limit(), pause);
  }

  /**
   * Downloads bars.
   *
   * @param from first day
   * @param to day behind the last; days that have not ended are left out and named
   * @throws DownloadException if the venue gives no answer, or a file cannot be written
   */
  public Downloaded bars(String instrument, LocalDate from, LocalDate to)
      throws InterruptedException {
    String symbol = venue.symbol(instrument);
    long nowMs = read(venue.clock(), venue::readClock);
    BigDecimal contract = spec(symbol).contractSize();
    List<String> notices = new ArrayList<>();
    int files = 0;
    int kept = 0;
    long bars = 0;
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      long dayMs = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      if (dayMs + DAY_MS + FINAL_AFTER_MS > nowMs) {
        notices.add(
            venue.venue()
                + " "
                + instrument
                + ": "
                + day
                + " has not ended; left out, as later days");
        break;
      }
      Path file = out.resolve(instrument + "_1m_" + day + ".csv.gz");
      if (Files.exists(file)) {
        kept++;
        continue;
      }
      progress.accept(venue.venue() + " " + instrument + " " + day);
      NavigableMap<Long, BarRow> rows = day(symbol, dayMs, ignored -> contract);
      if (rows.isEmpty()) {
        notices.add(venue.venue() + " " + instrument + ": has no bar of " + day);
        continue;
      }
      long missing = DAY_MS / MINUTE_MS - rows.size();
      if (missing > 0) {
        notices.add(
            venue.venue()
                + " "
                + instrument
                + ": "
                + missing
                + " minutes of "
                + day
                + " are missing");
      }
      WholeFile.zipped(file, text(rows));
      files++;
      bars += rows.size();
    }
    return new Downloaded(files, kept, bars, notices);
  }

  private Spec spec(String symbol) throws InterruptedException {
    return read(venue.spec(symbol), body -> venue.readSpec(body, symbol));
  }

  private NavigableMap<Long, BarRow> day(String symbol, long dayMs, Contracts contracts)
      throws InterruptedException {
    NavigableMap<Long, BarRow> rows = new TreeMap<>();
    long step = (venue.maxBars() - 1L) * MINUTE_MS;
    for (long fromMs = dayMs; fromMs < dayMs + DAY_MS; fromMs += step + MINUTE_MS) {
      long toMs = Math.min(fromMs + step, dayMs + DAY_MS - MINUTE_MS);
      for (BarRow row :
          read(venue.bars(symbol, fromMs, toMs), body -> venue.readBars(body, symbol, contracts))) {
        boolean wanted =
            row.startMs() >= dayMs
                && row.startMs() < dayMs + DAY_MS
                && row.finality() != BarRow.Finality.OPEN;
        if (wanted && row.isPossible()) {
          rows.put(row.startMs(), row);
        }
      }
    }
    return rows;
  }

  private static String text(Map<Long, BarRow> rows) {
    StringBuilder text = new StringBuilder("open_time_ms,open,high,low,close,volume\n");
    for (BarRow row : rows.values()) {
      text.append(row.startMs())
          .append(',')
          .append(plain(row.open()))
          .append(',')
          .append(plain(row.high()))
          .append(',')
          .append(plain(row.low()))
          .append(',')
          .append(plain(row.close()))
          .append(',')
          .append(plain(row.volume()))
          .append('\n');
    }
    return text.toString();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * Downloads funding payments into one file, {@code SYMBOL_funding.csv.gz}, replacing an earlier
   * one.
   *
   * @throws DownloadException if the venue gives no answer, or the file cannot be written
   */
  public Downloaded fundings(String instrument, LocalDate from, LocalDate to)
      throws InterruptedException {
    String symbol = venue.symbol(instrument);
    long fromMs = from.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    long toMs = to.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    progress.accept(venue.venue() + " " + instrument + " funding");
    NavigableMap<Long, FundingRow> rows = new TreeMap<>();
    Optional<RestRequest> page = venue.fundingPage(symbol, 1);
    if (page.isPresent()) {
      pages(symbol, fromMs, rows);
    } else {
      for (long ms = fromMs; ms < toMs; ms += FUNDING_WINDOW_MS) {
        long untilMs = Math.min(toMs, ms + FUNDING_WINDOW_MS) - 1;
        add(rows, read(venue.fundings(symbol, ms, untilMs), b -> venue.readFundings(b, symbol)));
      }
    }
    StringBuilder text = new StringBuilder("funding_time_ms,funding_rate\n");
    rows.subMap(fromMs, true, toMs, false)
        .forEach(
            (ms, row) ->
                text.append(ms).append(',').append(row.rate().toPlainString()).append('\n'));
    int count = rows.subMap(fromMs, true, toMs, false).size();
    List<String> notices =
        count == 0
            ? List.of(venue.venue() + " " + instrument + ": has no funding from " + from)
            : List.of();
    WholeFile.zipped(out.resolve(instrument + "_funding.csv.gz"), text.toString());
    return new Downloaded(1, 0, count, notices);
  }

  private void pages(String symbol, long fromMs, NavigableMap<Long, FundingRow> rows)
      throws InterruptedException {
    int before = -1;
    for (int number = 1; rows.size() > before; number++) {
      before = rows.size();
      RestRequest request = venue.fundingPage(symbol, number).orElseThrow();
      add(rows, read(request, body -> venue.readFundings(body, symbol)));
      if (!rows.isEmpty() && rows.firstKey() < fromMs) {
        return;
      }
    }
  }

  private static void add(Map<Long, FundingRow> rows, List<FundingRow> more) {
    more.forEach(row -> rows.put(row.timeMs(), row));
  }

  private interface Reading<T> {
    T read(JsonNode body) throws UnreadableFrameException;
  }

  private <T> T read(RestRequest request, Reading<T> reading) throws InterruptedException {
    JsonNode body = asking.json(venue, request);
    try {
      return reading.read(body);
    } catch (UnreadableFrameException e) {
      throw new DownloadException(
          venue.restAddress().resolve(request.path())
              + ": answers something else than its documentation says ("
              + e.getMessage()
              + ")");
    }
  }
}
