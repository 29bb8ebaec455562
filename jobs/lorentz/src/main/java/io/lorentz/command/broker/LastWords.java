package io.lorentz.command.broker;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/**
 * What a person is told when Kafka gives up, which ends the process at once and would say nothing:
 * mostly because its one folder cannot be written. For the broker that was started last.
 */
final class LastWords {

  /** With less than this in a folder Kafka cannot begin a segment of a log. */
  private static final long ROOM_MB = 64;

  private LastWords() {}

  static void prepare(Path data) {
    Exit.setHaltProcedure((status, message) -> sayAndEnd(data, status));
  }

  private static void sayAndEnd(Path data, int status) {
    long freeMb = data.toFile().getUsableSpace() / (1 << 20);
    System.err.println(
        "broker over "
            + data
            + ": Kafka has given up, with "
            + freeMb
            + " MB free in that folder; "
            + (freeMb < ROOM_MB ? "make room" : "see the log")
            + " and start it again: what was acknowledged is there");
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
