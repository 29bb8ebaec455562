package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was told that it was not sent has not left, whenever the sender is closed. */
class RestSenderClosingTest {

  private static final Credentials KEY =
      new Credentials("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase");
  private static final Ask CANCEL = new Ask.Cancel("BTCUSDT", "a1");
  private static final Ask LEVERAGE = new Ask.SetLeverage("BTCUSDT", 5);

  private LoopbackVenue venue;

  @BeforeEach
  void open() throws IOException {
    venue = new LoopbackVenue();
  }

  @AfterEach
  void close() {
    venue.close();
  }

  @Test
  void whatWaitsForTheClockIsNotSentAfterItWasToldSo() throws Exception {
    RestSender sender = sender();
    get(ask(sender, CANCEL));
    venue.answer(Limits.TIME, LoopbackVenue.SILENCE, "");
    venue.answer(Limits.LEVERAGE, 400, "{\"code\":\"40008\",\"msg\":\"expired\"}");
    CompletableFuture<Outcome> repeated = ask(sender, LEVERAGE);
    await(() -> venue.asked(Limits.TIME).size() == 10);
    sender.close();
    assertThat(get(repeated)).isInstanceOf(Outcome.NotSent.class);
    // Whatever had left before would be there with it.
    whileAnotherOneAsks();
    assertThat(venue.asked(Limits.LEVERAGE)).hasSize(1);
  }

  @Test
  void asManyHaveArrivedAsWereNotToldThatTheyWereNotSent() throws Exception {
    RestSender sender = sender();
    get(ask(sender, CANCEL));
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      outcomes.add(ask(sender, LEVERAGE));
    }
    await(() -> venue.asked(Limits.LEVERAGE).size() >= 4);
    sender.close();
    int left = 0;
    for (CompletableFuture<Outcome> outcome : outcomes) {
      left += get(outcome) instanceof Outcome.NotSent ? 0 : 1;
    }
    whileAnotherOneAsks();
    assertThat(left).isBetween(4, 11);
    assertThat(venue.asked(Limits.LEVERAGE)).hasSize(left);
  }

  @Test
  void whatIsAskedAfterwardsIsNotSent() throws Exception {
    RestSender sender = sender();
    get(ask(sender, CANCEL));
    sender.close();
    sender.close();
    assertThat(get(ask(sender, LEVERAGE))).isInstanceOf(Outcome.NotSent.class);
    whileAnotherOneAsks();
    assertThat(venue.asked(Limits.LEVERAGE)).isEmpty();
  }

  private void whileAnotherOneAsks() throws Exception {
    try (RestSender other = sender()) {
      get(ask(other, new Ask.Cancel("BTCUSDT", "b1")));
    }
  }

  private RestSender sender() {
    return new RestSender(venue.hosts(false), KEY, new ClassicDialect());
  }

  private static CompletableFuture<Outcome> ask(RestSender sender, Ask ask) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender.ask(ask, () -> true, outcome::complete);
    return outcome;
  }

  private static Outcome get(CompletableFuture<Outcome> outcome) throws Exception {
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
