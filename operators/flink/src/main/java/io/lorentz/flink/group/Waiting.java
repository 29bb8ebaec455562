package io.lorentz.flink.group;

import io.lorentz.core.group.GroupInputs;
import io.lorentz.schemas.GroupInput;

/** An input that waits for its watermark, and the key of the group it is for. */
record Waiting(Object group, GroupInput input) implements Comparable<Waiting> {

  @Override
  public int compareTo(Waiting other) {
    return GroupInputs.ORDER.compare(input, other.input);
  }
}
