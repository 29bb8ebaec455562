package io.lorentz.command;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.ExitHook;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    EmbeddedBroker broker = EmbeddedBroker.start(data, port);
    ExitHook atExit = ExitHook.of("broker shutdown", broker::close);
    surroundings
        .out()
        .println("Kafka at " + broker.bootstrap() + ", data in " + data + "; Ctrl-C stops it");
    surroundings.out().flush();
    try {
      broker.awaitClosed();
    } catch (InterruptedException e) {
      // Whoever runs this in a thread stops it so.
      broker.close();
      atExit.close();
    }
    return ExitCode.DONE;
  }
}
