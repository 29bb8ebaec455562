package io.lorentz.bitget.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What leaves the desk: questions, each with what is to be done with its answer, and records of the
 * log. And the time of the step that is under way.
 */
final class Outbox {

  private final Map<Long, Consumer<Outcome>> waiting = new LinkedHashMap<>();
  private final List<Asked> asks = new ArrayList<>();
  private final List<Object> records = new ArrayList<>();
  private long nowMs;
  private long count;
  private long written;

  void step(long timeMs) {
    nowMs = Math.max(nowMs, timeMs);
  }

  long nowMs() {
    return nowMs;
  }

  void ask(Ask ask, Consumer<Outcome> answered) {
    ask(ask, Long.MAX_VALUE, answered);
  }

  void ask(Ask ask, long notAfterMs, Consumer<Outcome> answered) {
    ask(ask, notAfterMs, () -> true, answered);
  }

  void ask(Ask ask, long notAfterMs, BooleanSupplier stillWanted, Consumer<Outcome> answered) {
    count++;
    waiting.put(count, answered);
    asks.add(new Asked(count, ask, notAfterMs, stillWanted));
  }

  void answered(long id, Outcome outcome) {
    Consumer<Outcome> then = waiting.remove(id);
    if (then == null) {
      throw new IllegalStateException("desk: an answer to " + id + ", which was not asked");
    }
    then.accept(outcome);
  }

  void write(Object payload) {
    records.add(payload);
    written++;
  }

  /** How many records were written in all. */
  long written() {
    return written;
  }

  List<Asked> takeAsks() {
    List<Asked> taken = List.copyOf(asks);
    asks.clear();
    return taken;
  }

  /** Takes what need not wait for the log, and leaves the rest. */
  List<Asked> takeUrgentAsks() {
    if (asks.isEmpty()) {
      return List.of();
    }
    List<Asked> taken = asks.stream().filter(asked -> !asked.waitsForLog()).toList();
    asks.removeIf(asked -> !asked.waitsForLog());
    return taken;
  }

  List<Object> takeRecords() {
    List<Object> taken = List.copyOf(records);
    records.clear();
    return taken;
  }
}
