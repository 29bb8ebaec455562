package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.LogScan;
import io.lorentz.models.ModelFolder;
import io.lorentz.models.ModelFolders;
import io.lorentz.models.ModelQuality;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorentz models}: versions of the models, and which is in force. */
@Command(
    name = "models",
    description = "Versions of the models: which there are, and which is in force when.",
    synopsisSubcommandLabel = "VERB",
    footer = {"", "Example:", "  lorentz models list --store models"})
final class ModelsCommand {

  /** What the log gives as the reason of a rollback. */
  private static final String ROLLBACK = "rollback";

  private ModelsCommand() {}

  /** The root of the verbs. */
  static ModelsCommand root() {
    return new ModelsCommand();
  }

  /** {@code lorentz models list}. */
  @Command(
      name = "list",
      description = "Lists the versions of a store, the first trained first.",
      footer = {"", "Example:", "  lorentz models list --store models"})
  static final class ListVerb<T extends Record> implements Callable<Integer> {

    private final Engine<T> engine;
    private final Surroundings surroundings;

    @Option(
        names = "--store",
        required = true,
        paramLabel = "DIR",
        description = "Folder with the versions.")
    private Path store;

    @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

    @Mixin private JsonArgument json = new JsonArgument();

    ListVerb(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      T options = configuration.resolve(engine.configuration()).options();
      List<ModelFolder> versions = new ModelFolders(store, engine.modelNeeds(options)).all();
      for (ModelFolder version : versions) {
        json.told(surroundings)
            .out()
            .println(
                version.id()
                    + "  trained to "
                    + Cells.utc(version.manifest().trainedToMs())
                    + "  "
                    + (weakest(version).isEmpty() ? "beats its baselines" : "does not beat them"));
      }
      if (versions.isEmpty()) {
        json.told(surroundings).out().println("no version in " + store);
      }
      ObjectNode result = JsonArgument.object();
      ArrayNode listed = result.putArray("versions");
      versions.forEach(version -> listed.add(brief(version)));
      return json.answer(surroundings, ExitCode.DONE, result);
    }
  }

