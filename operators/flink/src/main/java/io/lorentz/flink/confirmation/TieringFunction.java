package io.lorentz.flink.confirmation;

import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.confirmation.Tiering;
import io.lorentz.flink.metrics.LabelledCounters;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.TierState;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Shell of {@link Tiering}. */
public final class TieringFunction extends KeyedProcessFunction<String, Prediction, Candidate> {

  private final ConfirmationOptions options;
  private transient LiveState<Tiering, TierState> tierings;
  private transient LabelledCounters candidates;

  /** Lets through what is confident by the given options. */
  public TieringFunction(ConfirmationOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    tierings =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("tiering", TierState.class)),
            image -> Tiering.restore(options, image));
    candidates =
        new LabelledCounters(
            getRuntimeContext().getMetricGroup().addGroup("confirmation"),
            "instrument",
            "candidates_total");
  }

  @Override
  public void processElement(Prediction prediction, Context context, Collector<Candidate> out)
      throws IOException {
    tierings
        .get(() -> new Tiering(prediction.getInstrument(), options))
        .onPrediction(prediction)
        .ifPresent(
            candidate -> {
              candidates.of(candidate.getInstrument()).inc();
              out.collect(candidate);
            });
  }
}
