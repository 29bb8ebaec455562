package io.lorentz.command;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.fault.MisuseException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorentz broker}. */
@Command(
    name = "broker",
    description = "Runs a Kafka broker on this machine until it is stopped: no login, one copy.",
    footer = {"", "Example:", "  lorentz broker --data out/broker --port 9092"})
final class BrokerCommand implements Callable<Integer> {

  /** With less than this in a folder Kafka cannot begin a segment of a log. */
  private static final long ROOM_MB = 64;

  private final Surroundings surroundings;
  private final String logFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = KafkaArguments.DATA,
      description = "Folder of what it holds. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Port on localhost, 1 to 65535. Default: ${DEFAULT-VALUE}.")
  private int port;

  BrokerCommand(Surroundings surroundings, String logFile) {
    this.surroundings = surroundings;
    this.logFile = logFile;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 1 || port > 65_535) {
      throw new MisuseException("--port " + port + ": must be 1 to 65535; 9092 is usual");
    }
    Exit.setHaltProcedure((status, message) -> broken(status));
    EmbeddedBroker broker = EmbeddedBroker.start(data, port);
    Thread shutdown = new Thread(broker::close, "broker shutdown");
    Runtime.getRuntime().addShutdownHook(shutdown);
    surroundings
        .out()
        .println("Kafka at " + broker.bootstrap() + ", data in " + data + "; Ctrl-C stops it");
    surroundings.out().flush();
    try {
      broker.awaitClosed();
    } catch (InterruptedException e) {
      // Whoever runs this in a thread stops it so.
      broker.close();
      Runtime.getRuntime().removeShutdownHook(shutdown);
    } finally {
      Exit.resetHaltProcedure();
    }
    return ExitCode.DONE;
  }

  /** Kafka gives up: mostly because it has one folder, and that cannot be written. */
  private void broken(int status) {
    long freeMb = data.toFile().getUsableSpace() / (1 << 20);
    surroundings
        .err()
        .println(
            "broker over "
                + data
                + ": Kafka has given up, with "
                + freeMb
                + " MB free in that folder; "
                + (freeMb < ROOM_MB ? "make room" : "see " + logFile)
                + " and start it again: what was acknowledged is there");
    surroundings.err().flush();
    Runtime.getRuntime().halt(status);
  }
}
