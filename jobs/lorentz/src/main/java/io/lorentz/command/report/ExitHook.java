package io.lorentz.command.report;

/**
 * What is done if the process is asked to stop before this is closed. The end of the process may
 * come at any time, so what is done may begin while another thread closes this.
 */
public final class ExitHook implements AutoCloseable {

  private final Thread hook;

  private ExitHook(Thread hook) {
    this.hook = hook;
  }

  /**
   * Registers it.
   *
   * @param name of the thread that does it
   */
  public static ExitHook of(String name, Runnable task) {
    ExitHook registered = new ExitHook(new Thread(task, name));
    Runtime.getRuntime().addShutdownHook(registered.hook);
    return registered;
  }

  /** From now on it is not done, unless the process is ending already. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending; the hook runs or has run.
      return;
    }
  }
}
