package io.lorentz.command;

import io.lorentz.archive.BadFileException;
import io.lorentz.bitget.CredentialsException;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.VenueDoor;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.consolidation.ConsolidationException;
import io.lorentz.kafka.KafkaArgumentException;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.models.BadModelException;
import io.lorentz.pytorch.DeviceException;
import io.lorentz.trading.configuration.BadConfigurationException;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes the command line: the verbs, and what becomes of what they throw. */
final class CommandLineFactory {

  /** Wide enough for examples: one that is wrapped cannot be copied. */
  private static final int HELP_COLUMNS = 100;

  private static final Logger LOG = LogManager.getLogger(CommandLineFactory.class);

  private CommandLineFactory() {}

  /** The root; a verb is needed. */
  @Command(
      name = "lorentz",
      description = "A deterministic crypto trading system: one job for backtest, paper and live.",
      synopsisSubcommandLabel = "VERB",
      footer = {"", "Example:", "  lorentz demo"})
  static final class Root {}

  /**
   * Makes a command line.
   *
   * @param logFile where the details of unexpected errors are, to be named to the person
   */
  static <T extends Record> CommandLine create(
      Engine<T> engine, Surroundings surroundings, String logFile) {
    return create(engine, surroundings, logFile, VenueDoor.bitget());
  }

