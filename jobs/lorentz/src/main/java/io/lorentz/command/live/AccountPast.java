package io.lorentz.command.live;

import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a log tells of an account at a venue.
 *
 * @param snapshot the last one
 * @param after what concerns an account behind it, or in the whole log where there is none
 */
record AccountPast(Optional<AccountSnapshot> snapshot, List<Object> after) {

  /** A running edge writes one an hour; so far back one is nearly always found. */
  private static final long FIRST_SPAN_MS = Duration.ofHours(26).toMillis();

  AccountPast {
    after = List.copyOf(after);
  }

  /**
   * Reads backwards in growing parts until a snapshot is found.
   *
   * @param lastMs log time to count back from, ms since 1970 UTC
   * @throws io.lorentz.kafka.KafkaFaultException if it is no log, or no broker answers
   */
  static AccountPast read(LogScan log, String account, long lastMs) {
    long beginning = log.offsetFrom(0);
    for (long spanMs = FIRST_SPAN_MS; ; spanMs *= 2) {
      long from = log.offsetFrom(lastMs - spanMs);
      Gathering found = new Gathering(account);
      log.readFrom(from, found);
      if (found.snapshot.isPresent() || from <= beginning) {
        return new AccountPast(found.snapshot, found.after);
      }
    }
  }

  private static final class Gathering implements LogScan.Visitor {
    private final String account;
    private final List<Object> after = new ArrayList<>();
    private Optional<AccountSnapshot> snapshot = Optional.empty();

    Gathering(String account) {
      this.account = account;
    }

    @Override
    public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
      Object payload = logRecord.getPayload();
      if (payload instanceof AccountSnapshot image && image.getAccount().equals(account)) {
        snapshot = Optional.of(image);
        after.clear();
      } else if (payload instanceof VenueEvent
          || payload instanceof AccountBill
          || payload instanceof VenueFinding
          || payload instanceof OperatorCommand) {
        after.add(payload);
      }
      return true;
    }

    @Override
    public void onUnreadable(long offset, String reason) {
      // It is no record of an edge.
    }
  }
}
