package io.lorentz.command.live;

import io.lorentz.schemas.OperatorAction;
import java.util.concurrent.CompletableFuture;

/** What a person may ask of a live edge. Safe for threads. */
interface Control {

  /**
   * Obeys at once.
   *
   * @param account account of the configuration; empty for all
   * @param reason for whoever reads the log later
   * @return done once the command is in the log; it fails if the edge ends before
   */
  CompletableFuture<Void> obey(String account, OperatorAction action, String reason);

  /** How it stands now. */
  CompletableFuture<EdgeStatus> status();
}
