package io.lorentz.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.live.ControlClient;
import io.lorentz.command.report.Cells;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorentz status}. */
@Command(
    name = "status",
    description = {
      "Says how a live edge on this machine stands: positions, orders, what venue and log differ in."
    },
    footer = {"", "Example:", "  lorentz status", "  lorentz status --edge out/live"})
final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--edge",
      paramLabel = "DIR",
      defaultValue = LiveCommand.DATA,
      description = "Folder of the live edge. Default: ${DEFAULT-VALUE}.")
  private Path edge;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    JsonNode status =
        ControlClient.in(edge)
            .orElseThrow(
                () ->
                    new FaultException(
                        "--edge " + edge + ": no live edge is known there; name its folder"))
            .status();
    say("account", status.path("account").asText());
    say("time", Cells.utc(status.path("time_ms").asLong()));
    say("halted", status.path("halted").asBoolean() ? "yes" : "no");
    say("venue and log", status.path("agrees").asBoolean() ? "agree" : "do not agree, or not yet");
    say("balance", status.path("balance").asText() + " USDT");
    List<String> positions = new ArrayList<>();
    status
        .path("positions")
        .fields()
        .forEachRemaining(each -> positions.add(each.getKey() + " " + each.getValue().asText()));
    say("positions", positions);
    say("open orders", texts(status.path("open_orders")));
    say("findings", texts(status.path("findings")));
    say("private stream", status.path("stream").asText());
    say("venue's clock", status.path("clock_offset_ms").asLong() + " ms ahead");
    return ExitCode.DONE;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private void say(String what, List<String> found) {
    say(what, found.isEmpty() ? "none" : String.join("; ", found));
  }

  private void say(String what, String found) {
    surroundings.out().println(what + ": " + found);
  }
}
