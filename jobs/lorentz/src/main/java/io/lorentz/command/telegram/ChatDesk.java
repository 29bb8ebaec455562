package io.lorentz.command.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers one chat: {@code /status} and {@code /halt}, and nothing else. Whatever comes from
 * another chat, or calls another bot by its name, is passed over without an answer. Trading is
 * never begun or resumed from here.
 *
 * <p>A command counts once: the number of the last one is kept in a file, so it is not obeyed again
 * after a restart. One that was sent more than two minutes ago is not obeyed, because whoever sent
 * it may have acted otherwise since; it is told so. If the process dies between obeying and noting
 * down, a halt of the last two minutes is given twice, which changes nothing. After a week without
 * messages Telegram's numbers begin anew anywhere, so the last one counts for six days only.
 *
 * <p>For one thread.
 */
public final class ChatDesk {

  /** Older commands are not obeyed. */
  static final Duration OLDEST = Duration.ofMinutes(2);

  /** For longer the number of the last command says nothing about the next. */
  static final Duration NUMBERS_HOLD = Duration.ofDays(6);

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LAST = "last_update_id";
  private static final String SEEN = "seen_s";

  /** What the chat may ask for. */
  public interface Asked {

    /**
     * How the edge stands, for a person.
     *
     * @throws FaultException if there is none or it does not answer
     */
    String status();

    /**
     * Halts it; returns once it has.
     *
     * @param reason for whoever reads the log later
     * @throws FaultException if it does not say so
     */
    void halt(String reason);
  }

  private final TelegramBot bot;
  private final long chat;
  private final Asked asked;
  private final Path state;
  private final Clock clock;
  private Optional<String> name = Optional.empty();
  private long last;
  private long seenS;

  /**
   * Begins where the file says.
   *
   * @param chat the one chat that is answered
   * @param state file with the number of the last command; made if it is not there
   * @param clock what old is held against
   * @throws MisuseException if the file is there and cannot be read
   */
  public ChatDesk(TelegramBot bot, long chat, Asked asked, Path state, Clock clock) {
    this.bot = bot;
    this.chat = chat;
    this.asked = asked;
    this.state = state;
    this.clock = clock;
    JsonNode kept = read(state);
    this.last = kept.path(LAST).asLong();
    this.seenS = kept.path(SEEN).asLong();
  }

  /**
   * Waits for what comes and answers it.
   *
   * @param patience how long to wait if nothing comes
   * @throws FaultException if Telegram does not answer; then nothing is lost, ask again
   */
  public void serve(Duration patience) {
    if (nowS() - seenS > NUMBERS_HOLD.toSeconds()) {
      last = 0;
    }
    for (TelegramBot.Update update : bot.updates(last + 1, patience)) {
      if (update.id() > last) {
        serve(update);
      }
    }
  }

  private void serve(TelegramBot.Update update) {
    Optional<String> answer = update.chat() == chat ? obey(update) : Optional.empty();
    last = update.id();
    seenS = nowS();
    try {
      write();
    } finally {
      // Whoever has asked for a halt hears of it, also from a full disk.
      answer.ifPresent(text -> bot.send(chat, text));
    }
  }

  private long nowS() {
    return clock.instant().getEpochSecond();
  }

  /** Gives what to say, if anything. */
  private Optional<String> obey(TelegramBot.Update update) {
    String[] called = update.text().strip().split("\\s", 2)[0].split("@", 2);
    String command = called[0].toLowerCase(Locale.ROOT);
    if (!command.equals("/status") && !command.equals("/halt")) {
      return Optional.empty();
    }
    // In a group a command may carry the name of the bot that it is for.
    if (called.length == 2 && !called[1].equalsIgnoreCase(name())) {
      return Optional.empty();
    }
    Duration age = Duration.ofSeconds(nowS() - update.timeS());
    if (age.compareTo(OLDEST) > 0) {
      return Optional.of(
          command + " of " + age.toMinutes() + " min ago is not obeyed; send it again");
    }
    return Optional.of(command.equals("/halt") ? halt() : status());
  }

  private String name() {
    if (name.isEmpty()) {
      name = Optional.of(bot.name());
    }
    return name.get();
  }

  private String halt() {
    try {
      asked.halt("/halt from the Telegram chat " + chat);
      return "halted: no entry from now on, positions keep their stops. It ends by 'lorentz resume'"
          + " only.";
    } catch (FaultException e) {
      return "HALT NOT CONFIRMED: " + e.getMessage();
    }
  }

  private String status() {
    try {
      return asked.status();
    } catch (FaultException e) {
      return e.getMessage();
    }
  }

  private static JsonNode read(Path state) {
    try {
      return JSON.readTree(Files.readString(state));
    } catch (NoSuchFileException e) {
      return JSON.createObjectNode();
    } catch (IOException e) {
      throw new MisuseException(
          "--state "
              + state
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "); remove it, or name another");
    }
  }

  private void write() {
    Path fresh = state.resolveSibling(state.getFileName() + ".new");
    try {
      Path folder = state.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.writeString(fresh, JSON.createObjectNode().put(LAST, last).put(SEEN, seenS) + "\n");
      Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FaultException("--state " + state + ": cannot be written (" + e + ")");
    }
  }
}
