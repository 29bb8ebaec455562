package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.desk.Push;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivateStreamTest {

  private static final Credentials KEY =
      new Credentials("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase");
  private static final PrivateStream.Pace CALM =
      new PrivateStream.Pace(20_000, 60_000, 600_000, 20, 100);

  private final List<Push> pushes = new CopyOnWriteArrayList<>();
  private final AtomicReference<OptionalLong> venueMs =
      new AtomicReference<>(OptionalLong.of(1_767_225_600_999L));
  private LoopbackStream venue;
  private Optional<PrivateStream> opened = Optional.empty();

  @BeforeEach
  void open() throws InterruptedException {
    venue = new LoopbackStream();
  }

  @AfterEach
  void close() throws InterruptedException {
    opened.ifPresent(PrivateStream::close);
    venue.close();
  }

  @Test
  void itIsReadyAfterLoginAndSubscription() {
    stream(CALM);
    await(() -> pushes.contains(new Push.Ready()));
    assertThat(pushes).containsExactly(new Push.Ready());
    assertThat(venue.heard().get(0))
        .contains("\"timestamp\":\"1767225600\"", "xhKRAHResR+RphRw13m67nXoT2iqcqjA210ECRmUvuo=");
    assertThat(venue.heard().get(1)).contains("\"subscribe\"", "\"orders-algo\"");
  }

  @Test
  void whatTheVenueSaysIsPassedOnInOrder() {
    stream(CALM);
    await(() -> pushes.contains(new Push.Ready()));
    venue.say("{\"arg\":{\"channel\":\"positions\"},\"data\":[]}");
    venue.say("{\"arg\":{\"channel\":\"fill\"},\"data\":[]}");
    await(() -> pushes.size() == 3);
    assertThat(pushes.subList(1, 3))
        .containsExactly(new Push.Positions(List.of()), new Push.Fills(List.of()));
  }

  @Test
  void itPingsSoThatItIsKept() {
    stream(new PrivateStream.Pace(50, 60_000, 600_000, 20, 100));
    await(() -> venue.heard().stream().filter("ping"::equals).count() > 2);
    assertThat(venue.connections()).isEqualTo(1);
  }

  @Test
  void aCutConnectionIsALossAndIsMadeAnew() {
    stream(CALM);
    await(() -> pushes.contains(new Push.Ready()));
    venue.cut();
    await(() -> ready() == 2);
    assertThat(pushes.get(1)).isInstanceOf(Push.Lost.class);
    assertThat(pushes.get(2)).isEqualTo(new Push.Ready());
  }

  @Test
  void aSilentConnectionIsALoss() {
    stream(new PrivateStream.Pace(100, 1_000, 600_000, 20, 100));
    await(() -> pushes.contains(new Push.Ready()));
    venue.silent(true);
    await(() -> lost("no message for 1000 ms"));
    venue.silent(false);
    await(() -> ready() == 2);
  }

  @Test
  void aConnectionThatDoesNotGetReadyIsALoss() {
    venue.acks(false);
    stream(new PrivateStream.Pace(100, 1_000, 600_000, 20, 100));
    await(() -> lost("not ready after 1000 ms"));
    venue.acks(true);
    await(() -> ready() == 1);
  }

  @Test
  void aRefusedLoginIsTriedAgainAndShowsNoPartOfTheKey() {
    venue.login("{\"event\":\"error\",\"code\":30011,\"msg\":\"Invalid bg_fake_api_key\"}");
    stream(CALM);
    await(() -> lost("30011 Invalid ***"));
    await(() -> venue.connections() > 1);
    venue.login("{\"event\":\"login\",\"code\":\"0\"}");
    await(() -> ready() == 1);
  }

  @Test
  void aFrameThatCannotBeReadIsALoss() {
    stream(CALM);
    await(() -> pushes.contains(new Push.Ready()));
    venue.say("{\"arg\":{\"channel\":\"orders\"},\"data\":[{}]}");
    await(() -> ready() == 2);
    assertThat(lost("cannot be read")).isTrue();
  }

  @Test
  void anOldConnectionIsMadeAnewBeforeTheVenueCutsIt() {
    stream(new PrivateStream.Pace(20_000, 60_000, 1_500, 20, 100));
    await(() -> ready() > 1);
    assertThat(lost("planned")).isTrue();
  }

  @Test
  void withoutTheVenuesClockNoLoginIsTried() {
    venueMs.set(OptionalLong.empty());
    stream(CALM);
    await(() -> lost("clock"));
    assertThat(venue.connections()).isZero();
    venueMs.set(OptionalLong.of(1_767_225_600_000L));
    await(() -> ready() == 1);
  }

  @Test
  void aVenueThatIsNotThereIsALoss() throws InterruptedException {
    venue.close();
    stream(CALM);
    await(() -> pushes.size() > 1);
    assertThat(pushes).allSatisfy(push -> assertThat(push).isInstanceOf(Push.Lost.class));
  }

  @Test
  void closingEndsTheConnectionWithoutALoss() {
    PrivateStream stream = stream(CALM);
    await(() -> pushes.contains(new Push.Ready()));
    stream.close();
    await(() -> venue.closed() == 1);
    assertThat(pushes).containsExactly(new Push.Ready());
    assertThat(venue.connections()).isEqualTo(1);
  }

  @Test
  void aFaultOfTheListenerStopsNothing() {
    stream(
        CALM,
        push -> {
          pushes.add(push);
          throw new IllegalStateException("a fault of the caller");
        });
    await(() -> pushes.contains(new Push.Ready()));
    venue.say("{\"arg\":{\"channel\":\"fill\"},\"data\":[]}");
    await(() -> pushes.contains(new Push.Fills(List.of())));
    assertThat(venue.connections()).isEqualTo(1);
  }

  private PrivateStream stream(PrivateStream.Pace pace) {
    return stream(pace, pushes::add);
  }

  private PrivateStream stream(PrivateStream.Pace pace, Consumer<Push> listener) {
    PrivateStream stream =
        new PrivateStream(
            venue.hosts(), () -> new ClassicDialect().listen(KEY), venueMs::get, listener, pace);
    opened = Optional.of(stream);
    return stream;
  }

  private long ready() {
    return pushes.stream().filter(new Push.Ready()::equals).count();
  }

  private boolean lost(String why) {
    return pushes.stream().anyMatch(push -> push.toString().contains(why));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
