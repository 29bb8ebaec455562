package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.dialect.Dialect;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Networks that reach the venues themselves; one client for all. */
public final class Internet implements RunningFeed.Networks {

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  @Override
  public RunningFeed.ClosableNetwork make(
      Dialect dialect, ScheduledExecutorService thread, RunningFeed.Ears ears) {
    return new JdkNetwork(client, dialect, thread, ears);
  }
}
