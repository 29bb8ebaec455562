package io.lorentz.pytorch;

/** A device cannot be used, or has failed. */
public class DeviceException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  DeviceException(String message) {
    super(message);
  }

  DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