  /** {@code lorentz models show}. */
  @Command(
      name = "show",
      description = "Shows what a version was trained on and what it is worth; checks its files.",
      footer = {"", "Example:", "  lorentz models show out/model"})
  static final class Show implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "Folder of the version.")
    private Path model;

    @Mixin private JsonArgument json = new JsonArgument();

    Show(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ModelFolder version = ModelFolder.open(model);
      version.read();
      json.told(surroundings).out().println("model " + version.id());
      json.told(surroundings).out().println("features " + version.manifest().features());
      json.told(surroundings)
          .out()
          .println(
              "label "
                  + version.manifest().label()
                  + " over "
                  + version.manifest().labelHorizonBars()
                  + " bars, "
                  + version.manifest().neighbours()
                  + " neighbours, instruments "
                  + String.join(", ", version.manifest().instruments()));
      QualityTable.lines(version.manifest()).forEach(json.told(surroundings).out()::println);
      weakest(version)
          .ifPresent(
              one ->
                  json.told(surroundings)
                      .out()
                      .println("it does not beat its baselines on " + timeframe(one)));
      ObjectNode result = brief(version);
      result.set("manifest", JsonArgument.tree(version.manifest()));
      return json.answer(surroundings, ExitCode.DONE, result);
    }
  }

  /** {@code lorentz models promote}. */
  @Command(
      name = "promote",
      description = {
        "Puts a version in force: copies it into the store and says so in the log.",
        LogPlaceArguments.SEAT
      },
      footer = {
        "",
        "Example:",
        "  lorentz models promote out/model --store models --topic market --bootstrap localhost:9092",
        "",
        "Exits 1 where the version does not beat its baselines and nobody insists (--force)."
      })
  static final class Promote<T extends Record> implements Callable<Integer> {

    private final Engine<T> engine;
    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "Folder of the version.")
    private Path model;

    @Option(
        names = "--store",
        required = true,
        paramLabel = "DIR",
        description = "Folder with the versions.")
    private Path store;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        converter = UtcTime.class,
        description = "Market time from which it is in force. Default: that of the command.")
    private java.time.Instant from;

    @Option(names = "--shadow", description = "It rides along: scored and logged, not traded.")
    private boolean shadow;

    @Option(names = "--force", description = "Insist, although it does not beat its baselines.")
    private boolean force;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why a person insists; stands in the log. Needed with --force.")
    private String reason;

    @Mixin private LogPlaceArguments place = new LogPlaceArguments();
    @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
    @Mixin private KafkaArguments kafka = new KafkaArguments();

    @Mixin private JsonArgument json = new JsonArgument();

    Promote(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      if (ROLLBACK.equals(reason)) {
        throw new MisuseException(
            "--reason rollback: is what 'models rollback' writes; say why you insist");
      }
      if (force == (reason == null || reason.isBlank())) {
        throw new MisuseException(
            "--force, --reason: go together; say why you insist, or leave both out");
      }
      T options = configuration.resolve(engine.configuration()).options();
      ModelFolder version = ModelFolder.open(model).requireFits(engine.modelNeeds(options));
      requireTimeframes(version, engine.confirmedTimeframesMs(options));
      requireWorth(version);
      long atMs = place.atMs();
      long fromMs = from == null ? atMs : from.toEpochMilli();
      if (fromMs < version.manifest().scoresFromMs()) {
        throw new MisuseException(
            model
                + ": knows the market up to "
                + Cells.utc(version.manifest().trainedToMs())
                + " and may score from "
                + Cells.utc(version.manifest().scoresFromMs())
                + " on, not from "
                + Cells.utc(fromMs)
                + "; give a later --from, or train on an earlier window");
      }
      try (KafkaSession session = kafka.open()) {
        new ModelFolders(store, engine.modelNeeds(options)).add(version);
        ModelRole role = shadow ? ModelRole.SHADOW : ModelRole.PRIMARY;
        String why = force ? reason : "";
        place.append(
            session.connection(), atMs, at -> new ModelVersion(version.id(), role, fromMs, why));
      }
      json.told(surroundings)
          .out()
          .println(
              version.id()
                  + (shadow ? " rides along from " : " is in force from ")
                  + Cells.utc(fromMs)
                  + " in topic "
                  + place.topic());
      ObjectNode result =
          JsonArgument.object()
              .put("id", version.id())
              .put("role", shadow ? "shadow" : "primary")
              .put("in_force_from", Cells.utc(fromMs))
              .put("topic", place.topic());
      return json.answer(surroundings, ExitCode.DONE, result);
    }

    /** A candidate that rides along may be worth nothing yet: that is what it rides along for. */
    private void requireWorth(ModelFolder version) {
      Optional<ModelQuality> weakest = weakest(version);
      if (weakest.isPresent() && !force && !shadow) {
        throw new FaultException(
            model
                + ": does not beat its baselines on "
                + timeframe(weakest.get())
                + " (accuracy "
                + percent(weakest.get().accuracy())
                + ", class prior "
                + percent(weakest.get().accuracyOfPrior())
                + ", momentum "
                + percent(weakest.get().accuracyOfMomentum())
                + "; Brier "
                + weakest.get().brier()
                + ", prior "
                + weakest.get().brierOfPrior()
                + "); insist with --force --reason, or let it ride along with --shadow");
      }
    }

    private void requireTimeframes(ModelFolder version, List<Long> needed) {
      List<Long> trained =
          version.manifest().quality().stream().map(ModelQuality::timeframeMs).toList();
      for (long timeframeMs : needed) {
        if (!trained.contains(timeframeMs)) {
          throw new MisuseException(
              model
                  + ": was trained for "
                  + trained.stream().map(Cells::timeframe).toList()
                  + ", not for "
                  + Cells.timeframe(timeframeMs)
                  + ", which the configuration confirms with; train it with --timeframes");
        }
      }
    }
  }

  /** {@code lorentz models rollback}. */
  @Command(
      name = "rollback",
      description = {
        "Puts the version in force again that was before the last; without one, none.",
        LogPlaceArguments.SEAT
      },
      footer = {
        "",
        "Example:",
        "  lorentz models rollback --store models --topic market --bootstrap localhost:9092"
      })
  static final class Rollback<T extends Record> implements Callable<Integer> {

    private final Engine<T> engine;
    private final Surroundings surroundings;

    @Option(
        names = "--store",
        required = true,
        paramLabel = "DIR",
        description = "Folder with the versions.")
    private Path store;

    @Mixin private LogPlaceArguments place = new LogPlaceArguments();
    @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
    @Mixin private KafkaArguments kafka = new KafkaArguments();

    @Mixin private JsonArgument json = new JsonArgument();

    Rollback(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      String back;
      try (KafkaSession session = kafka.open()) {
        List<ModelVersion> primaries =
            primaries(new LogScan(session.connection(), place.topic(), 0));
        if (primaries.isEmpty()) {
          throw new MisuseException(
              "--topic " + place.topic() + ": names no version; there is nothing to go back from");
        }
        ModelVersion last = primaries.get(primaries.size() - 1);
        back = primaries.size() == 1 ? "" : primaries.get(primaries.size() - 2).getId();
        requireThere(back);
        place.append(
            session.connection(),
            place.atMs(),
            // A version that is not in force yet must not come into force either.
            at ->
                new ModelVersion(
                    back, ModelRole.PRIMARY, Math.max(at, last.getInForceFromMs()), ROLLBACK));
      }
      json.told(surroundings)
          .out()
          .println(
              (back.isEmpty() ? "no version" : back)
                  + " is in force again in topic "
                  + place.topic());
      ObjectNode result =
          JsonArgument.object().put("id", back.isEmpty() ? null : back).put("topic", place.topic());
      return json.answer(surroundings, ExitCode.DONE, result);
    }

    private void requireThere(String id) {
      if (!id.isEmpty()) {
        T options = configuration.resolve(engine.configuration()).options();
        new ModelFolders(store, engine.modelNeeds(options)).load(id);
      }
    }

    /** Versions put in force, less those that a rollback took away. */
    private static List<ModelVersion> primaries(LogScan log) {
      List<ModelVersion> primaries = new ArrayList<>();
      log.read(
          new LogScan.Visitor() {
            @Override
            public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
              if (logRecord.getPayload() instanceof ModelVersion version
                  && version.getRole() == ModelRole.PRIMARY) {
                if (!version.getReason().equals(ROLLBACK)) {
                  primaries.add(version);
                } else if (!primaries.isEmpty()) {
                  // What it took back may lie before the log's first record.
                  primaries.remove(primaries.size() - 1);
                }
              }
              return true;
            }

            @Override
            public void onUnreadable(long offset, String reason) {
              // No version is in it.
            }
          });
      return primaries;
    }
  }

  /** What a list says of a version. */
  private static ObjectNode brief(ModelFolder version) {
    return JsonArgument.object()
        .put("id", version.id())
        .put("trained_from", Cells.utc(version.manifest().trainedFromMs()))
        .put("trained_to", Cells.utc(version.manifest().trainedToMs()))
        .put("scores_from", Cells.utc(version.manifest().scoresFromMs()))
        .put("beats_its_baselines", weakest(version).isEmpty());
  }

  /** The first timeframe on which a version does not beat its baselines; empty if on none. */
  private static Optional<ModelQuality> weakest(ModelFolder version) {
    return version.manifest().quality().stream()
        .filter(one -> !one.beatsItsBaselines())
        .findFirst();
  }

  private static String timeframe(ModelQuality quality) {
    return Cells.timeframe(quality.timeframeMs());
  }

  private static String percent(double share) {
    return String.format(java.util.Locale.ROOT, "%.2f %%", 100 * share);
  }
}
