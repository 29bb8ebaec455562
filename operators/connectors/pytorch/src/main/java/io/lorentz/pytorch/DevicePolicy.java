package io.lorentz.pytorch;

/** What becomes of a run whose device fails or hangs. */
public enum DevicePolicy {
  /** It goes on in plain Java, counted; its decisions are the same. */
  JVM,
  /** It ends. */
  FAIL
}
