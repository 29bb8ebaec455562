package io.lorentz.command.day;

import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log of a day says about its data: silences, what could not be read, venues that were
 * gone, findings, commands of persons. One thread.
 */
public final class DayLog implements LogScan.Visitor {

  /**
   * A live log has a record every 250 ms, one of files each minute; longer than this is silence.
   */
  static final Duration SILENCE = Duration.ofSeconds(90);

  private final Day day;
  private final long untilMs;
  private final List<OperatorCommand> commands = new ArrayList<>();
  private long records;
  private long unreadable;
  private long firstMs;
  private long lastMs;
  private long silentMs;
  private long longestSilenceMs;
  private int silences;
  private int disconnections;
  private int findings;

  /** Reads nothing yet. */
  DayLog(Day day, long untilMs) {
    this.day = day;
    this.untilMs = untilMs;
  }

  /**
   * Reads the day's part of a log.
   *
   * @param nowMs a day that is not over is looked at up to now, ms since 1970 UTC
   */
  public static DayLog read(LogScan log, Day day, long nowMs) {
    DayLog read = new DayLog(day, Math.min(day.endMs(), nowMs));
    long from = log.offsetFrom(day.startMs() + 1);
    LogScan.Extent extent = log.readFrom(from, read);
    // Before its first record a log was not silent, it was not there.
    read.end(extent.from());
    return read;
  }

  @Override
  public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
    long timeMs = logRecord.getLogTimeMs();
    if (!day.holds(timeMs)) {
      return false;
    }
    silence(records > 0 ? lastMs : offset == 0 ? timeMs : day.startMs(), timeMs);
    firstMs = records == 0 ? timeMs : firstMs;
    records++;
    lastMs = timeMs;
    Object payload = logRecord.getPayload();
    if (payload instanceof OperatorCommand command) {
      commands.add(command);
    } else if (payload instanceof VenueStatus status) {
      disconnections += status.getKind() == VenueStatusKind.DISCONNECTED ? 1 : 0;
    } else if (payload instanceof VenueFinding finding) {
      findings += finding.getOpen() ? 1 : 0;
    }
    return true;
  }

  @Override
  public void onUnreadable(long offset, String reason) {
    unreadable++;
  }

  /** Behind the last record. */
  void end(long firstOffset) {
    if (records > 0) {
      silence(lastMs, untilMs);
    } else if (firstOffset > 0) {
      silence(day.startMs(), untilMs);
    }
  }

  private void silence(long fromMs, long toMs) {
    long lengthMs = toMs - fromMs;
    if (lengthMs > SILENCE.toMillis()) {
      silences++;
      silentMs += lengthMs;
      longestSilenceMs = Math.max(longestSilenceMs, lengthMs);
    }
  }

  /** Records of the day. */
  public long records() {
    return records;
  }

  /** Records that could not be read. */
  public long unreadable() {
    return unreadable;
  }

  /** How often it was silent for more than 90 s. */
  public int silences() {
    return silences;
  }

  /** All of these together. */
  public Duration silent() {
    return Duration.ofMillis(silentMs);
  }

  /** The longest of them. */
  public Duration longestSilence() {
    return Duration.ofMillis(longestSilenceMs);
  }

  /** Log time of the first record, ms since 1970 UTC; empty if there is none. */
  public Optional<Long> firstMs() {
    return records == 0 ? Optional.empty() : Optional.of(firstMs);
  }

  /** Log time of the last record, ms since 1970 UTC; empty if there is none. */
  public Optional<Long> lastMs() {
    return records == 0 ? Optional.empty() : Optional.of(lastMs);
  }

  /** How often a connection to a venue was lost. */
  public int disconnections() {
    return disconnections;
  }

  /** What was found open between venue and log. */
  public int findings() {
    return findings;
  }

  /** What persons commanded, in order. */
  public List<OperatorCommand> commands() {
    return List.copyOf(commands);
  }
}
