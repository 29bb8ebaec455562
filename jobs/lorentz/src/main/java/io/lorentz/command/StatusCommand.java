package io.lorentz.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.report.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lorentz status}. */
@Command(
    name = "status",
    description = {
      "Says how a live edge on this machine stands: positions, orders, what venue and log differ in."
    },
    footer = {"", "Example:", "  lorentz status", "  lorentz status --edge out/live"})
final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private LiveEdgeArguments edge = new LiveEdgeArguments();
  @Mixin private JsonArgument json = new JsonArgument();

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    JsonNode status =
        edge.found()
            .orElseThrow(
                () ->
                    new FaultException(
                        "--edge "
                            + edge.folder()
                            + ": no live edge is known there; name its folder"))
            .status();
    lines(status).forEach(json.told(surroundings).out()::println);
    return json.answer(surroundings, ExitCode.DONE, status);
  }

  /** The same for a person, a line for each thing. */
  static List<String> lines(JsonNode status) {
    List<String> positions = new ArrayList<>();
    status
        .path("positions")
        .fields()
        .forEachRemaining(each -> positions.add(each.getKey() + " " + each.getValue().asText()));
    return List.of(
        "account: " + status.path("account").asText(),
        "time: " + Cells.utc(status.path("time_ms").asLong()),
        "halted: " + (status.path("halted").asBoolean() ? "yes" : "no"),
        "venue and log: "
            + (status.path("agrees").asBoolean() ? "agree" : "do not agree, or not yet"),
        "balance: " + status.path("balance").asText() + " USDT",
        "positions: " + joined(positions),
        "open orders: " + joined(texts(status.path("open_orders"))),
        "findings: " + joined(texts(status.path("findings"))),
        "private stream: " + status.path("stream").asText(),
        "venue's clock: " + status.path("clock_offset_ms").asLong() + " ms ahead");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static String joined(List<String> found) {
    return found.isEmpty() ? "none" : String.join("; ", found);
  }
}
