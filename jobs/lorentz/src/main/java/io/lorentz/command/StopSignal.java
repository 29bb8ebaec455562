package io.lorentz.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM or an interrupt, for a verb that runs until it is stopped: the process ends only
 * once the verb has put everything in order.
 */
final class StopSignal {

  private static final long WAIT_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile boolean stopped;

  private StopSignal() {}

  static StopSignal register() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether the process is being ended, by Ctrl-C or another signal or by itself. */
  static boolean processEnds() {
    Thread none = new Thread(() -> {}, "none");
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void stop() {
    stopped = true;
    try {
      done.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean goesOn() {
    return !stopped && !Thread.currentThread().isInterrupted();
  }

  /** The verb has ended. */
  void done() {
    done.countDown();
    if (!stopped) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
