package io.lorentz.command.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.lorentz.schemas.EquityPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes {@code equity.csv} and adds up each account while its points come by: a year has half a
 * million points per account, so none is kept. Not thread-safe.
 */
final class EquityFile implements Consumer<EquityPoint>, AutoCloseable {

  private final Path folder;
  private final long tradingFromMs;
  private final long dataToMs;
  private final SortedMap<String, Account> accounts = new TreeMap<>();
  private boolean closed;

  /** One account's lines wait in a file of their own until it is known which accounts there are. */
  private record Account(Path part, CsvWriter csv, EquityTally tally, EquityCurve curve) {}

  EquityFile(Path folder, long tradingFromMs, long dataToMs) {
    this.folder = folder;
    this.tradingFromMs = tradingFromMs;
    this.dataToMs = dataToMs;
  }

  @Override
  public void accept(EquityPoint point) {
    Account account = accounts.computeIfAbsent(point.getAccount(), name -> begin());
    account.tally().add(point);
    account.curve().add(point);
    account.csv().writeRecord(RowFiles.cells(point));
  }

  /** What each account added up to, by name. */
  Map<String, EquityTally> tallies() {
    SortedMap<String, EquityTally> tallies = new TreeMap<>();
    accounts.forEach((name, account) -> tallies.put(name, account.tally()));
    return tallies;
  }

  /** The equity of each account for the chart, by name. */
  Map<String, EquityCurve> curves() {
    SortedMap<String, EquityCurve> curves = new TreeMap<>();
    accounts.forEach((name, account) -> curves.put(name, account.curve()));
    return curves;
  }

  /** Joins the accounts' lines, in order of their names. */
  void join(Path file) throws IOException {
    close();
    try (CsvWriter csv = RowFiles.open(file)) {
      csv.writeRecord(RowFiles.EQUITY_COLUMNS);
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      for (Account account : accounts.values()) {
        Files.copy(account.part(), out);
        Files.delete(account.part());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    for (Account account : accounts.values()) {
      account.csv().close();
    }
  }

  private Account begin() {
    Path part = folder.resolve("equity-" + accounts.size() + ".part");
    try {
      return new Account(
          part,
          RowFiles.open(part),
          new EquityTally(tradingFromMs),
          new EquityCurve(tradingFromMs, dataToMs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
