package io.lorentz.kafka;

/**
 * What was asked of Kafka cannot be done: a bad configuration file, a topic that is not there, a
 * record that is older than the log. The message names what, the value and the mend; it is meant
 * for a person and is shown without a stack trace.
 */
public final class KafkaArgumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Names what is wrong and the mend. */
  public KafkaArgumentException(String message) {
    super(message);
  }
}
