package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestSenderTest {

  private static final Credentials KEY =
      new Credentials("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase");
  private static final Ask CANCEL = new Ask.Cancel("BTCUSDT", "a1");
  private static final String SKEW = "{\"code\":\"40008\",\"msg\":\"expired\"}";

  private LoopbackVenue venue;
  private Optional<RestSender> opened = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    venue = new LoopbackVenue();
  }

  @AfterEach
  void close() {
    opened.ifPresent(RestSender::close);
    venue.close();
  }

  @Test
  void aRequestIsSignedByTheVenuesClock() throws Exception {
    venue.ahead(3_600_000);
    RestSender sender = sender(false);
    assertThat(answer(sender, CANCEL)).isEqualTo(new Outcome.Done("1"));
    LoopbackVenue.Asked asked = venue.asked(Limits.CANCEL).get(0);
    long timestampMs = Long.parseLong(asked.headers().getFirst("ACCESS-TIMESTAMP"));
    assertThat(timestampMs).isCloseTo(System.currentTimeMillis() + 3_600_000, within(20_000L));
    assertThat(asked.headers().getFirst("ACCESS-SIGN"))
        .isEqualTo(new Signing(KEY).rest(timestampMs, "POST", Limits.CANCEL, "", asked.body()));
    assertThat(asked.headers().getFirst("ACCESS-KEY")).isEqualTo("bg_fake_api_key");
    assertThat(asked.headers().getFirst("ACCESS-PASSPHRASE")).isEqualTo("fake-passphrase");
    assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(asked.headers().getFirst("locale")).isEqualTo("en-US");
    assertThat(asked.headers().containsKey("paptrading")).isFalse();
    assertThat(sender.venueMs()).isPresent();
  }

  @Test
  void aQuestionIsSignedWithItsQuery() throws Exception {
    answer(sender(false), new Ask.FindOrder("BTCUSDT", "a1"));
    LoopbackVenue.Asked asked = venue.asked(Limits.DETAIL).get(0);
    long timestampMs = Long.parseLong(asked.headers().getFirst("ACCESS-TIMESTAMP"));
    String query = asked.target().substring(Limits.DETAIL.length() + 1);
    assertThat(asked.headers().getFirst("ACCESS-SIGN"))
        .isEqualTo(new Signing(KEY).rest(timestampMs, "GET", Limits.DETAIL, query, ""));
  }

  @Test
  void nineRoundTripsMeasureTheClockBeforeAnythingIsSigned() throws Exception {
    answer(sender(false), CANCEL);
    assertThat(venue.asked(Limits.TIME)).hasSize(9);
    assertThat(venue.asked(Limits.TIME))
        .allSatisfy(each -> assertThat(each.headers().containsKey("ACCESS-KEY")).isFalse());
  }

  @Test
  void aDemoSaysSoExceptWhenItAsksForTheTime() throws Exception {
    answer(sender(true), CANCEL);
    assertThat(venue.asked(Limits.CANCEL).get(0).headers().getFirst("paptrading")).isEqualTo("1");
    assertThat(venue.asked(Limits.TIME))
        .allSatisfy(each -> assertThat(each.headers().containsKey("paptrading")).isFalse());
  }

  @Test
  void whatWasAskedTooOftenIsAskedAgain() throws Exception {
    venue.answer(Limits.LEVERAGE, 429, "");
    assertThat(answer(sender(false), new Ask.SetLeverage("BTCUSDT", 5)))
        .isEqualTo(new Outcome.Done("1"));
    List<LoopbackVenue.Asked> asked = venue.asked(Limits.LEVERAGE);
    assertThat(asked).extracting(LoopbackVenue.Asked::body).hasSize(2);
    assertThat(asked.get(0).body()).isEqualTo(asked.get(1).body());
    assertThat(asked.get(1).atNanos() - asked.get(0).atNanos())
        .isGreaterThan(Duration.ofMillis(900).toNanos());
  }

  @Test
  void aClockThatIsOffIsMeasuredAgainAndTheCallRepeated() throws Exception {
    venue.answer(Limits.CANCEL, 400, SKEW);
    assertThat(answer(sender(false), CANCEL)).isEqualTo(new Outcome.Done("1"));
    assertThat(venue.asked(Limits.CANCEL)).hasSize(2);
    assertThat(venue.asked(Limits.TIME)).hasSize(18);
  }

  @Test
  void aClockThatStaysOffIsToldAfterTheSecondTime() throws Exception {
    venue.answer(Limits.LEVERAGE, 400, SKEW);
    venue.answer(Limits.LEVERAGE, 400, SKEW);
    assertThat(answer(sender(false), new Ask.SetLeverage("BTCUSDT", 5)))
        .isEqualTo(new Outcome.Refused(Answer.CLOCK_SKEW, "40008", "expired"));
    assertThat(venue.asked(Limits.LEVERAGE)).hasSize(2);
  }

  @Test
  void withoutAConnectionNothingWasSent() throws Exception {
    RestSender sender = sender(false);
    answer(sender, CANCEL);
    venue.close();
    assertThat(answer(sender, new Ask.Cancel("BTCUSDT", "a2"))).isInstanceOf(Outcome.NotSent.class);
  }

  @Test
  void withoutTheClockNothingIsSent() throws Exception {
    venue.close();
    assertThat(answer(sender(false), CANCEL))
        .isInstanceOfSatisfying(
            Outcome.NotSent.class, not -> assertThat(not.why()).contains("clock"));
  }

  @Test
  void aClockThatCannotBeHadAtOnceIsAskedForAgain() throws Exception {
    venue.answer(Limits.TIME, 502, "<html>");
    RestSender sender = sender(false);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (sender.venueMs().isEmpty() && System.nanoTime() < deadline) {
      answer(sender, CANCEL);
    }
    assertThat(answer(sender, new Ask.Cancel("BTCUSDT", "a2"))).isEqualTo(new Outcome.Done("1"));
  }

  @Test
  void aConnectionThatIsCutLeavesItUnclear() throws Exception {
    venue.answer(Limits.PLACE_STOP, LoopbackVenue.CUT, "");
    assertThat(answer(sender(false), new Ask.PlaceStop("BTCUSDT", "s", true, BigDecimal.ONE)))
        .isInstanceOf(Outcome.Unclear.class);
    assertThat(venue.asked(Limits.PLACE_STOP)).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotComeLeavesItUnclear() throws Exception {
    venue.answer(Limits.PLACE_STOP, LoopbackVenue.SILENCE, "");
    RestSender sender = sender(false, new Wire.Waits(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    assertThat(answer(sender, new Ask.PlaceStop("BTCUSDT", "s", true, BigDecimal.ONE)))
        .isInstanceOf(Outcome.Unclear.class);
    assertThat(venue.asked(Limits.PLACE_STOP)).hasSize(1);
  }

  @Test
  void whatIsNoLongerWantedIsNotSent() throws Exception {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender(false).ask(CANCEL, () -> false, outcome::complete);
    assertThat(get(outcome)).isEqualTo(new Outcome.NotSent("no longer wanted"));
    assertThat(venue.asked(Limits.CANCEL)).isEmpty();
  }

  @Test
  void whetherItIsWantedIsAskedAgainAfterARateLimit() throws Exception {
    venue.answer(Limits.LEVERAGE, 429, "");
    AtomicBoolean first = new AtomicBoolean(true);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender(false)
        .ask(
            new Ask.SetLeverage("BTCUSDT", 5),
            () -> venue.asked(Limits.LEVERAGE).isEmpty() && first.get(),
            outcome::complete);
    assertThat(get(outcome)).isEqualTo(new Outcome.NotSent("no longer wanted"));
    assertThat(venue.asked(Limits.LEVERAGE)).hasSize(1);
  }

  @Test
  void anOrderIsCancelledAtMostOnceASecond() throws Exception {
    RestSender sender = sender(false);
    CompletableFuture<Outcome> one = ask(sender, CANCEL);
    CompletableFuture<Outcome> two = ask(sender, CANCEL);
    CompletableFuture<Outcome> other = ask(sender, new Ask.Cancel("BTCUSDT", "a2"));
    get(one);
    get(other);
    get(two);
    List<LoopbackVenue.Asked> asked = venue.asked(Limits.CANCEL);
    assertThat(asked).hasSize(3);
    assertThat(asked.get(1).body()).contains("a2");
    assertThat(asked.get(2).atNanos() - asked.get(0).atNanos())
        .isGreaterThan(Duration.ofMillis(900).toNanos());
  }

  @Test
  void everyPageIsFetched() throws Exception {
    venue.answer(Limits.FILLS, 200, fills(0, 100));
    venue.answer(Limits.FILLS, 200, fills(100, 3));
    Outcome.Fills fills = (Outcome.Fills) answer(sender(false), new Ask.FillsSince("BTCUSDT", 1));
    assertThat(fills.fills()).hasSize(103);
    assertThat(venue.asked(Limits.FILLS).get(1).target()).contains("idLessThan=0");
  }

  @Test
  void noPartOfTheKeyComesBack() throws Exception {
    venue.answer(
        Limits.CANCEL,
        400,
        "{\"code\":\"40006\",\"msg\":\"Invalid bg_fake_api_key, fake-passphrase\"}");
    RestSender sender = sender(false);
    assertThat(answer(sender, CANCEL))
        .isEqualTo(new Outcome.Refused(Answer.AUTH, "40006", "Invalid ***, ***"));
    venue.answer(Limits.LEVERAGE, 400, "{\"code\":\"99\",\"msg\":\"fake-secret-for-tests\"}");
    assertThat(answer(sender, new Ask.SetLeverage("BTCUSDT", 5)).toString())
        .contains("***")
        .doesNotContain("fake-secret");
  }

  @Test
  void manyThreadsGetEachTheirAnswer() throws Exception {
    RestSender sender = sender(false);
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 16; number++) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      outcomes.add(outcome);
      Ask ask = new Ask.Cancel("BTCUSDT", "a" + number);
      threads.add(new Thread(() -> sender.ask(ask, () -> true, outcome::complete)));
    }
    threads.forEach(Thread::start);
    for (CompletableFuture<Outcome> outcome : outcomes) {
      assertThat(get(outcome)).isEqualTo(new Outcome.Done("1"));
    }
    assertThat(venue.asked(Limits.CANCEL)).hasSize(16);
  }

  @Test
  void aFaultInOneAnswerStopsNoOther() throws Exception {
    RestSender sender = sender(false);
    sender.ask(
        CANCEL,
        () -> true,
        outcome -> {
          throw new IllegalStateException("a fault of the caller");
        });
    assertThat(answer(sender, new Ask.Cancel("BTCUSDT", "a2"))).isEqualTo(new Outcome.Done("1"));
  }

  @Test
  void aFaultInAskingWhetherItIsWantedSendsNothing() throws Exception {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender(false)
        .ask(
            CANCEL,
            () -> {
              throw new IllegalStateException("a fault of the caller");
            },
            outcome::complete);
    assertThat(get(outcome)).isInstanceOf(Outcome.NotSent.class);
    assertThat(venue.asked(Limits.CANCEL)).isEmpty();
  }

  @Test
  void theFamilyOfTheAccountIsFound() throws Exception {
    venue.answer(Limits.ACCOUNTS, 400, "{\"code\":\"40085\",\"msg\":\"Unified\"}");
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender(false).ask(AccountFamily.question(), outcome::complete);
    assertThat(AccountFamily.of(get(outcome))).contains(AccountFamily.UNIFIED);
  }

  @Test
  void closingAnswersWhatIsStillOpen() throws Exception {
    venue.answer(Limits.LEVERAGE, LoopbackVenue.SILENCE, "");
    RestSender sender = sender(false);
    CompletableFuture<Outcome> sent = ask(sender, new Ask.SetLeverage("BTCUSDT", 5));
    get(ask(sender, CANCEL));
    await(() -> venue.asked(Limits.LEVERAGE).size() == 1);
    CompletableFuture<Outcome> waiting = ask(sender, CANCEL);
    sender.close();
    assertThat(get(sent)).isInstanceOf(Outcome.Unclear.class);
    assertThat(get(waiting)).isInstanceOf(Outcome.NotSent.class);
    assertThat(get(ask(sender, CANCEL))).isInstanceOf(Outcome.NotSent.class);
  }

  private RestSender sender(boolean demo) {
    return sender(demo, Wire.Waits.USUAL);
  }

  private RestSender sender(boolean demo, Wire.Waits waits) {
    RestSender sender =
        new RestSender(venue.hosts(demo), KEY, new ClassicDialect(), waits, new SteadyClock());
    opened = Optional.of(sender);
    return sender;
  }

  private static CompletableFuture<Outcome> ask(RestSender sender, Ask ask) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    sender.ask(ask, () -> true, outcome::complete);
    return outcome;
  }

  private static Outcome answer(RestSender sender, Ask ask) throws Exception {
    return get(ask(sender, ask));
  }

  private static Outcome get(CompletableFuture<Outcome> outcome)
      throws InterruptedException, ExecutionException, TimeoutException {
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static String fills(int from, int size) {
    StringBuilder rows = new StringBuilder();
    for (int id = from; id < from + size; id++) {
      rows.append(rows.isEmpty() ? "" : ",")
          .append("{\"tradeId\":\"t")
          .append(id)
          .append("\",\"symbol\":\"BTCUSDT\",\"orderId\":\"2\",\"side\":\"sell\",")
          .append("\"tradeScope\":\"maker\",\"cTime\":\"5\",\"price\":\"1\",")
          .append("\"baseVolume\":\"1\",\"feeDetail\":[]}");
    }
    return "{\"code\":\"00000\",\"data\":{\"fillList\":[" + rows + "],\"endId\":\"" + from + "\"}}";
  }
}
