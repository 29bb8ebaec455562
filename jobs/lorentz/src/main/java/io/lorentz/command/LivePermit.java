package io.lorentz.command;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.ParityProof;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.schemas.JobStarted;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * What has to be shown before a configuration trades live: that it ran on paper and was replayed
 * without a difference, or why it shall trade all the same.
 */
final class LivePermit {

  /** Where proofs lie unless told otherwise. */
  static final String PROOFS = "out/parity";

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      defaultValue = PROOFS,
      description = "Where 'check parity' has left its proofs. Default: ${DEFAULT-VALUE}.")
  private Path proofs;

  @Option(
      names = "--force",
      description = "Trade without such a proof; needs --reason, which goes into the log.")
  private boolean force;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it is forced, for whoever reads the log later.")
  private String reason;

  /** What code this is, as a log and a proof name it. */
  static String code() {
    CodeVersion code = CodeVersion.current();
    return code.version() + " " + code.commit();
  }

  /** Checks the arguments. */
  void requireArguments() {
    if (force != (reason != null && !reason.isBlank())) {
      throw new MisuseException("--force, --reason: go together; give both or none");
    }
  }

  /**
   * The start that goes into the log.
   *
   * @param account account of the configuration that trades live
   * @throws FaultException if there is no proof and it is not forced
   */
  JobStarted started(String configurationSha256, String account) {
    Optional<String> objection = objection(configurationSha256);
    if (objection.isPresent() && !force) {
      throw new FaultException(
          "live: "
              + objection.get()
              + "; let 'lorentz paper' run with this configuration and 'lorentz check parity' find"
              + " 0 differences, or give --force --reason TEXT");
    }
    String code = objection.isPresent() ? code() + "; forced: " + reason : code();
    return new JobStarted(configurationSha256, code, account);
  }

  private Optional<String> objection(String configurationSha256) {
    Optional<ParityProof> proof = ParityProof.of(proofs, configurationSha256);
    if (proof.isEmpty()) {
      return Optional.of(
          "no run of the configuration " + configurationSha256 + " was replayed, by " + proofs);
    }
    return proof
        .get()
        .objection(configurationSha256, code())
        .map(text -> "the proof in " + proofs + " does not count, because " + text);
  }
}
