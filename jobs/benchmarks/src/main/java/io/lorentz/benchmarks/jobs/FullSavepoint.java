package io.lorentz.benchmarks.jobs;

import io.lorentz.flink.state.Live;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.wire.Imaged;
import io.lorentz.trading.TradingPipeline;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.StateBootstrapTransformation;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Writes a savepoint from which every symbol starts with {@link FullMemory}. */
final class FullSavepoint {

  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.createLocalEnvironment(2);
  private final List<String> symbols;

  /** A savepoint of so many symbols. */
  FullSavepoint(int symbols) {
    this.symbols = CrowdedMarket.symbols(symbols);
  }

  /**
   * Writes it into a folder that is not there.
   *
   * @param memory what the symbols remember; it stays in this process, where the writing runs
   */
  void write(FullMemory memory, String folder) throws Exception {
    Filling.memory = memory;
    SavepointWriter.newSavepoint(env, new HashMapStateBackend(), TradingPipeline.MAX_PARALLELISM)
        .withOperator(
            OperatorIdentifier.forUid("bars-build"),
            filled(new Filling<>("builder", BarState.class, FullMemory::bars)))
        .withOperator(
            OperatorIdentifier.forUid("features-compute"),
            filled(new Filling<>("stage", FeatureState.class, FullMemory::features)))
        .withOperator(
            OperatorIdentifier.forUid("inference-score"),
            filled(new Filling<>("memory", InferenceState.class, FullMemory::inference)))
        .write(folder);
    env.execute("fill a savepoint");
  }

  private StateBootstrapTransformation<Integer> filled(Filling<?> filling) {
    DataStream<Integer> numbers =
        env.fromData(Types.INT, IntStream.range(0, symbols.size()).boxed().toArray(Integer[]::new));
    List<String> names = List.copyOf(symbols);
    return OperatorTransformation.bootstrapWith(numbers)
        .keyBy(i -> names.get(i), Types.STRING)
        .transform(filling);
  }

  /** Gives the state of a symbol, the i-th by name. */
  private interface StateOf<I> extends Serializable {
    I state(FullMemory memory, String symbol, int i);
  }

  private static final class Filling<I extends SpecificRecordBase>
      extends KeyedStateBootstrapFunction<String, Integer> {

    private static FullMemory memory;

    private final String name;
    private final Class<I> type;
    private final StateOf<I> stateOf;
    private transient ValueState<Live<Imaged<I>, I>> state;

    Filling(String name, Class<I> type, StateOf<I> stateOf) {
      this.name = name;
      this.type = type;
      this.stateOf = stateOf;
    }

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(LiveState.descriptor(name, type));
    }

    @Override
    public void processElement(Integer i, Context context) throws Exception {
      I image = stateOf.state(memory, context.getCurrentKey(), i);
      state.update(Live.of(() -> image));
    }
  }
}
