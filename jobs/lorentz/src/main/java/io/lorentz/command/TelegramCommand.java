package io.lorentz.command;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.ControlClient;
import io.lorentz.command.telegram.ChatDesk;
import io.lorentz.schemas.OperatorAction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz telegram}. */
@Command(
    name = "telegram",
    description = {
      "Answers /status and obeys /halt from one Telegram chat until it is stopped.",
      "It runs beside a live edge, reaches it as 'halt' does, and does nothing else: no resume, no",
      "other chat, no command older than two minutes. Who is in the chat can halt."
    },
    footer = {
      "",
      "Example:",
      "  lorentz telegram --telegram-token ~/telegram-token --telegram-chat 123456 --edge out/live"
    })
final class TelegramCommand implements Callable<Integer> {

  /** Short enough to end soon when asked to. */
  private static final Duration POLL = Duration.ofSeconds(10);

  private static final long LOOK_EVERY_MS = 200;
  private static final int PAUSE_LOOKS = 25;

  private final Surroundings surroundings;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where the number of the last command is kept. Default: telegram.json in --edge.")
  private Path state;

  @Mixin private LiveEdgeArguments edge = new LiveEdgeArguments();
  @Mixin private TelegramArguments telegram = new TelegramArguments();

  TelegramCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    TelegramArguments.BotAndChat given =
        telegram
            .given()
            .orElseThrow(
                () ->
                    new MisuseException(
                        "--telegram-token, --telegram-chat: are missing; give both"));
    Path kept = state == null ? edge.folder().resolve("telegram.json") : state;
    ChatDesk desk =
        new ChatDesk(given.bot(), given.chat(), new Edge(edge), kept, Clock.systemUTC());
    StopSignal stop = StopSignal.register();
    try {
      say("answers the chat " + given.chat() + "; Ctrl-C stops it");
      serve(desk, stop);
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  /** An outage of Telegram is told once and waited for. */
  private void serve(ChatDesk desk, StopSignal stop) {
    boolean out = false;
    while (stop.goesOn()) {
      try {
        desk.serve(POLL);
        if (out) {
          say("Telegram answers again");
        }
        out = false;
      } catch (FaultException e) {
        if (!out && stop.goesOn()) {
          surroundings.err().println(surroundings.colours().error(e.getMessage()));
        }
        out = true;
        pause(stop);
      }
    }
  }

  private static void pause(StopSignal stop) {
    for (int looks = 0; looks < PAUSE_LOOKS && stop.goesOn(); looks++) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        // Whoever runs this in a thread stops it so.
        Thread.currentThread().interrupt();
      }
    }
  }

  private void say(String text) {
    surroundings.out().println(text);
    surroundings.out().flush();
  }

  private record Edge(LiveEdgeArguments edge) implements ChatDesk.Asked {

    @Override
    public String status() {
      return String.join("\n", StatusCommand.lines(client().status()));
    }

    @Override
    public void halt(String reason) {
      client().obey(OperatorAction.HALT, "", reason);
    }

    private ControlClient client() {
      return edge.found().orElseThrow(() -> new FaultException("no live edge is known here"));
    }
  }
}
