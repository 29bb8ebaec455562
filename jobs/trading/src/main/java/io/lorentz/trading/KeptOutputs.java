package io.lorentz.trading;

import io.lorentz.core.inference.OutputLedger;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.schemas.DeviceGivenUp;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Where outputs of members go that are not bit-exact, and devices that were given up. */
public sealed interface KeptOutputs extends Serializable {

  /**
   * Nowhere: a run over files can be done again, on this machine. So members are asked for one row
   * at a time.
   */
  record Nowhere() implements KeptOutputs {}

  /** Into the topic beside the log, before anything follows from them. */
  record InTopic(InferenceTopic topic) implements KeptOutputs {}

  /** They are read beside the log and nothing is added: a check of a past run. */
  record FromTopic(InferenceTopic topic) implements KeptOutputs {}

  /**
   * Opens what keeps the outputs of a member; empty where nothing does.
   *
   * @param model id of the member's file
   */
  default Optional<OutputLedger> ledger(String model) {
    if (this instanceof InTopic in) {
      return Optional.of(in.topic().ledger(model));
    } else if (this instanceof FromTopic from) {
      return Optional.of(from.topic().readOnly(model));
    }
    return Optional.empty();
  }

  /** Whether what is computed is acknowledged, so that it need not be computed alike again. */
  default boolean acknowledges() {
    return this instanceof InTopic;
  }

  /** Records that a device was given up. It decides nothing, so it may fail. */
  default void record(String reason) {
    if (this instanceof InTopic in) {
      try {
        in.topic().record(new DeviceGivenUp(System.currentTimeMillis(), task(), reason));
      } catch (KafkaFaultException e) {
        LoggerFactory.getLogger(KeptOutputs.class).warn("not recorded: {}", reason, e);
      }
    }
  }

  private static String task() {
    long process = ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + " process " + process;
    } catch (UnknownHostException e) {
      return "process " + process;
    }
  }
}
