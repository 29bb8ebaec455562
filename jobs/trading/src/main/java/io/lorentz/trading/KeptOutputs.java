package io.lorentz.trading;

import io.lorentz.core.inference.AcknowledgedClassifier;
import io.lorentz.core.inference.Classifier;
import io.lorentz.kafka.InferenceTopic;
import io.lorentz.schemas.DeviceGivenUp;
import java.io.Serializable;

/** Where outputs of members go that are not bit-exact, and devices that were given up. */
public sealed interface KeptOutputs extends Serializable {

  /** Nowhere: a run over files can be done again, on this machine. */
  record Nowhere() implements KeptOutputs {}

  /** Into the topic beside the log, before anything follows from them. */
  record InTopic(InferenceTopic topic) implements KeptOutputs {}

  /** They are read beside the log and nothing is added: a check of a past run. */
  record FromTopic(InferenceTopic topic) implements KeptOutputs {}

  /**
   * A member whose outputs are kept.
   *
   * @param member taken over
   * @param model id of the member's file
   */
  default Classifier keeping(Classifier member, String model) {
    if (this instanceof InTopic in) {
      return new AcknowledgedClassifier(member, in.topic().ledger(model));
    } else if (this instanceof FromTopic from) {
      return new AcknowledgedClassifier(member, from.topic().readOnly(model));
    }
    return member;
  }

  /** Records that a device was given up. */
  default void record(String reason) {
    if (this instanceof InTopic in) {
      ProcessHandle process = ProcessHandle.current();
      in.topic()
          .record(
              new DeviceGivenUp(System.currentTimeMillis(), "process " + process.pid(), reason));
    }
  }
}
