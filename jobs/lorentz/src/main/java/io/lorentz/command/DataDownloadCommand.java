package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.history.BinanceFiles;
import io.lorentz.exchanges.history.DownloadException;
import io.lorentz.exchanges.history.Downloaded;
import io.lorentz.exchanges.history.VenueHistory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz data download}. */
@Command(
    name = "download",
    description = {
      "Fetches the past from a venue into files that 'data consolidate' reads.",
      "Of binance its public archive, each file held against its checksum; of bitget, bybit, okx,",
      "gate and kucoin 1m bars by REST, within their limits, a file per day that has ended. Files",
      "that are there are not asked for again; days that a venue does not have are named. Exit code",
      "1 if any is missing."
    },
    footer = {
      "",
      "Example:",
      "  lorentz data download --venue binance --symbols BTCUSDT --from 2025-01-01 --to 2025-03-01 \\",
      "      --out files",
      "  lorentz data download --venue bitget --symbols BTCUSDT --from 2026-11-01 --to 2026-11-08 \\",
      "      --funding --out files"
    })
final class DataDownloadCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--venue",
      required = true,
      paramLabel = "VENUE",
      description = "binance, bitget, bybit, okx, gate or kucoin.")
  private String venue;

  @Option(
      names = "--market",
      paramLabel = "MARKET",
      defaultValue = "perp",
      description = "perp, or of binance spot. Default: ${DEFAULT-VALUE}.")
  private String market;

  @Option(
      names = "--symbols",
      required = true,
      paramLabel = "SYMBOL",
      split = ",",
      description = "Instruments, e.g. BTCUSDT,ETHUSDT.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--timeframes",
      paramLabel = "LENGTH",
      split = ",",
      defaultValue = "1m",
      description =
          "Lengths of the bars; others than 1m of binance only. Default: ${DEFAULT-VALUE}.")
  private List<String> timeframes = new ArrayList<>();

  @Option(names = "--from", required = true, paramLabel = "DAY", description = "First day, UTC.")
  private LocalDate from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DAY",
      description = "The day behind the last, UTC.")
  private LocalDate to;

  @Option(names = "--funding", description = "Funding payments too.")
  private boolean funding;

  @Option(
      names = "--address",
      paramLabel = "URL",
      description = "Another address than the venue's, e.g. of a mirror.")
  private URI address;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the files.")
  private Path out;

  @Mixin private JsonArgument json = new JsonArgument();

  DataDownloadCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireArguments();
    List<Downloaded> all = new ArrayList<>();
    try {
      for (String symbol : symbols) {
        all.addAll(venue.equals("binance") ? binance(symbol) : rest(symbol));
      }
    } catch (DownloadException e) {
      throw new FaultException(e.getMessage());
    } finally {
      if (surroundings.terminal()) {
        surroundings.err().println();
      }
    }
    return tell(all);
  }

  private void requireArguments() {
    if (Dialects.of(venue).isEmpty()) {
      throw new MisuseException(
          "--venue "
              + venue
              + ": is not known; known are binance, bitget, bybit, okx, gate, kucoin");
    }
    if (!from.isBefore(to)) {
      throw new MisuseException("--from " + from + ": must lie before --to " + to + "; move one");
    }
    boolean spot = market.equals("spot");
    if (!spot && !market.equals("perp")) {
      throw new MisuseException("--market " + market + ": must be perp or spot");
    }
    if (spot && !venue.equals("binance")) {
      throw new MisuseException("--market spot: goes with --venue binance only");
    }
    if (spot && funding) {
      throw new MisuseException("--funding: there is none of spot; leave one out");
    }
    if (!venue.equals("binance") && !timeframes.equals(List.of("1m"))) {
      throw new MisuseException(
          "--timeframes "
              + String.join(",", timeframes)
              + ": of "
              + venue
              + " only 1m is fetched; longer bars are built from it");
    }
  }

  private List<Downloaded> binance(String symbol) throws InterruptedException {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    BinanceFiles files =
        new BinanceFiles(
            Optional.ofNullable(address),
            BinanceFiles.Market.valueOf(market.toUpperCase(Locale.ROOT)),
            out,
            this::progress);
    List<Downloaded> all = new ArrayList<>();
    for (String timeframe : timeframes) {
      all.add(files.bars(symbol, timeframe, from, to, today));
    }
    if (funding) {
      all.add(files.fundings(symbol, from, to, today));
    }
    return all;
  }

  private List<Downloaded> rest(String symbol) throws InterruptedException {
    Dialect known = Dialects.of(venue).orElseThrow();
    Dialect dialect = address == null ? known : new Elsewhere(known, address, address);
    VenueHistory history = new VenueHistory(dialect, out, this::progress);
    List<Downloaded> all = new ArrayList<>();
    all.add(history.bars(symbol, from, to));
    if (funding) {
      all.add(history.fundings(symbol, from, to));
    }
    return all;
  }

  private void progress(String doing) {
    if (surroundings.terminal()) {
      surroundings.err().print("\r" + doing + "                    ");
      surroundings.err().flush();
    }
  }

  private int tell(List<Downloaded> all) {
    int files = all.stream().mapToInt(Downloaded::files).sum();
    int kept = all.stream().mapToInt(Downloaded::kept).sum();
    List<String> notices = all.stream().flatMap(one -> one.notices().stream()).toList();
    notices.forEach(surroundings.err()::println);
    json.told(surroundings)
        .out()
        .println(files + " files written to " + out + ", " + kept + " were there already");
    ObjectNode result = JsonArgument.object();
    result.put("files_written", files);
    result.put("files_kept", kept);
    result.put("folder", out.toString());
    notices.forEach(result.putArray("notices")::add);
    return json.answer(surroundings, notices.isEmpty() ? ExitCode.DONE : ExitCode.FAULT, result);
  }
}
