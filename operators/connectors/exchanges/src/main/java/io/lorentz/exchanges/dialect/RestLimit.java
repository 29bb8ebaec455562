package io.lorentz.exchanges.dialect;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How much a venue lets one address ask.
 *
 * @param weight the sum of weights that one window takes; half of what the venue allows, so that
 *     others at the same address live
 * @param window length of the window
 */
public record RestLimit(int weight, Duration window) {

  /** A bucket that lets so much through, full at first. */
  public Bucket bucket() {
    return Bucket.builder()
        .addLimit(Bandwidth.builder().capacity(weight).refillGreedy(weight, window).build())
        .build();
  }

  /**
   * How long a venue that was asked too much wants to be left alone, ms: seconds, as all six venues
   * write it; anything else is as if it were not there.
   */
  public static OptionalLong retryAfterMs(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After").stream()
        .filter(text -> text.matches("\\d{1,6}"))
        .mapToLong(text -> Duration.ofSeconds(Long.parseLong(text)).toMillis())
        .findFirst();
  }
}
