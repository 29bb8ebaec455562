package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.ParityProof;
import io.lorentz.command.parity.ParityCheck;
import io.lorentz.command.parity.ParityResult;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.RowTopics;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz check parity}. */
@Command(
    name = "parity",
    description = {
      "Replays a recorded run and counts what differs.",
      "Orders, outcomes, fills, account and signals, row by row, against the row topics of the run.",
      "The configuration must be the run's. Exit code 1 if anything differs; the first record of the",
      "log after which run and replay part is named. The run may go on: what it has not come to is",
      "not compared."
    },
    footer = {
      "",
      "Example:",
      "  lorentz check parity --topic market --config my.yaml --bootstrap localhost:9092",
      "  lorentz check parity --topic market --config my.yaml --savepoint out/savepoints/savepoint-1"
    })
final class CheckParityCommand<T extends Record> implements Callable<Integer> {

  private static final int TOLD = 20;

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--savepoint",
      paramLabel = "DIR",
      description =
          "A savepoint of the run to begin with, at its place in the log; only what came after it"
              + " is compared.")
  private Path savepoint;

  @Option(
      names = "--from-offset",
      paramLabel = "N",
      description = "Where in the log the run began, if not at its beginning. Default: 0.")
  private Long fromOffset;

  @Option(
      names = "--end-offset",
      paramLabel = "N",
      description = "Offset behind the last record to replay. Default: the end of the log now.")
  private Long endOffset;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks; changes no row. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the result as JSON; an earlier one in it is replaced.")
  private Path out;

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      defaultValue = LivePermit.PROOFS,
      description =
          "Where what was found is noted down for 'live' and 'summary'. Default: ${DEFAULT-VALUE}.")
  private Path proofs;

  @Mixin private RunTopicsArguments run = new RunTopicsArguments();

  @Mixin private KafkaArguments kafka = new KafkaArguments();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckParityCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    requireArguments();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    try (CheckOutput output = CheckOutput.open(Optional.ofNullable(out));
        KafkaSession session = kafka.open()) {
      KafkaConnection connection = session.connection();
      RecordedLog log =
          RecordedLog.read(connection, run.log(), from(), Optional.ofNullable(endOffset));
      engine.requireInstruments(resolved.options(), log.instruments());
      ParityReport report = new ParityReport(json.told(surroundings).out(), log, resolved.sha256());
      log.notices(resolved.sha256()).forEach(surroundings.err()::println);
      ParityResult result = compare(connection, log, resolved.options());
      Map<Long, RecordedLog.Place> places = log.places(connection, report.causes(result));
      report.print(result, places);
      ObjectNode found = report.json(result, places);
      output.write("parity", found, resolved, List.of(log.data()));
      noteDown(log, resolved.sha256(), result);
      int exitCode = result.differences() == 0 ? ExitCode.DONE : ExitCode.FAULT;
      return json.answer(surroundings, exitCode, found);
    }
  }

  /** Of a run that was started with another configuration nothing is proved. */
  private void noteDown(RecordedLog log, String configurationSha256, ParityResult result) {
    boolean itsOwn =
        !log.starts().isEmpty()
            && log.starts().values().stream().allMatch(configurationSha256::equals);
    if (!itsOwn || result.differences() + result.equal() == 0) {
      return;
    }
    new ParityProof(
            configurationSha256,
            LivePermit.code(),
            run.log(),
            log.topicId(),
            log.fromOffset(),
            log.endOffset(),
            log.span().fromMs(),
            log.span().toMs(),
            result.equal(),
            result.differences(),
            System.currentTimeMillis())
        .write(proofs);
  }

  private void requireArguments() {
    Parallelism.require(parallelism);
    if (savepoint != null && fromOffset != null) {
      throw new MisuseException(
          "--from-offset " + fromOffset + ": a savepoint has its own place; leave one out");
    }
    if (savepoint != null && !Files.isDirectory(savepoint)) {
      throw new MisuseException(
          "--savepoint " + savepoint + ": is no folder; name the one that Flink told");
    }
    requireOffset("--from-offset", fromOffset);
    requireOffset("--end-offset", endOffset);
  }

  private static void requireOffset(String option, Long offset) {
    if (offset != null && offset < 0) {
      throw new MisuseException(option + " " + offset + ": must be 0 or more; give an offset");
    }
  }

  private long from() throws Exception {
    if (savepoint == null) {
      return fromOffset == null ? 0 : fromOffset;
    }
    Long place = engine.savedPlaces(savepoint, run.log()).get(RecordedLog.PARTITION);
    if (place == null) {
      throw new MisuseException(
          "--savepoint " + savepoint + ": has no place in partition 0; choose another");
    }
    return place;
  }

  private ParityResult compare(KafkaConnection connection, RecordedLog log, T options)
      throws Exception {
    RowTopics topics = run.rows(connection);
    ParityCheck check = new ParityCheck(log.span(), TOLD, topics::again);
    topics.readAsWritten(check);
    RunReplayRequest<T> request =
        new RunReplayRequest<>(
            options,
            connection,
            log.range(),
            Optional.ofNullable(savepoint),
            log.remoteAccount(),
            parallelism);
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), log.span().fromMs(), log.span().toMs())) {
      engine.replayRun(request, check, progress);
    } catch (KafkaFaultException | MisuseException | BadConfigurationException e) {
      throw e;
    } catch (Exception e) {
      throw savepoint == null ? e : notRestored(e);
    }
    return check.result();
  }

  private FaultException notRestored(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new FaultException(
        "--savepoint "
            + savepoint
            + ": the replay from it failed ("
            + root.getMessage()
            + "); configuration and build must be those of the run");
  }
}
