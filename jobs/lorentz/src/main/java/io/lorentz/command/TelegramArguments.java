package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.telegram.TelegramBot;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which bot of Telegram, and the one chat it speaks with. */
final class TelegramArguments {

  @Option(
      names = "--telegram-token",
      paramLabel = "FILE",
      description = "File with the token of your bot, readable by you alone.")
  private Path token;

  @Option(
      names = "--telegram-chat",
      paramLabel = "ID",
      description = "Number of the chat; that of a group is below 0.")
  private Long chat;

  @Option(
      names = "--telegram-api",
      paramLabel = "URL",
      defaultValue = TelegramBot.API,
      description = "Where Telegram is. Default: ${DEFAULT-VALUE}.")
  private URI api;

  /** A bot and its chat. */
  record BotAndChat(TelegramBot bot, long chat) {}

  /**
   * What is given.
   *
   * @return empty if nothing is
   * @throws MisuseException if half of it is, or the token cannot be used
   */
  Optional<BotAndChat> given() {
    if (token == null && chat == null) {
      return Optional.empty();
    }
    if (token == null || chat == null) {
      throw new MisuseException("--telegram-token, --telegram-chat: go together; give both");
    }
    return Optional.of(new BotAndChat(TelegramBot.of(api, token), chat));
  }
}
