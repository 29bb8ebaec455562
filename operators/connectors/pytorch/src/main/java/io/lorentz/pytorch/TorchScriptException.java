package io.lorentz.pytorch;

/** A user's file is not what a member has to be; another device would not mend it. */
public final class TorchScriptException extends DeviceException {

  private static final long serialVersionUID = 1;

  TorchScriptException(String message) {
    super(message);
  }

  TorchScriptException(String message, Throwable cause) {
    super(message, cause);
  }
}
