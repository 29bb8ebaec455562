package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Starts of jobs that a log tells of. Gathers them while the log is read; not for several threads.
 */
final class JobStarts {

  private static final long LOOKED_BACK_FIRST = 10_000;

  private final SortedMap<Long, JobStarted> byOffset = new TreeMap<>();

  /** The same to be added to. */
  JobStarts copy() {
    JobStarts copy = new JobStarts();
    copy.byOffset.putAll(byOffset);
    return copy;
  }

  /** Takes note of a record, if it is such a start. */
  void note(long offset, LogRecord logRecord) {
    if (logRecord.getPayload() instanceof JobStarted started) {
      byOffset.put(offset, started);
    }
  }

  /**
   * Takes note of the last start before an offset, if there is one: what a job that was running
   * there was started with. The log is read backwards in growing parts.
   */
  void noteLastBefore(LogScan log, long offset) {
    long to = offset;
    for (long back = LOOKED_BACK_FIRST; to > 0; back *= 2) {
      long from = Math.max(0, to - back);
      JobStarts found = new JobStarts();
      log.readFrom(from, upTo(to, found));
      if (!found.byOffset.isEmpty()) {
        long last = found.byOffset.lastKey();
        byOffset.put(last, found.byOffset.get(last));
        return;
      }
      to = from;
    }
  }

  private static LogScan.Visitor upTo(long end, JobStarts found) {
    return new LogScan.Visitor() {
      @Override
      public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
        if (offset < end) {
          found.note(offset, logRecord);
        }
        return offset < end;
      }

      @Override
      public void onUnreadable(long offset, String reason) {
        // It started nothing.
      }
    };
  }

  /** Configuration hashes by offset. */
  Map<Long, String> hashes() {
    Map<Long, String> hashes = new TreeMap<>();
    byOffset.forEach((offset, started) -> hashes.put(offset, started.getConfigHash()));
    return hashes;
  }

  /** Whether the last job was started with a configuration. */
  boolean endedWith(String configurationSha256) {
    return !byOffset.isEmpty()
        && byOffset.get(byOffset.lastKey()).getConfigHash().equals(configurationSha256);
  }

  /**
   * The account whose orders were executed at a venue; empty if none was.
   *
   * @param topic the log, to be told
   * @throws MisuseException if it was not the same from job to job
   */
  Optional<String> remoteAccount(String topic) {
    long first = byOffset.isEmpty() ? 0 : byOffset.firstKey();
    String name = byOffset.isEmpty() ? "" : byOffset.get(first).getRemoteAccount();
    byOffset.forEach(
        (offset, started) -> {
          if (!started.getRemoteAccount().equals(name)) {
            throw new MisuseException(
                "topic "
                    + topic
                    + ": a job was started at offset "
                    + first
                    + " with "
                    + told(name)
                    + ", at offset "
                    + offset
                    + " with "
                    + told(started.getRemoteAccount())
                    + "; one replay is of one of them: choose another beginning or end");
          }
        });
    return Optional.of(name).filter(text -> !text.isEmpty());
  }

  private static String told(String remoteAccount) {
    return remoteAccount.isEmpty() ? "no remote account" : "the remote account " + remoteAccount;
  }
}
