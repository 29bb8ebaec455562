package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.broker.LogEnd;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.inference.AcknowledgedClassifier;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.Query;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.pytorch.TorchScriptFile;
import io.lorentz.pytorch.TorchScripts;
import io.lorentz.schemas.DeviceGivenUp;
import io.lorentz.schemas.InferenceRecord;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MemberOutput;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.wire.WireCodec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingJob;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a user's TorchScript file as a member, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorchScriptITCase {

  /** What a device with other rounding might have said: decisions follow it, so it is seen. */
  private static final double PLANTED = 0.875;

  @TempDir static Path folder;

  private EmbeddedBroker broker;
  private KafkaConnection connection;
  private Map<String, List<String>> files;
  private List<LogRecord> log;
  private Path configuration;
  private TradingOptions options;
  private String model;

  /** A member that must not be needed. */
  private static final class Absent implements Classifier {
    @Override
    public String name() {
      return "torchscript";
    }

    @Override
    public void score(List<Query> batch, double[] scores) {
      throw new AssertionError("nothing is recorded for " + batch.get(0).vector());
    }
  }

  @BeforeAll
  void startTheBrokerAndMakeUpAMarketAndAFile() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    files = new TreeMap<>();
    new SyntheticMarket(1, 1)
        .writeBars(folder.resolve("market"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    log = new ArrayList<>();
    try (BarFileLog bars = new BarFileLog(BarFileOptions.of(files))) {
      bars.forEachRemaining(log::add);
    }
    Path script = TorchScripts.write(folder.resolve("scores.pt"), TorchScripts.SUM);
    model = TorchScriptFile.read(script).id();
    configuration = configuration("member.yaml", script, "");
    options = options(configuration);
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  @Test
  @Tag("slow")
  void whatWasSaidBeforeACrashIsReadAndNotComputedAgain() throws Exception {
    publish("resumed");
    // Until the middle; the next begins at the beginning, as after a crash with no checkpoint.
    run("resumed", "resumed-half", LogEnd.of(connection, "resumed") / 2, configuration);
    List<MemberOutput> half = outputs("resumed");
    run("resumed", "resumed-rows", LogEnd.of(connection, "resumed"), configuration);
    List<MemberOutput> whole = outputs("resumed");

    assertThat(half.size()).isGreaterThan(500).isLessThan(whole.size());
    assertThat(whole).startsWith(half.toArray(new MemberOutput[0]));
    assertThat(keys(whole)).as("none was written twice").hasSize(whole.size());
    assertThat(whole).allMatch(output -> output.getModel().equals(model));
    Set<RunOutput> rows = rows("resumed-rows");
    assertThat(rows).hasSizeGreaterThan(1_000);
    assertThat(rows.equals(byTheRecorded("resumed"))).isTrue();
  }

  @Test
  @Tag("slow")
  void theFirstRecordCountsAndOnlyWhatIsMissingIsComputed() throws Exception {
    publish("computed");
    run("computed", "computed-rows", LogEnd.of(connection, "computed"), configuration);
    List<MemberOutput> said = outputs("computed");
    long middleMs = said.get(said.size() / 2).getCloseTimeMs();

    publish("planted");
    // The later half: members that learn say nothing in the earlier, so nothing is decided there.
    Map<Boolean, List<MemberOutput>> halves =
        said.stream().collect(Collectors.partitioningBy(each -> each.getCloseTimeMs() > middleMs));
    plant("planted", halves.get(true), PLANTED);
    plant("planted", halves.get(true), -PLANTED);
    run("planted", "planted-rows", LogEnd.of(connection, "planted"), configuration);

    List<MemberOutput> after = outputs("planted");
    List<MemberOutput> added = after.subList(2 * halves.get(true).size(), after.size());
    assertThat(keys(added)).isEqualTo(keys(halves.get(false)));
    assertThat(added).hasSameSizeAs(keys(added));
    Set<RunOutput> rows = rows("planted-rows");
    assertThat(rows.equals(byTheRecorded("planted"))).isTrue();
    assertThat(rows.equals(rows("computed-rows"))).isFalse();

    // A backtest of the topic follows what lies beside it too, and adds nothing.
    assertThat(backtest("planted")).isNotEqualTo(backtest("computed"));
    assertThat(outputs("planted")).isEqualTo(after);
    assertThat(outputs("computed")).isEqualTo(said);
  }

  @Test
  @Tag("slow")
  void aDeviceThatIsGivenUpIsRecordedBesideTheLogAndChangesNoRow() throws Exception {
    publish("moved");
    Path device =
        Files.writeString(
            folder.resolve("device.yaml"),
            """
            confirmation:
              min-confidence: 0.4
            models:
              classifier: PYTORCH
              device: gpu:99
            """);
    run("moved", "moved-rows", LogEnd.of(connection, "moved"), device);

    TradingOptions onDevice = options(device);
    assertThat(rows("moved-rows")).isEqualTo(bare(onDevice, Ensemble.jvm(onDevice.inference())));
    assertThat(recorded("moved"))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              DeviceGivenUp givenUp = (DeviceGivenUp) each.getPayload();
              assertThat(givenUp.getReason())
                  .startsWith("the device of lorentzian failed")
                  .contains("gpu:99");
              assertThat(givenUp.getAtMs()).isPositive();
            });
  }

  @Test
  void aFileThatDoesNotFitIsAnErrorBeforeTheJobStarts() throws Exception {
    Path wide = TorchScripts.write(folder.resolve("wide.pt"), "  return torch.tanh(features)\n");
    Path bad = configuration("wide.yaml", wide, "");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> run("never", "never-rows", 1, bad))
        .withMessageContaining("models.torchscript: ")
        .withMessageContaining("wide.pt: must give one float32 of shape (3) or (3, 1)");
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      assertThat(admin.exists("never-rows.orders")).isFalse();
    }

    RealCommandLine.Result backtest =
        RealCommandLine.run(
            "backtest",
            "--config",
            bad.toString(),
            "--bars",
            "BTCUSDT=" + files.get("BTCUSDT").get(0),
            "--out",
            folder.resolve("never").toString());
    assertThat(backtest.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(backtest.err()).contains("models.torchscript: ", "wide.pt: must give one float32");
  }

  @Test
  void aFileWithoutATrainingTimeOrBesideTrainedModelsIsRefused() throws Exception {
    Path script = folder.resolve("scores.pt");
    Path untold = configuration("untold.yaml", script, "");
    Files.writeString(
        untold, Files.readString(untold).replaceAll("(?m)^  torchscript-trained-to-ms.*\\n", ""));
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> options(untold))
        .withMessageContaining("torchscript-trained-to-ms");
    Path trained = configuration("trained.yaml", script, "  store: " + folder + "\n");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> options(trained))
        .withMessageContaining("they were calibrated without a user's file");
  }

  @Test
  void modelsAreNotTrainedBesideAUsersFile() {
    RealCommandLine.Result train =
        RealCommandLine.run(
            "train",
            "--config",
            configuration.toString(),
            "--bars",
            "BTCUSDT=" + files.get("BTCUSDT").get(0),
            "--out",
            folder.resolve("model").toString());
    assertThat(train.exitCode()).as(train.err()).isEqualTo(ExitCode.MISUSE);
    assertThat(train.err())
        .contains("inference.torchscript-weight: must be 0 where models are trained");
  }

  private static Path configuration(String name, Path script, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        confirmation:
          min-confidence: 0.4
        inference:
          lorentzian-weight: 0.3
          logistic-weight: 0.1
          chandelier-weight: 0.1
          torchscript-weight: 0.5
        models:
          torchscript: %s
          torchscript-trained-to-ms: 0
        """
                .formatted(script)
            + more);
  }

  private static TradingOptions options(Path file) {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.of(file), List.of())
        .options();
  }

  private void publish(String topic) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(log);
    }
  }

  private void run(String topic, String rows, long end, Path file) throws Exception {
    TradingJob.main(
        new String[] {
          "--bootstrap", broker.bootstrap(),
          "--topic", topic,
          "--rows", rows,
          "--configuration", file.toString(),
          "--end-offset", String.valueOf(end)
        });
  }

  /** The orders of a backtest of a topic. */
  private List<String> backtest(String topic) throws IOException {
    Path report = folder.resolve(topic + "-report");
    RealCommandLine.Result result =
        RealCommandLine.run(
            "backtest",
            "--topic",
            topic,
            "--bootstrap",
            broker.bootstrap(),
            "--config",
            configuration.toString(),
            "--out",
            report.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    List<String> orders = Files.readAllLines(report.resolve("orders.csv"));
    assertThat(orders).hasSizeGreaterThan(2);
    return orders;
  }

  /** The rows of the bare loop whose member says what lies beside the log and nothing else. */
  private Set<RunOutput> byTheRecorded(String topic) {
    return bare(
        options,
        Ensemble.with(
            options.inference(),
            new JvmNeighbours(options.inference()),
            new AcknowledgedClassifier(
                new Absent(), new InferenceTopic(connection, topic).readOnly(model))));
  }

  private Set<RunOutput> bare(TradingOptions asked, Ensemble taken) {
    Set<RunOutput> rows = new HashSet<>();
    try (Ensemble ensemble = taken) {
      BareLoop loop = new BareLoop(asked, List.copyOf(files.keySet()), ensemble, rows::add);
      log.forEach(loop::on);
    }
    return rows;
  }

  private Set<RunOutput> rows(String topic) {
    Set<RunOutput> rows = new HashSet<>();
    new RowTopics(connection, topic).read(rows::add);
    return rows;
  }

  private List<InferenceRecord> recorded(String topic) {
    List<InferenceRecord> records = new ArrayList<>();
    new InferenceTopic(connection, topic).read(records::add);
    return records;
  }

  private List<MemberOutput> outputs(String topic) {
    return recorded(topic).stream().map(each -> (MemberOutput) each.getPayload()).toList();
  }

  private static Set<String> keys(List<MemberOutput> outputs) {
    return outputs.stream()
        .map(o -> o.getInstrument() + " " + o.getTimeframeMs() + " " + o.getCloseTimeMs())
        .collect(Collectors.toSet());
  }

  private void plant(String topic, List<MemberOutput> outputs, double score) throws Exception {
    new InferenceTopic(connection, topic).ensure();
    WireCodec<InferenceRecord> codec = WireCodec.of(InferenceRecord.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer())) {
      for (MemberOutput output : outputs) {
        MemberOutput planted = MemberOutput.newBuilder(output).setScore(score).build();
        producer
            .send(
                new ProducerRecord<>(
                    TopicPlan.INFERENCE.of(topic),
                    0,
                    output.getLogTimeMs(),
                    output.getInstrument().getBytes(StandardCharsets.UTF_8),
                    codec.encode(new InferenceRecord(planted))))
            .get();
      }
    }
  }
}
