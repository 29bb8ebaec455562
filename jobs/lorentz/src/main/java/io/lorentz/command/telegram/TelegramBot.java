package io.lorentz.command.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A bot of Telegram. Its token stands in every address, so no address is ever told to anybody. Safe
 * for threads.
 */
public final class TelegramBot {

  /** Where Telegram is. */
  public static final String API = "https://api.telegram.org";

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
  private static final Pattern TOKEN = Pattern.compile("\\d+:[A-Za-z0-9_-]{10,}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final JsonMapper JSON = new JsonMapper();

  /** Longer texts Telegram refuses. */
  private static final int MOST_CHARACTERS = 4_096;

  private final String address;
  private final Duration answersWithin;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(ANSWERS_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private TelegramBot(String address, Duration answersWithin) {
    this.address = address;
    this.answersWithin = answersWithin;
  }

  /**
   * A message that the bot was sent.
   *
   * @param id Telegram's number of it, increasing
   * @param chat chat that it comes from; 0 if it is of another kind than a new message
   * @param timeS when it was sent, by Telegram's clock, seconds since 1970 UTC
   * @param text its text; empty if it has none
   */
  public record Update(long id, long chat, long timeS, String text) {}

  /**
   * The bot of a token.
   *
   * @param api where Telegram is, see {@link #API}; without encryption only on this machine
   * @param tokenFile file with the token as its one line
   * @throws MisuseException if there is no token in it, others than its owner may read it, or the
   *     address would show it
   */
  public static TelegramBot of(URI api, Path tokenFile) {
    return of(api, tokenFile, ANSWERS_WITHIN);
  }

  /** The same with another patience. */
  static TelegramBot of(URI api, Path tokenFile, Duration answersWithin) {
    boolean encrypted = "https".equals(api.getScheme());
    boolean here =
        "http".equals(api.getScheme()) && LOOPBACK.contains(String.valueOf(api.getHost()));
    if (api.getHost() == null || (!encrypted && !here)) {
      throw new MisuseException(
          "--telegram-api " + api + ": must be https, or http on this machine; it sees the token");
    }
    String address = api.toString().replaceFirst("/$", "") + "/bot" + token(tokenFile) + "/";
    return new TelegramBot(address, answersWithin);
  }

  private static String token(Path file) {
    String token;
    try {
      // Its group may: systemd shows the access that it gives to the service alone as the group's.
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new MisuseException(
            "--telegram-token " + file + ": others may read it; chmod 600 it");
      }
      token = Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new MisuseException(
          "--telegram-token "
              + file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "); put the bot's token there");
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new MisuseException(
          "--telegram-token " + file + ": holds no token of a bot; copy it again from BotFather");
    }
    return token;
  }

  /**
   * Sends a text.
   *
   * @throws FaultException if Telegram does not say that it was sent
   */
  public void send(long chat, String text) {
    ObjectNode message = JSON.createObjectNode();
    message.put("chat_id", chat);
    message.put(
        "text",
        text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS - 1) + "…" : text);
    message.put("disable_web_page_preview", true);
    ask("sendMessage", message, answersWithin);
  }

  /**
   * Waits for messages.
   *
   * @param from number of the first that is wanted; Telegram forgets those before
   * @param patience how long to wait for one
   * @return in order of their numbers; none if nothing came
   * @throws FaultException if Telegram does not answer, or not as it should
   */
  public List<Update> updates(long from, Duration patience) {
    ObjectNode wanted = JSON.createObjectNode();
    wanted.put("offset", from);
    wanted.put("timeout", patience.toSeconds());
    wanted.putArray("allowed_updates").add("message");
    List<Update> updates = new ArrayList<>();
    for (JsonNode update : ask("getUpdates", wanted, patience.plus(answersWithin))) {
      JsonNode message = update.path("message");
      updates.add(
          new Update(
              update.path("update_id").asLong(),
              message.path("chat").path("id").asLong(),
              message.path("date").asLong(),
              message.path("text").asText("")));
    }
    return updates;
  }

  /**
   * Its name, by which a group calls it.
   *
   * @throws FaultException if Telegram does not answer
   */
  public String name() {
    return ask("getMe", JSON.createObjectNode(), answersWithin).path("username").asText();
  }

  private JsonNode ask(String method, JsonNode body, Duration patience) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + method))
              .timeout(patience)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build();
      HttpResponse<String> response = answer(request, patience);
      JsonNode answer = JSON.readTree(response.body());
      if (answer.path("ok").asBoolean()) {
        return answer.path("result");
      }
      throw refused(
          "it answered " + response.statusCode() + " " + answer.path("description").asText());
    } catch (JsonProcessingException e) {
      throw refused("its answer is no JSON");
    } catch (ExecutionException e) {
      // Not its message: that may name the address.
      throw refused(e.getCause().getClass().getSimpleName());
    } catch (TimeoutException | IllegalArgumentException e) {
      throw refused(e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("interrupted");
    }
  }

  /** The client's own patience ends with the first line of an answer, which may stop behind it. */
  private HttpResponse<String> answer(HttpRequest request, Duration patience)
      throws ExecutionException, TimeoutException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static FaultException refused(String why) {
    return new FaultException("Telegram did not take it (" + why + ")");
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "a bot of Telegram";
  }
}
