package io.lorentz.flink.inference;

import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.InferenceInput;
import io.lorentz.schemas.Prediction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes {@link InferenceOperator}s on the task where they run. */
public final class InferenceOperatorFactory extends AbstractStreamOperatorFactory<Prediction>
    implements OneInputStreamOperatorFactory<InferenceInput, Prediction> {

  private final EnsembleOptions options;
  private final EnsembleFactory ensembles;
  private final BatchOptions batching;
  private final MeterClock clock;

  /** Keeps the parts; metrics are measured by the clock. */
  public InferenceOperatorFactory(
      EnsembleOptions options, EnsembleFactory ensembles, BatchOptions batching, MeterClock clock) {
    this.clock = clock;
    this.options = options;
    this.ensembles = ensembles;
    this.batching = batching;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
  public <T extends StreamOperator<Prediction>> T createStreamOperator(
      StreamOperatorParameters<Prediction> parameters) {
    @SuppressWarnings("unchecked") // the caller asks for the class that getStreamOperatorClass gave
    T operator = (T) new InferenceOperator(parameters, options, ensembles, batching, clock);
    return operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return InferenceOperator.class;
  }
}
