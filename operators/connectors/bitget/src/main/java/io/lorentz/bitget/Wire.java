package io.lorentz.bitget;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Requests on the network, signed as they leave. Safe for threads. */
final class Wire {

  /**
   * How long is waited.
   *
   * @param connect for a connection
   * @param answer for an answer, the connection included
   */
  record Waits(Duration connect, Duration answer) {
    static final Waits USUAL = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private final HttpClient client;
  private final Hosts hosts;
  private final Credentials credentials;
  private final Signing signing;
  private final Waits waits;

  Wire(Hosts hosts, Credentials credentials, Waits waits) {
    this.hosts = hosts;
    this.credentials = credentials;
    this.waits = waits;
    signing = new Signing(credentials);
    client =
        HttpClient.newBuilder()
            // What breaks one connection breaks one request.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(waits.connect())
            .build();
  }

  /**
   * Sends a request; it never fails otherwise than by what it gives.
   *
   * @param timestampMs ms by the venue's clock; of no use where nothing is signed
   */
  CompletableFuture<Delivery> send(RestCall call, long timestampMs) {
    return client
        .sendAsync(request(call, timestampMs), HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure == null
                    ? new Delivery.Answered(response.statusCode(), response.body())
                    : failed(failure));
  }

  private HttpRequest request(RestCall call, long timestampMs) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(hosts.rest() + call.target()))
            .timeout(waits.answer())
            .header("Content-Type", "application/json")
            .header("locale", "en-US")
            .method(
                call.method(),
                call.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(call.body()));
    if (call.signed()) {
      sign(builder, call, timestampMs);
    }
    return builder.build();
  }

  private void sign(HttpRequest.Builder builder, RestCall call, long timestampMs) {
    builder
        .header("ACCESS-KEY", credentials.key())
        .header(
            "ACCESS-SIGN",
            signing.rest(timestampMs, call.method(), call.path(), call.query(), call.body()))
        .header("ACCESS-TIMESTAMP", Long.toString(timestampMs))
        .header("ACCESS-PASSPHRASE", credentials.passphrase());
    if (hosts.demo()) {
      // Not on the public time, which answers 404 to it.
      builder.header("paptrading", "1");
    }
  }

  private static Delivery failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return neverLeft(cause)
        ? new Delivery.NotConnected(cause.toString())
        : new Delivery.NoAnswer(cause.toString());
  }

  private static boolean neverLeft(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof UnresolvedAddressException;
  }
}
