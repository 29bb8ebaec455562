package io.lorentz.command.page;

import io.lorentz.schemas.Signal;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Works a log off again to see what led to a signal: a decision is a function of the log, so what
 * is in no topic can be had from it. Not for several threads.
 */
public interface Retracing extends AutoCloseable {

  /**
   * Works the log off up to a signal.
   *
   * @param signal as the run wrote it
   * @param progress told now and then how much of the way is done, 0 to 1
   * @param goesOn asked for each record; when it says no, the answer is that it was stopped
   * @throws io.lorentz.kafka.KafkaFaultException if the log or the broker fails
   */
  Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn);

  @Override
  void close();
}
