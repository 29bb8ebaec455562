package io.lorentz.flink.inference;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.InferenceMemory;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.core.inference.Query;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.state.Live;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceInput;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Scores feature vectors in batches, in order, without ever computing on the task thread while a
 * batch bound is set.
 *
 * <p>A batch leaves when it is full, when its time bound ends, when the input ends, and before a
 * barrier. Results and watermarks leave in the order in which their causes came: a watermark waits
 * in the queue behind the results it follows and never closes a batch. The task thread waits only
 * when {@code maxInFlight} queries are unanswered, and then it works off its mailbox meanwhile.
 *
 * <p>A failure of a worker fails the task: a decision is never made without its prediction.
 */
public final class InferenceOperator extends AbstractStreamOperator<Prediction>
    implements OneInputStreamOperator<InferenceInput, Prediction>, BoundedOneInput {

  /** Side output: what a version of the models says that rides along and is not traded. */
  public static final OutputTag<Prediction> SHADOW =
      new OutputTag<>("shadow", new AvroTypeInfo<>(Prediction.class));

  /** How long a batch under way may take to end when the task does. */
  private static final long WORKER_END_S = 10;

  private final EnsembleOptions options;
  private final EnsembleFactory ensembles;
  private final BatchOptions batching;
  private final MailboxExecutor mailbox;
  private final MeterClock clock;

  private transient LiveState<InferenceMemory, InferenceState> memories;
  private transient InferenceMeters meters;
  private transient Ensemble ensemble;
  private transient Optional<ModelStore> models;
  private transient ExecutorService worker;

  /** Everything that has come and not left, oldest first. */
  private transient ArrayDeque<Entry> queue;

  /** The entries of the batch that is being gathered. */
  private transient List<Pending> gathering;

  private transient int inFlight;
  private transient ScheduledFuture<?> flushTimer;

  /** What waits in the queue. */
  private sealed interface Entry permits Pending, Passing {}

  /** A query and, once known, its answer; or a row without a query, which has none. */
  private static final class Pending implements Entry {
    private final Optional<Query> query;
    private final boolean shadow;
    private final long logTimeMs;
    private final long cameAtNanos;
    private boolean answered;
    private Optional<Prediction> answer = Optional.empty();

    Pending(Optional<Query> query, boolean shadow, long logTimeMs, long cameAtNanos) {
      this.query = query;
      this.shadow = shadow;
      this.logTimeMs = logTimeMs;
      this.cameAtNanos = cameAtNanos;
    }
  }

  /** A watermark on its way through. */
  private record Passing(Watermark watermark) implements Entry {}

  InferenceOperator(
      StreamOperatorParameters<Prediction> parameters,
      EnsembleOptions options,
      EnsembleFactory ensembles,
      BatchOptions batching,
      MeterClock clock) {
    super(parameters);
    this.options = options;
    this.ensembles = ensembles;
    this.batching = batching;
    this.clock = clock;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    ValueState<Live<InferenceMemory, InferenceState>> state =
        getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            LiveState.<InferenceMemory, InferenceState>descriptor("memory", InferenceState.class));
    models = ensembles.store();
    memories = new LiveState<>(state, image -> InferenceMemory.restore(options, image, models));
    meters = new InferenceMeters(getMetricGroup());
    ensemble = ensembles.create(options, this::deviceGivenUp);
    queue = new ArrayDeque<>();
    gathering = new ArrayList<>(batching.maxQueries());
    if (batching.maxWaitMs() > 0) {
      worker =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "inference-" + getRuntimeContext().getTaskInfo());
                thread.setDaemon(true);
                return thread;
              });
    }
  }

  private void deviceGivenUp(String reason) {
    LOG.warn("inference goes on without it: {}", reason);
    meters.deviceMoved();
  }

  @Override
  public void processElement(StreamRecord<InferenceInput> element) throws Exception {
    InferenceInput input = element.getValue();
    InferenceMemory memory =
        memories.get(() -> new InferenceMemory(input.getInstrument(), options, models));
    if (input.getPayload() instanceof ModelVersion version) {
      memory.announce(version);
    } else if (input.getPayload() instanceof FeatureVector vector) {
      Optional<Query> query = memory.absorb(vector);
      memory.unscored().ifPresent(meters::unscored);
      ask(query, false, element.getTimestamp());
      if (memory.shadow().isPresent()) {
        ask(memory.shadow(), true, element.getTimestamp());
      }
    }
  }

  private void ask(Optional<Query> query, boolean shadow, long logTimeMs) throws Exception {
    if (query.isEmpty()) {
      passRow(logTimeMs);
    } else if (batching.maxWaitMs() == 0) {
      meters.batch(1);
      long cameAt = clock.nanos();
      ensemble.predict(query.get()).ifPresent(p -> emit(p, shadow, logTimeMs, cameAt));
    } else {
      enqueue(new Pending(query, shadow, logTimeMs, clock.nanos()));
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (queue.isEmpty()) {
      super.processWatermark(mark);
    } else {
      queue.addLast(new Passing(mark));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    drain();
  }

  @Override
  public void endInput() throws Exception {
    drain();
  }

  @Override
  public void close() throws Exception {
    if (worker != null) {
      worker.shutdownNow();
      // A classifier's native memory must not go while a batch still reads it.
      if (!worker.awaitTermination(WORKER_END_S, TimeUnit.SECONDS)) {
        LOG.warn("the batch under way has not ended within {} s", WORKER_END_S);
      }
    }
    if (ensemble != null) {
      ensemble.close();
    }
    super.close();
  }

  /**
   * A row without a query has entered the ring too. Behind unanswered queries it takes a place in
   * flight like them, or rows without end could overwrite what those still read.
   */
  private void passRow(long logTimeMs) throws Exception {
    awaitPlace();
    if (!queue.isEmpty()) {
      Pending row = new Pending(Optional.empty(), false, logTimeMs, 0);
      row.answered = true;
      queue.addLast(row);
      inFlight++;
    }
  }

  private void awaitPlace() throws Exception {
    while (inFlight >= batching.maxInFlight()) {
      flush();
      mailbox.yield();
    }
  }

  private void enqueue(Pending pending) throws Exception {
    awaitPlace();
    queue.addLast(pending);
    gathering.add(pending);
    inFlight++;
    if (gathering.size() >= batching.maxQueries()) {
      flush();
    } else if (gathering.size() == 1) {
      ProcessingTimeCallback bound = at -> flush();
      flushTimer =
          getProcessingTimeService()
              .registerTimer(
                  getProcessingTimeService().getCurrentProcessingTime() + batching.maxWaitMs(),
                  bound);
    }
  }

  /** Sends what has been gathered to the worker. */
  private void flush() {
    if (flushTimer != null) {
      flushTimer.cancel(false);
      flushTimer = null;
    }
    if (gathering.isEmpty()) {
      return;
    }
    List<Pending> batch = List.copyOf(gathering);
    gathering.clear();
    meters.batch(batch.size());
    worker.execute(() -> answer(batch));
  }

  /** On the worker: computes, then hands the answers to the task thread. */
  private void answer(List<Pending> batch) {
    try {
      List<Query> queries = new ArrayList<>(batch.size());
      for (Pending pending : batch) {
        queries.add(pending.query.orElseThrow());
      }
      List<Optional<Prediction>> answers = ensemble.predict(queries);
      mailbox.execute(() -> settle(batch, answers), "settle %s predictions", batch.size());
    } catch (RuntimeException | Error failure) {
      mailbox.execute(
          () -> {
            throw new IllegalStateException("inference failed", failure);
          },
          "rethrow a failure of inference");
    }
  }

  /** On the task thread: keeps the answers and lets out what has become first in the queue. */
  private void settle(List<Pending> batch, List<Optional<Prediction>> answers) throws Exception {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer = answers.get(i);
      batch.get(i).answered = true;
    }
    Entry head = queue.peekFirst();
    while (head != null && !(head instanceof Pending pending && !pending.answered)) {
      queue.removeFirst();
      if (head instanceof Pending pending) {
        inFlight--;
        pending.answer.ifPresent(
            prediction -> emit(prediction, pending.shadow, pending.logTimeMs, pending.cameAtNanos));
      } else if (head instanceof Passing passing) {
        super.processWatermark(passing.watermark());
      }
      head = queue.peekFirst();
    }
  }

  private void drain() throws Exception {
    flush();
    while (!queue.isEmpty()) {
      mailbox.yield();
    }
  }

  private void emit(Prediction prediction, boolean shadow, long logTimeMs, long cameAtNanos) {
    meters.answered(prediction, clock.nanos() - cameAtNanos);
    StreamRecord<Prediction> leaving = new StreamRecord<>(prediction, logTimeMs);
    if (shadow) {
      output.collect(SHADOW, leaving);
    } else {
      output.collect(leaving);
    }
  }
}
