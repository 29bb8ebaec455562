package io.lorentz.exchanges.history;

import io.lorentz.exchanges.dialect.RestLimit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Binance's public archive: a zip per month where there is one, else per day, each held against the
 * checksum beside it. Files are kept as they are, {@code
 * binance-usdm-perp/SYMBOL-TIMEFRAME-MONTH.zip}. Not for several threads.
 */
public final class BinanceFiles {

  private static final URI ADDRESS = URI.create("https://data.binance.vision");
  private static final RestLimit LIMIT = new RestLimit(50, Duration.ofSeconds(1));
  private static final int CHECKED = 3;
  private static final String SHA_256 = "SHA-256";

  private final URI address;
  private final Market market;
  private final Path out;
  private final Consumer<String> progress;
  private final Asking asking;

  /** Which of its markets. */
  public enum Market {
    /** USDT-margined perpetuals. */
    PERP("futures/um", "binance-usdm-perp"),
    /** Spot. */
    SPOT("spot", "binance-spot");

    private final String path;
    private final String folder;

    Market(String path, String folder) {
      this.path = path;
      this.folder = folder;
    }
  }

  /**
   * Downloads into a folder.
   *
   * @param address another address than Binance's, e.g. a mirror
   * @param progress takes what is being done, for a person
   */
  public BinanceFiles(Optional<URI> address, Market market, Path out, Consumer<String> progress) {
    this(address.orElse(ADDRESS), market, out, progress, length -> Thread.sleep(length.toMillis()));
  }

  BinanceFiles(
      URI address, Market market, Path out, Consumer<String> progress, Asking.Pause pause) {
    this.address = address;
    this.market = market;
    this.out = out.resolve(market.folder);
    this.progress = progress;
    asking = new Asking(LIMIT, pause);
  }

  /** What is gathered on the way. */
  private static final class Gathered {
    private int files;
    private int kept;
    private final List<String> notices = new ArrayList<>();
  }

  /**
   * Downloads bars.
   *
   * @param timeframe e.g. 1m
   * @param from first day
   * @param to day behind the last
   * @param today days from this one on have not ended
   * @throws DownloadException if a file does not fit its checksum, or nothing answers
   */
  public Downloaded bars(
      String symbol, String timeframe, LocalDate from, LocalDate to, LocalDate today)
      throws InterruptedException {
    Gathered gathered = new Gathered();
    LocalDate end = to.isAfter(today) ? today : to;
    if (to.isAfter(today)) {
      gathered.notices.add("binance " + symbol + ": days from " + today + " on have not ended");
    }
    LocalDate day = from;
    while (day.isBefore(end)) {
      YearMonth month = YearMonth.from(day);
      LocalDate next = month.plusMonths(1).atDay(1);
      boolean whole = day.getDayOfMonth() == 1 && !next.isAfter(end);
      String name = symbol + "-" + timeframe + "-" + month + ".zip";
      if (whole && fetch(gathered, "monthly/klines/" + symbol + "/" + timeframe + "/", name)) {
        day = next;
      } else {
        LocalDate last = next.isBefore(end) ? next : end;
        for (; day.isBefore(last); day = day.plusDays(1)) {
          day(gathered, symbol, timeframe, day);
        }
      }
    }
    return new Downloaded(gathered.files, gathered.kept, 0, gathered.notices);
  }

  private void day(Gathered gathered, String symbol, String timeframe, LocalDate day)
      throws InterruptedException {
    String name = symbol + "-" + timeframe + "-" + day + ".zip";
    if (!fetch(gathered, "daily/klines/" + symbol + "/" + timeframe + "/", name)) {
      gathered.notices.add("binance " + symbol + " " + timeframe + ": there is no file of " + day);
    }
  }

  /** Downloads funding payments of whole months, perpetuals only. */
  public Downloaded fundings(String symbol, LocalDate from, LocalDate to, LocalDate today)
      throws InterruptedException {
    Gathered gathered = new Gathered();
    YearMonth last = YearMonth.from((to.isAfter(today) ? today : to).minusDays(1));
    for (YearMonth month = YearMonth.from(from);
        !month.isAfter(last);
        month = month.plusMonths(1)) {
      String name = symbol + "-fundingRate-" + month + ".zip";
      if (!fetch(gathered, "monthly/fundingRate/" + symbol + "/", name)) {
        gathered.notices.add("binance " + symbol + ": there is no file of funding of " + month);
      }
    }
    return new Downloaded(gathered.files, gathered.kept, 0, gathered.notices);
  }

  /** Whether the file is there now. */
  private boolean fetch(Gathered gathered, String folder, String name) throws InterruptedException {
    Path file = out.resolve(name);
    if (Files.exists(file)) {
      gathered.kept++;
      return true;
    }
    progress.accept(name);
    URI source = address.resolve("/data/" + market.path + "/" + folder + name);
    for (int i = 0; i < CHECKED; i++) {
      Optional<byte[]> bytes = asking.file(source);
      if (bytes.isEmpty()) {
        return false;
      }
      String wanted = checksum(source, name);
      if (wanted.equals(sha256(bytes.get()))) {
        WholeFile.write(file, bytes.get());
        gathered.files++;
        return true;
      }
    }
    throw new DownloadException(
        source + ": does not fit its checksum in " + CHECKED + " tries; try again later");
  }

  private String checksum(URI source, String name) throws InterruptedException {
    byte[] text =
        asking
            .file(URI.create(source + ".CHECKSUM"))
            .orElseThrow(() -> new DownloadException(source + ": has no checksum beside it"));
    String[] words = new String(text, StandardCharsets.UTF_8).strip().split("\\s+", -1);
    if (words.length != 2 || !words[1].equals(name) || !words[0].matches("[0-9a-fA-F]{64}")) {
      throw new DownloadException(source + ".CHECKSUM: is no checksum of " + name);
    }
    return words[0].toLowerCase(Locale.ROOT);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(SHA_256).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has " + SHA_256, e);
    }
  }
}