  /** The same with another way to an account. */
  static <T extends Record> CommandLine create(
      Engine<T> engine, Surroundings surroundings, String logFile, VenueDoor door) {
    CommandLine config = new CommandLine(new ConfigCommand());
    config.addSubcommand(new ConfigCommand.Show<>(engine, surroundings));
    config.addSubcommand(new ConfigCommand.Check<>(engine, surroundings));
    CommandLine models = new CommandLine(ModelsCommand.root());
    models.addSubcommand(new ModelsCommand.ListVerb<>(engine, surroundings));
    models.addSubcommand(new ModelsCommand.Show(surroundings));
    models.addSubcommand(new ModelsCommand.Promote<>(engine, surroundings));
    models.addSubcommand(new ModelsCommand.Rollback<>(engine, surroundings));
    CommandLine root = new CommandLine(new Root());
    root.addSubcommand(new DemoCommand<>(engine, surroundings));
    root.addSubcommand(new BacktestCommand<>(engine, surroundings));
    root.addSubcommand(new SweepCommand<>(engine, surroundings));
    root.addSubcommand(new TrainCommand<>(engine, surroundings));
    root.addSubcommand(new WalkForwardCommand<>(engine, surroundings));
    root.addSubcommand(models);
    root.addSubcommand(new FeaturesCommand<>(engine, surroundings));
    root.addSubcommand(new ReportCommand(surroundings));
    root.addSubcommand(config);
    root.addSubcommand(checks(engine, surroundings, door));
    CommandLine data = new CommandLine(new DataCommand());
    data.addSubcommand(new DataCommand.Publish(surroundings));
    data.addSubcommand(new DataDownloadCommand(surroundings));
    data.addSubcommand(new DataConsolidateCommand(surroundings));
    data.addSubcommand(new DataValidateCommand(surroundings));
    data.addSubcommand(new DataFillCommand(surroundings));
    data.addSubcommand(new DataExportCommand(surroundings));
    root.addSubcommand(data);
    root.addSubcommand(new EdgeCommand<>(engine, surroundings, door));
    root.addSubcommand(new PaperCommand<>(engine, surroundings));
    root.addSubcommand(new LiveCommand<>(engine, surroundings, door));
    root.addSubcommand(new StatusCommand(surroundings));
    root.addSubcommand(new UiCommand<>(engine, surroundings));
    root.addSubcommand(new BrokerCommand(surroundings));
    OperatorVerb.addTo(root, engine, surroundings);
    root.addSubcommand(new SummaryCommand(surroundings));
    root.addSubcommand(new TelegramCommand(surroundings));
    root.addSubcommand(new CompletionCommand(surroundings));
    addStandardOptions(root);
    root.setColorScheme(surroundings.colours().help());
    root.setOut(surroundings.out());
    root.setErr(surroundings.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(HELP_COLUMNS);
    root.setParameterExceptionHandler((e, arguments) -> misuse(e, arguments, surroundings));
    root.setExecutionExceptionHandler(
        (e, command, parsed) -> failed(e, command, parsed, surroundings, logFile));
    return root;
  }

  private static <T extends Record> CommandLine checks(
      Engine<T> engine, Surroundings surroundings, VenueDoor door) {
    CommandLine check = new CommandLine(new CheckCommand());
    check.addSubcommand(new CheckLookAheadCommand<>(engine, surroundings));
    check.addSubcommand(new CheckWarmUpCommand<>(engine, surroundings));
    check.addSubcommand(new CheckClassifierCommand<>(engine, surroundings));
    check.addSubcommand(new CheckParityCommand<>(engine, surroundings));
    check.addSubcommand(new CheckGpuCommand(surroundings));
    check.addSubcommand(new CheckAccountCommand<>(engine, surroundings, door));
    return check;
  }

  private static void addStandardOptions(CommandLine command) {
    CodeVersion code = CodeVersion.current();
    command
        .getCommandSpec()
        .versionProvider(() -> new String[] {"lorentz " + code})
        .mixinStandardHelpOptions(true)
        .addOption(
            OptionSpec.builder(Colours.NO_COLOR)
                .type(boolean.class)
                .description("Print no colours, on a terminal neither; NO_COLOR does the same.")
                .build());
    if (!command.getSubcommands().isEmpty()) {
      command
          .getCommandSpec()
          .usageMessage()
          .synopsisSubcommandLabel("VERB")
          .commandListHeading("Verbs:%n");
    }
    command.getSubcommands().values().forEach(CommandLineFactory::addStandardOptions);
  }

  private static int misuse(ParameterException e, String[] arguments, Surroundings surroundings) {
    CommandSpec verb = e.getCommandLine().getCommandSpec();
    surroundings.err().println(surroundings.colours().error(e.getMessage()));
    surroundings.err().println("see " + verb.qualifiedName() + " --help");
    JsonArgument.refuse(surroundings, verb, List.of(arguments), ExitCode.MISUSE, e.getMessage());
    return ExitCode.MISUSE;
  }

  private static int failed(
      Exception thrown,
      CommandLine command,
      ParseResult parsed,
      Surroundings surroundings,
      String logFile) {
    if (StopSignal.processEnds()) {
      // What a verb runs into while the process ends is no news to whoever ended it.
      LOG.info("while the process ended", thrown);
      return ExitCode.FAULT;
    }
    Refusal refusal = refusal(thrown, logFile);
    surroundings.err().println(surroundings.colours().error(refusal.message()));
    JsonArgument.refuse(
        surroundings,
        command.getCommandSpec(),
        parsed.originalArgs(),
        refusal.exitCode(),
        refusal.message());
    return refusal.exitCode();
  }

  /** Why a verb gave no result, and what the shell sees. */
  private record Refusal(int exitCode, String message) {}

  private static Refusal refusal(Exception thrown, String logFile) {
    Optional<Throwable> misuse =
        cause(
            thrown,
            MisuseException.class,
            BadConfigurationException.class,
            BadFileException.class,
            KafkaArgumentException.class,
            ConsolidationException.class,
            BadModelException.class,
            CredentialsException.class);
    if (misuse.isPresent()) {
      return new Refusal(ExitCode.MISUSE, misuse.get().getMessage());
    }
    Optional<Throwable> fault =
        cause(thrown, FaultException.class, KafkaFaultException.class, DeviceException.class);
    if (fault.isPresent()) {
      return new Refusal(ExitCode.FAULT, fault.get().getMessage());
    }
    LOG.error("unexpected", thrown);
    return new Refusal(ExitCode.FAULT, "unexpected: " + thrown + "; details in " + logFile);
  }

  /** The outermost cause of one of the kinds: a job wraps what its parts throw. */
  @SafeVarargs
  private static Optional<Throwable> cause(Throwable thrown, Class<? extends Throwable>... kinds) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      for (Class<? extends Throwable> kind : kinds) {
        if (kind.isInstance(cause)) {
          return Optional.of(cause);
        }
      }
    }
    return Optional.empty();
  }
}
