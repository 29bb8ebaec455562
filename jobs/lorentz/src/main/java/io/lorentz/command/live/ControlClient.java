package io.lorentz.command.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.OperatorAction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A live edge of this machine, as a command reaches it. For one thread. */
public final class ControlClient {

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;

  private final ControlFile file;
  private final Path folder;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(ANSWERS_WITHIN)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private ControlClient(ControlFile file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /**
   * The edge whose file lies in a folder.
   *
   * @return empty if none is known there
   * @throws FaultException if the file cannot be read
   */
  public static Optional<ControlClient> in(Path folder) {
    return ControlFile.in(folder).map(file -> new ControlClient(file, folder));
  }

  /** Its log. */
  public String topic() {
    return file.topic();
  }

  /**
   * Has the edge obey; returns once the command is in its log.
   *
   * @param account account of the configuration; empty for all
   * @throws FaultException if it does not say so within a second; the message names the way by hand
   */
  public void obey(OperatorAction action, String account, String reason) {
    String body = JSON.createObjectNode().put("account", account).put("reason", reason).toString();
    send(
        request("/" + action.name().toLowerCase(Locale.ROOT))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /**
   * How the edge stands, as JSON.
   *
   * @throws FaultException if it does not answer within a second
   */
  public JsonNode status() {
    return send(request("/status").GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + file.port() + path))
        .timeout(ANSWERS_WITHIN)
        .header("Content-Type", "application/json")
        .header(ControlServer.TOKEN_HEADER, file.token());
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == OK) {
        return JSON.readTree(response.body());
      }
      throw unanswered(
          "refused it (it answered " + response.statusCode() + ")", "Its own log says more");
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unanswered(
          "cannot be reached ("
              + e.getClass().getSimpleName()
              + "): it was not told, and nothing was written into the log",
          "If the edge has ended for good, remove the file");
    } catch (IOException e) {
      throw unanswered(
          "did not say so within "
              + ANSWERS_WITHIN.toSeconds()
              + " s ("
              + e.getClass().getSimpleName()
              + "): it may obey yet and write it into the log",
          "'lorentz status' says how it stands");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(
          "was not waited for: it may obey yet", "'lorentz status' says how it stands");
    }
  }

  private FaultException unanswered(String what, String then) {
    return new FaultException(
        "the live edge of "
            + folder.resolve(ControlFile.NAME)
            + " "
            + what
            + ". By hand: in Bitget's app under Futures, Open orders: Cancel all; then Positions:"
            + " Close all. "
            + then);
  }
}
