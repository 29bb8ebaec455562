package io.lorentz.flink.inference;

import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Prediction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.YieldingOperatorFactory;

/** Makes {@link InferenceOperator}s and gives them the mailbox of their task. */
public final class InferenceOperatorFactory extends AbstractStreamOperatorFactory<Prediction>
    implements OneInputStreamOperatorFactory<FeatureVector, Prediction>,
        YieldingOperatorFactory<Prediction> {

  private final EnsembleOptions options;
  private final EnsembleFactory ensembles;
  private final BatchOptions batching;

  /** Keeps the parts. */
  public InferenceOperatorFactory(
      EnsembleOptions options, EnsembleFactory ensembles, BatchOptions batching) {
    this.options = options;
    this.ensembles = ensembles;
    this.batching = batching;
  }

  @Override
  public <T extends StreamOperator<Prediction>> T createStreamOperator(
      StreamOperatorParameters<Prediction> parameters) {
    @SuppressWarnings("unchecked") // the caller asks for the class that getStreamOperatorClass gave
    T operator =
        (T)
            new InferenceOperator(
                parameters, options, ensembles, batching, getMailboxExecutor());
    return operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return InferenceOperator.class;
  }
}
