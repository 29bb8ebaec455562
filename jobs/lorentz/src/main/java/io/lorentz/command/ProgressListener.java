package io.lorentz.command;

/** Is told how far a replay has come. Implementations take calls from any thread. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Takes note of progress.
   *
   * @param marketTimeMs every bar up to this market time was worked off, ms since 1970 UTC
   */
  void onProgress(long marketTimeMs);
}
