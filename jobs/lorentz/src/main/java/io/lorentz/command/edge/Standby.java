package io.lorentz.command.edge;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.schemas.LogRecord;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits beside a running edge until nothing comes into the log any more. */
public final class Standby {

  private static final int PARTITION = 0;
  private static final long LOOK_EVERY_MS = 200;

  private Standby() {}

  /**
   * Returns when the log has been silent for so long, or it is told to stop. An edge writes four
   * times a second, so a few seconds are enough.
   *
   * @return whether the log is silent
   * @throws io.lorentz.kafka.KafkaFaultException if the broker fails
   */
  public static boolean awaitSilence(
      KafkaConnection connection, String topic, Duration silence, BooleanSupplier goesOn)
      throws InterruptedException {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      if (!admin.exists(topic)) {
        return true;
      }
    }
    LogScan scan = new LogScan(connection, topic, PARTITION);
    End end = new End(scan.offsetFrom(Long.MAX_VALUE / 2));
    long heardNanos = System.nanoTime();
    while (goesOn.getAsBoolean()) {
      long before = end.offset;
      scan.readFrom(end.offset, end);
      if (end.offset > before) {
        heardNanos = System.nanoTime();
      } else if (System.nanoTime() - heardNanos > silence.toNanos()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
    return false;
  }

  private static final class End implements LogScan.Visitor {
    private long offset;

    End(long offset) {
      this.offset = offset;
    }

    @Override
    public boolean onRecord(long at, LogRecord logRecord, byte[] bytes) {
      offset = at + 1;
      return true;
    }

    @Override
    public void onUnreadable(long at, String reason) {
      offset = at + 1;
    }
  }
}
