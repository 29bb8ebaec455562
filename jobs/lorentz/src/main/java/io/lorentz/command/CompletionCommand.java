package io.lorentz.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lorentz completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete verbs, options and their values.",
      "Source it in the shell, or in ~/.bashrc or ~/.zshrc."
    },
    footer = {
      "",
      "Examples:",
      "  lorentz completion > lorentz-completion.sh",
      "  source <(./lorentz completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec verb;

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    CommandSpec root = verb.root();
    surroundings.out().print(AutoComplete.bash(root.name(), root.commandLine()));
    return ExitCode.DONE;
  }
}
