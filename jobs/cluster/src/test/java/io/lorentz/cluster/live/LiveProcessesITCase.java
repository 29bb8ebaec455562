package io.lorentz.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lorentz.bitget.fake.AcceptedOrder;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeKey;
import io.lorentz.command.Lorentz;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.live.ControlClient;
import io.lorentz.kafka.CommandTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edge and job as processes over a real broker, killed with SIGKILL at moments drawn from a seed:
 * between what a request did and its answer, between a fill and its push, while they recover, at
 * any time; and the venue loses requests and answers, refuses, repeats and delays. Twenty minutes
 * of the market pass in one. At the end of each seed everything is closed, and no order was made
 * twice, no position was long without a stop, job, edge and venue have the same balance to the last
 * digit, nothing is stuck, and the log replays without a difference.
 *
 * <p>A seed gives the same market, the same faults and the same moments; how far processes have
 * come by then the machine decides.
 */
class LiveProcessesITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /**
   * By the desk's clock, as in the days of one thread. It goes twenty times as fast as the
   * machine's, so that this is three seconds of the processes'.
   */
  private static final Duration BARE_BOUND = Duration.ofSeconds(60);

  /** How many times as long as it should a seed may trade until it has traded enough. */
  private static final int LONGEST = 6;

  private static final Set<VenueEventKind> ENDS =
      EnumSet.of(
          VenueEventKind.FILLED,
          VenueEventKind.CANCELLED,
          VenueEventKind.EXPIRED,
          VenueEventKind.REJECTED);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private int starts;
  private Optional<Process> edge = Optional.empty();
  private Optional<Process> job = Optional.empty();
  private int ownEnds;
  private Path edgeSaid = Path.of("");
  private Path jobSaid = Path.of("");
  private final List<String> kills = new ArrayList<>();

  /** Whether the edge of now has once answered; it is asked for protection from then on. */
  private volatile boolean edgeWorks;

  /** The one that is asked for, or all. */
  static IntStream seeds() {
    int one = Integer.getInteger("lorentz.processes.seed", 0);
    return one == 0 ? IntStream.rangeClosed(1, 20) : IntStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Tag("slow")
  void edgeAndJobAreKilledAndNothingIsLost(int seed) throws Exception {
    survives(seed, Duration.ofSeconds(60));
  }

  private void survives(long seed, Duration trading) throws Exception {
    String topic = "market";
    long beginNanos = System.nanoTime();
    Files.createDirectory(folder.resolve("tmp"));
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
        World world = new World(seed, () -> edgeWorks)) {
      KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
      try {
        startEdge(broker, topic, world);
        awaitStatus("seed " + seed + ": venue and log agree", status -> agrees(status));
        startJob(broker, topic);
        kill(new SplittableRandom(seed), trading, broker, topic, world);
        settle(seed, world, connection, topic);
        noKeyInTheWebUi();
        end();
        check(seed, world, connection, topic);
        replay(seed, broker, topic);
        System.out.printf(
            "seed %d: took %d s%n",
            seed, Duration.ofNanos(System.nanoTime() - beginNanos).toSeconds());
      } finally {
        end();
      }
    }
    noKeyInAnyFile();
  }

  // ---- processes

  private Process start(String name, Class<?> main, List<String> arguments) {
    starts++;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dlorentz.log=" + folder.resolve("log-" + name + "-" + starts),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said-" + name + "-" + starts).toFile());
    if (main == EdgeProcess.class) {
      giveKey(builder);
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void giveKey(ProcessBuilder builder) {
    FakeKey key = FakeKey.usual();
    builder.environment().put("LORENTZ_BITGET_KEY", key.key());
    builder.environment().put("LORENTZ_BITGET_SECRET", key.secret());
    builder.environment().put("LORENTZ_BITGET_PASSPHRASE", key.passphrase());
  }

  private void startEdge(EmbeddedBroker broker, String topic, World world) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                broker.bootstrap(),
                topic,
                world.clock.text(),
                folder.toString(),
                String.valueOf(World.HISTORY)));
    arguments.addAll(world.addresses());
    edge = Optional.of(start("edge", EdgeProcess.class, arguments));
    edgeSaid = folder.resolve("said-edge-" + starts);
  }

  private void startJob(EmbeddedBroker broker, String topic) {
    job =
        Optional.of(
            start(
                "job",
                JobProcess.class,
                List.of(broker.bootstrap(), topic, folder.resolve("checkpoints").toString())));
    jobSaid = folder.resolve("said-job-" + starts);
  }

  private void killEdge() {
    edgeWorks = false;
    kill(edge.orElseThrow());
    edge = Optional.empty();
  }

  private void killJob() {
    kill(job.orElseThrow());
    job = Optional.empty();
  }

  private static void kill(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void end() {
    if (edge.isPresent()) {
      killEdge();
    }
    if (job.isPresent()) {
      killJob();
    }
  }

  private void kill(
      SplittableRandom random, Duration trading, EmbeddedBroker broker, String topic, World world)
      throws InterruptedException {
    long beginNanos = System.nanoTime();
    while (goesOn(System.nanoTime() - beginNanos, trading, world)) {
      Blow blow = Blow.draw(random);
      if (!blow.recovering()) {
        await("edge and job are back after " + kills, () -> areBack(broker, topic, world));
      }
      boolean came = world.atNext(blow.moment(), blow.withinMs(), () -> strike(blow));
      kills.add(blow.told(came));
      restart(blow, broker, topic, world);
    }
  }

  private boolean goesOn(long sinceNanos, Duration trading, World world) {
    return sinceNanos < trading.toNanos()
        || (sinceNanos < LONGEST * trading.toNanos() && !hasTraded(world));
  }

  /** Whether what must hold has been put to a test. */
  private static boolean hasTraded(World world) {
    return world.venue.ask(venue -> Moment.filled(venue) >= 3 && Moment.fired(venue) >= 1);
  }

  private boolean areBack(EmbeddedBroker broker, String topic, World world) {
    if (!edge.orElseThrow().isAlive()) {
      mayEnd();
      ownEnds++;
      startEdge(broker, topic, world);
    }
    assertThat(job.orElseThrow().isAlive()).as(() -> "job ended: " + said()).isTrue();
    return read(jobSaid).contains(JobProcess.UI) && agrees(status());
  }

  private void strike(Blow blow) {
    if (blow.edge()) {
      killEdge();
    }
    if (blow.job()) {
      killJob();
    }
  }

  private void restart(Blow blow, EmbeddedBroker broker, String topic, World world) {
    if (blow.edge()) {
      startEdge(broker, topic, world);
    }
    if (blow.job()) {
      startJob(broker, topic);
    }
  }

  /**
   * An edge that cannot reach its account may end by itself, and is started again by whoever runs
   * it.
   */
  private void mayEnd() {
    assertThat(read(edgeSaid))
        .as(() -> "edge ended: " + said())
        .contains("FaultException: the venue does not say whose key it is");
  }

  /** The end of what every process wrote. */
  private String said() {
    StringBuilder all = new StringBuilder();
    for (int i = Math.max(1, starts - 3); i <= starts; i++) {
      for (String name : List.of("edge", "job")) {
        for (String kind : List.of("said-", "log-")) {
          Path file = folder.resolve(kind + name + "-" + i);
          if (Files.isRegularFile(file)) {
            String text = read(file);
            all.append('\n')
                .append(file.getFileName())
                .append(": ")
                .append(text.substring(Math.max(0, text.length() - 3_000)));
          }
        }
      }
    }
    return all.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- secrets

  private void noKeyInTheWebUi() throws Exception {
    String address =
        read(jobSaid)
            .lines()
            .filter(line -> line.startsWith(JobProcess.UI))
            .findFirst()
            .orElseThrow()
            .substring(JobProcess.UI.length());
    JsonNode jobs = JSON.readTree(answer(address + "/jobs"));
    String jobId = jobs.path("jobs").path(0).path("id").asText();
    assertThat(jobId).isNotEmpty();
    for (String path :
        List.of(
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/taskmanagers",
            "/jobs/" + jobId,
            "/jobs/" + jobId + "/config",
            "/jobs/" + jobId + "/exceptions",
            "/jobs/" + jobId + "/checkpoints",
            "/jobs/" + jobId + "/plan")) {
      assertClean(path, answer(address + path));
    }
  }

  private static String answer(String uri) throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(uri).isEqualTo(200);
    return response.body();
  }

  /** Topics, checkpoints, logs and what processes said. */
  private void noKeyInAnyFile() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).anyMatch(file -> file.endsWith("_metadata"));
    for (Path file : files) {
      assertClean(
          file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
  }

  private static void assertClean(String where, String text) {
    FakeKey key = FakeKey.usual();
    for (String part : List.of(key.key(), key.secret(), key.passphrase())) {
      assertThat(text.contains(part)).as("%s is clean", where).isFalse();
    }
  }

  // ---- waiting

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(() -> what + said()).isLessThan(deadline);
      pause();
    }
  }

  private void pause() {
    try {
      // Until the edge ends, which it does not.
      edge.orElseThrow().waitFor(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface StatusCondition {
    boolean holds(JsonNode status);
  }

  private void awaitStatus(String what, StatusCondition condition) {
    await(what, () -> condition.holds(status()));
  }

  private JsonNode status() {
    try {
      JsonNode status =
          ControlClient.in(folder)
              .map(ControlClient::status)
              .orElseGet(JsonNodeFactory.instance::objectNode);
      edgeWorks = edge.isPresent() && !status.isEmpty();
      return status;
    } catch (FaultException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static boolean agrees(JsonNode status) {
    return status.path("agrees").asBoolean();
  }

  private void settle(long seed, World world, KafkaConnection connection, String topic) {
    String of = "seed " + seed + " after " + kills + ": ";
    awaitStatus(of + "agrees", status -> agrees(status));
    await(of + "obeys", LiveProcessesITCase.this::flatten);
    await(of + "flat", world::isFlat);
    awaitStatus(
        of + "nothing is open at the edge",
        status ->
            agrees(status)
                && status.path("positions").isEmpty()
                && status.path("openOrders").isEmpty()
                && status.path("findings").isEmpty()
                && balance(world).compareTo(new BigDecimal(status.path("balance").asText())) == 0);
    await(
        of + "the job's balance is the venue's",
        () ->
            lastPoint(connection, topic)
                .filter(point -> point.getOpenPositions() == 0)
                .filter(point -> value(point.getBalance()).compareTo(balance(world)) == 0)
                .isPresent());
    await(of + "every order of the job has ended", () -> openOrders(connection, topic).isEmpty());
  }

  /** Orders that the job has given and not seen the end of. */
  private static Set<String> openOrders(KafkaConnection connection, String topic) {
    Set<String> open = new LinkedHashSet<>();
    Set<String> ended = new HashSet<>();
    new RowTopics(connection, topic)
        .read(
            row -> {
              if (row.getPayload() instanceof OrderDecision order) {
                open.add(order.getClientId());
              } else if (row.getPayload() instanceof OrderOutcome outcome) {
                ended.add(outcome.getClientId());
              }
            });
    open.removeAll(ended);
    return open;
  }

  /** How often which entries were refused, for whoever wonders why so little was traded. */
  private static Map<DenialReason, Integer> denials(KafkaConnection connection, String topic) {
    Map<DenialReason, Integer> denials = new EnumMap<>(DenialReason.class);
    new RowTopics(connection, topic)
        .read(
            row -> {
              if (row.getPayload() instanceof OrderOutcome outcome && outcome.getDenial() != null) {
                denials.merge(outcome.getDenial(), 1, Integer::sum);
              }
            });
    return denials;
  }

  private boolean flatten() {
    try {
      ControlClient.in(folder)
          .orElseThrow()
          .obey(OperatorAction.FLATTEN, TradedConfiguration.ACCOUNT, "the end of a test");
      return true;
    } catch (FaultException e) {
      return false;
    }
  }

  private static BigDecimal balance(World world) {
    return world.venue.ask(FakeBitget::balance);
  }

  private static BigDecimal value(BigDecimal amount) {
    return Money.fromBorder(amount);
  }

  private static Optional<EquityPoint> lastPoint(KafkaConnection connection, String topic) {
    List<EquityPoint> last = new ArrayList<>();
    new RowTopics(connection, topic)
        .read(
            row -> {
              if (row.getPayload() instanceof EquityPoint point
                  && point.getAccount().equals(TradedConfiguration.ACCOUNT)
                  && (last.isEmpty() || last.get(0).getTimeMs() <= point.getTimeMs())) {
                last.clear();
                last.add(point);
              }
            });
    return last.stream().findFirst();
  }

  // ---- what must hold

  private void check(long seed, World world, KafkaConnection connection, String topic) {
    String of = "seed " + seed + " after " + kills + ": ";
    Map<String, OrderCommand> submitted = new LinkedHashMap<>();
    new CommandTopic(connection, topic)
        .readAll(
            command -> {
              if (command.getAction() == OrderAction.SUBMIT) {
                submitted.put(command.getClientId(), command);
              }
            });
    List<Object> log = log(connection, topic);
    List<AcceptedOrder> orders = world.venue.ask(FakeBitget::acceptedOrders);
    System.out.printf(
        "seed %d: kills %s, own ends %d, commands %d, orders %d, filled %d, fills %d, stops and"
            + " targets fired %d, without a stop for %d ms of the market (with no edge or venue, %d),"
            + " denied %s%n",
        seed,
        kills,
        ownEnds,
        submitted.size(),
        orders.size(),
        world.venue.<Integer>ask(Moment::filled),
        world.venue.ask(FakeBitget::fills).size(),
        world.venue.<Integer>ask(Moment::fired),
        world.longestBare().toMillis(),
        world.longestBareInAll().toMillis(),
        denials(connection, topic));

    noOrderTwice(of, submitted, orders);
    Set<String> ended = new HashSet<>();
    log.stream()
        .filter(VenueEvent.class::isInstance)
        .map(VenueEvent.class::cast)
        .filter(event -> ENDS.contains(event.getKind()))
        .forEach(
            event ->
                assertThat(ended.add(event.getClientId()))
                    .as(of + event.getClientId() + " ends once")
                    .isTrue());
    assertThat(ended).as(of + "commands that have ended").isEqualTo(submitted.keySet());
    assertThat(world.longestBare()).as(of + "without a stop").isLessThan(BARE_BOUND);
    assertThat(
            log.stream()
                .filter(AccountSnapshot.class::isInstance)
                .map(AccountSnapshot.class::cast)
                .reduce((earlier, later) -> later)
                .map(snapshot -> value(snapshot.getBalance())))
        .as(of + "balance of the last snapshot")
        .hasValueSatisfying(balance -> assertThat(balance).isEqualByComparingTo(balance(world)));
    assertThat(hasTraded(world)).as(of + "it has traded enough to tell").isTrue();
    assertThat(kills).as(of + "kills").hasSizeGreaterThan(2);
  }

  private static void noOrderTwice(
      String of, Map<String, OrderCommand> submitted, List<AcceptedOrder> orders) {
    Map<String, BigDecimal> filled = new HashMap<>();
    Set<String> accepted = new HashSet<>();
    for (AcceptedOrder order : orders) {
      String id = order.clientOid();
      if (id.startsWith("L")) {
        assertThat(accepted.add(id)).as(of + id + " is accepted once").isTrue();
        filled.merge(id.substring(0, id.length() - 2), order.filled(), BigDecimal::add);
      }
    }
    filled.forEach(
        (id, sum) -> {
          assertThat(submitted).as(of + "somebody asked for it").containsKey(id);
          assertThat(sum).as(of + id).isLessThanOrEqualTo(value(submitted.get(id).getQuantity()));
        });
  }

  private static List<Object> log(KafkaConnection connection, String topic) {
    List<Object> payloads = new ArrayList<>();
    // The scan itself fails where log time does not increase.
    new LogScan(connection, topic, 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                return payloads.add(logRecord.getPayload());
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
    return payloads;
  }

  private void replay(long seed, EmbeddedBroker broker, String topic) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                "parity",
                "--topic",
                topic,
                "--bootstrap",
                broker.bootstrap(),
                "--proofs",
                folder.resolve("proofs").toString()));
    TradedConfiguration.SETTINGS.forEach(
        setting -> arguments.addAll(Arrays.asList("--set", setting)));
    Process parity = start("parity", Lorentz.class, arguments);
    assertThat(parity.waitFor(180, TimeUnit.SECONDS)).isTrue();
    String said = read(folder.resolve("said-parity-" + starts));
    assertThat(said)
        .as("seed %d after %s", seed, kills)
        .containsPattern("(?m)^0 differences in \\d{2,} rows");
    assertThat(parity.exitValue()).isZero();
  }
}
