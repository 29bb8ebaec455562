package io.lorentz.command;

import java.util.Optional;

/** A job that runs inside this process. For any number of threads. */
public interface RunningTrade extends AutoCloseable {

  /** Address of its web UI. */
  String uiAddress();

  /** Whether it goes on from an earlier run's checkpoint. */
  boolean resumed();

  /** Why it has ended by itself; empty while it runs. */
  Optional<String> failure();

  /** Stops it; its last checkpoint stays. */
  @Override
  void close();
}
