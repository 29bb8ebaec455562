package io.lorentz.pytorch;

/** What becomes of a run whose device fails or hangs. */
public enum DevicePolicy {
  /**
   * It goes on without it, counted and recorded: neighbours in plain Java, whose decisions are the
   * same, a user's TorchScript file on the CPU.
   */
  JVM,
  /** It ends. */
  FAIL
}
