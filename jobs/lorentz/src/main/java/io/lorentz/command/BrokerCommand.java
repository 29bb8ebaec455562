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

  private final Surroundings surroundings;

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

  BrokerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
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

  /** Kafka gives up: it has one folder, and that cannot be written. */
  private void broken(int status) {
    surroundings
        .err()
        .println(
            "broker over "
                + data
                + ": stops, because its folder cannot be written any more ("
                + data.toFile().getUsableSpace() / (1 << 20)
                + " MB free); make room or mend the disk and start it again: what was acknowledged is"
                + " there");
    surroundings.err().flush();
    Runtime.getRuntime().halt(status);
  }
}
