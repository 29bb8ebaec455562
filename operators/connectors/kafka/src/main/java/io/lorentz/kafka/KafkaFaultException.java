package io.lorentz.kafka;

/**
 * Kafka or what lies in it failed: no broker answers, another appender took over, a log whose log
 * time does not increase. The message names what and the mend; it is meant for a person.
 */
public final class KafkaFaultException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Names what failed and the mend. */
  public KafkaFaultException(String message) {
    super(message);
  }

  /** Names what failed and the mend, and keeps the cause for the log file. */
  public KafkaFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
