package io.lorentz.trading;

import io.lorentz.pytorch.DevicePolicy;
import java.io.Serializable;

/**
 * Where trained models lie, and what computes with them. What computes changes no decision of
 * trained models.
 *
 * @param store folder that holds a folder per version, named by its id; every task manager reads it
 *     at the same path. Empty, the default: members learn from the log as they go, and versions
 *     that the log names change nothing
 * @param classifier what finds neighbours in a trained memory: JVM, plain Java; PYTORCH, on the
 *     device; AUTO, PYTORCH where PyTorch finds a GPU, else JVM. Default JVM
 * @param device {@code cpu}, {@code gpu:N} or {@code auto}, the first GPU where there is one;
 *     default auto
 * @param onDeviceFailure what becomes of a job whose device fails or hangs: JVM, it goes on in
 *     plain Java, a user's file on the CPU, counted as {@code inference.device_moves_total}; FAIL,
 *     it ends. Default JVM
 * @param deviceTimeoutMs within which a device has to answer a batch, ms, 1 to 600,000; the first
 *     one waits for PyTorch to start; default 30,000
 * @param torchscript TorchScript file of the member {@code torchscript}; every task manager reads
 *     it at the same path. Empty, the default: there is none. What it has to take and give: {@link
 *     io.lorentz.pytorch.TorchScript}
 * @param torchscriptTrainedToMs market time of the last event that the file's training saw, labels
 *     included, ms since 1970 UTC, 0 for a rule that was not trained; there is no prediction for
 *     bars that close then or before. -1, the default, is refused where there is a file
 */
public record ModelOptions(
    String store,
    ClassifierKind classifier,
    String device,
    DevicePolicy onDeviceFailure,
    long deviceTimeoutMs,
    String torchscript,
    long torchscriptTrainedToMs)
    implements Serializable {

  private static final long LONGEST_MS = 600_000;

  /** What finds neighbours. */
  public enum ClassifierKind {
    /** Plain Java. */
    JVM,
    /** A device, by PyTorch. */
    PYTORCH,
    /** A GPU where there is one, else plain Java. */
    AUTO
  }

  /** Checks every component; the message names it. */
  public ModelOptions {
    if (!device.matches("cpu|auto|gpu:\\d{1,3}")) {
      throw new IllegalArgumentException(
          "models.device: must be cpu, gpu:N or auto, was " + device + "; name one of them");
    }
    if (deviceTimeoutMs < 1 || deviceTimeoutMs > LONGEST_MS) {
      throw new IllegalArgumentException(
          "models.deviceTimeoutMs: must be 1 to "
              + LONGEST_MS
              + ", was "
              + deviceTimeoutMs
              + "; 30000 is usual");
    }
    if (!torchscript.isEmpty() && torchscriptTrainedToMs < 0) {
      throw new IllegalArgumentException(
          "models.torchscriptTrainedToMs: must be 0 or more where models.torchscript names a file,"
              + " was "
              + torchscriptTrainedToMs
              + "; give the market time up to which it was trained, 0 if it was not");
    }
  }

  /** Without a user's file. */
  public ModelOptions(
      String store,
      ClassifierKind classifier,
      String device,
      DevicePolicy onDeviceFailure,
      long deviceTimeoutMs) {
    this(store, classifier, device, onDeviceFailure, deviceTimeoutMs, "", -1);
  }

  /** Members that learn from the log as they go. */
  public static ModelOptions defaults() {
    return new ModelOptions("", ClassifierKind.JVM, "auto", DevicePolicy.JVM, 30_000);
  }

  /** The same with another store. */
  public ModelOptions withStore(String otherStore) {
    return new ModelOptions(
        otherStore,
        classifier,
        device,
        onDeviceFailure,
        deviceTimeoutMs,
        torchscript,
        torchscriptTrainedToMs);
  }
}
