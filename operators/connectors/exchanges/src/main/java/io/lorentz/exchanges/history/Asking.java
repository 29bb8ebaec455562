package io.lorentz.exchanges.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.BlockingStrategy;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.RestLimit;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks one venue, one question at a time, within its limit, and again after a pause where it is
 * busy or gone: pauses double from a second to a minute, or are as long as the venue says.
 */
final class Asking {

  private static final int TRIES = 8;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 60_000;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int BANNED = 418;
  private static final int SERVER_ERROR = 500;
  private static final int BAD_REQUEST = 400;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Pause pause;
  private final BlockingBucket limit;

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {

    /** Returns so much later. */
    void of(Duration length) throws InterruptedException;
  }

  /** Asks within a limit. */
  Asking(RestLimit limit, Pause pause) {
    this.pause = pause;
    this.limit = limit.bucket().asBlocking();
  }

  /** The body of a venue's answer, which does not refuse. */
  JsonNode json(Dialect venue, RestRequest request) throws InterruptedException {
    URI address = venue.restAddress().resolve(request.path());
    return tries(
            address,
            request.http(venue.restAddress(), ANSWER_WITHIN),
            request.weight(),
            bytes -> {
              JsonNode body = Json.parse(new String(bytes, StandardCharsets.UTF_8));
              Optional<String> refusal = venue.refusal(body);
              if (refusal.isPresent()) {
                throw new UnreadableFrameException("the venue refuses: " + refusal.get());
              }
              return body;
            })
        .orElseThrow(
            () -> new DownloadException(address + ": is not there; is the symbol one of it?"));
  }

  /** A file; empty if there is none. */
  Optional<byte[]> file(URI address) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build();
    return tries(address, request, 1, bytes -> bytes);
  }

  private interface Reading<T> {
    T read(byte[] bytes) throws UnreadableFrameException;
  }

  private <T> Optional<T> tries(URI address, HttpRequest request, int weight, Reading<T> reading)
      throws InterruptedException {
    String last = "";
    long pauseMs = FIRST_PAUSE_MS;
    for (int i = 0; i < TRIES; i++) {
      limit.consume(weight, BlockingStrategy.PARKING);
      long waitMs = pauseMs;
      try {
        HttpResponse<InputStream> response =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] bytes;
        try (InputStream in = response.body()) {
          bytes = in.readAllBytes();
        }
        int status = response.statusCode();
        if (status == NOT_FOUND) {
          return Optional.empty();
        }
        if (status < BAD_REQUEST) {
          return Optional.of(reading.read(bytes));
        }
        last = "status " + status + " " + shortened(bytes);
        if (status != TOO_MANY && status != BANNED && status < SERVER_ERROR) {
          throw new DownloadException(address + ": " + last);
        }
        waitMs = Math.max(waitMs, RestLimit.retryAfterMs(response).orElse(0));
      } catch (IOException | UnreadableFrameException e) {
        last = e.getMessage() == null ? e.toString() : e.getMessage();
      }
      pause.of(Duration.ofMillis(waitMs));
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
    throw new DownloadException(
        address + ": gave no answer in " + TRIES + " tries (" + last + "); try again later");
  }

  private static String shortened(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    return text.substring(0, Math.min(200, text.length()));
  }
}
