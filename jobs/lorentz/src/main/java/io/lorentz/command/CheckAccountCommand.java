package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.live.AccountInspection;
import io.lorentz.command.live.AccountLine;
import io.lorentz.command.live.LiveOptions;
import io.lorentz.command.live.VenueDoor;
import io.lorentz.command.live.VenueLink;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lorentz check account}. */
@Command(
    name = "account",
    description = {
      "Looks at an account at Bitget and changes nothing.",
      "Clock, account and its family, key, balance, positions, orders, plans, and how each",
      "instrument is set up. Exit code 1 if something has to be mended before it can be traded."
    },
    footer = {"", "Example:", "  lorentz check account --demo --secrets ~/bitget-demo"})
final class CheckAccountCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final VenueDoor door;

  @Mixin private LiveArguments account = new LiveArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckAccountCommand(Engine<T> engine, Surroundings surroundings, VenueDoor door) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.door = door;
  }

  @Override
  public Integer call() {
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    LiveOptions live = configuration.live();
    List<String> instruments = List.copyOf(engine.instruments(resolved.options()));
    json.told(surroundings).out().println(account.environment());
    try (VenueLink link = door.open(account.hosts(live), account::credentials)) {
      List<AccountLine> lines = new AccountInspection(link, instruments).lines(link.identity());
      lines.forEach(line -> json.told(surroundings).out().println(line.text()));
      boolean problem = lines.stream().anyMatch(AccountLine::isProblem);
      int exitCode = problem ? ExitCode.FAULT : ExitCode.DONE;
      return json.answer(surroundings, exitCode, found(lines, problem));
    }
  }

  private ObjectNode found(List<AccountLine> lines, boolean problem) {
    ObjectNode found = JsonArgument.object();
    found.put("clean", !problem);
    found.put("environment", account.environment());
    ArrayNode looked = found.putArray("lines");
    for (AccountLine line : lines) {
      looked
          .addObject()
          .put("what", line.what())
          .put("found", line.found())
          .put("problem", line.isProblem())
          .put("mend", line.isProblem() ? line.mend() : null);
    }
    return found;
  }
}
