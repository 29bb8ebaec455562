package io.lorentz.bitget.fake;

/** The venue says no, and has changed nothing. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refused(String code, String message) {
    this(400, code, message);
  }

  Refused(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
