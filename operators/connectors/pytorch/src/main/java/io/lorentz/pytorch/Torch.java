package io.lorentz.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** PyTorch in this process: started once, without a download, one thread per caller. */
public final class Torch {

  private static final String ENGINE = "PyTorch";

  private Torch() {}

  /**
   * Starts it, if it is not there yet.
   *
   * @throws DeviceException if its libraries are not there or do not load
   */
  public static Engine start() {
    // What is set already stays: a cluster has its own.
    setIfAbsent("ai.djl.offline", "true");
    setIfAbsent("OPT_OUT_TRACKING", "true");
    // With more, a busy machine was twenty times slower.
    setIfAbsent("ai.djl.pytorch.num_threads", "1");
    setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw new DeviceException(
          "PyTorch cannot be started ("
              + e
              + "); put api, pytorch-engine, pytorch-jni, pytorch-native and jna into Flink's lib/,"
              + " or name a folder with libtorch in PYTORCH_LIBRARY_PATH",
          e);
    }
  }

  private static void setIfAbsent(String name, String value) {
    if (System.getProperty(name) == null && System.getenv(name) == null) {
      System.setProperty(name, value);
    }
  }

  /**
   * Whether it has been built for a GPU and finds one. DJL itself looks for CUDA's own library and
   * so does not see ROCm; PyTorch does.
   */
  public static boolean hasGpu() {
    return start().hasCapability("CUDA");
  }

  /**
   * The device that a person names.
   *
   * @param name {@code cpu}, {@code gpu:N}, or {@code auto}: the first GPU where there is one
   * @throws DeviceException if there is no such device
   */
  static Device device(String name) {
    if (name.equals("cpu") || (name.equals("auto") && !hasGpu())) {
      return Device.cpu();
    }
    if (!name.equals("auto") && !name.matches("gpu:\\d{1,3}")) {
      throw new DeviceException("device: must be cpu, gpu:N or auto, was " + name + "; name one");
    }
    if (!hasGpu()) {
      throw new DeviceException(
          "device: must be one that PyTorch finds, was "
              + name
              + ", and this PyTorch finds no GPU; install one built for CUDA or ROCm, or set cpu");
    }
    Device chosen =
        Device.gpu(name.equals("auto") ? 0 : Integer.parseInt(name.substring("gpu:".length())));
    requireThere(name, chosen);
    return chosen;
  }

  /** DJL counts the GPUs of CUDA only, so it is tried. */
  private static void requireThere(String name, Device device) {
    try (NDManager manager = NDManager.newBaseManager(device, ENGINE)) {
      manager.create(1f).toFloatArray();
    } catch (RuntimeException e) {
      throw new DeviceException(
          "device: must be one that PyTorch finds, was " + name + " (" + e + "); name another", e);
    }
  }
}
