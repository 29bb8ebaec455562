package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.schemas.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retraces signals one after the other on a thread of its own, and keeps the last answers. Safe for
 * threads.
 */
final class RetraceDesk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RetraceDesk.class);
  private static final int ANSWERS = 200;
  private static final int WAITING = 4;
  private static final long ENDS_WITHIN_MS = 5_000;

  private final Retracing retracing;
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final ExecutorService worker = Executors.newSingleThreadExecutor(RetraceDesk::daemon);
  private final Map<String, Task> tasks = new NewestMap<>(ANSWERS);

  /** A signal on its way, and what came of it. */
  private static final class Task {
    private double share;
    private Optional<ObjectNode> answer = Optional.empty();
    private boolean failed;
  }

  RetraceDesk(Retracing retracing) {
    this.retracing = retracing;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "page-retrace");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What is known of a signal; whoever asks first sets the work going, and asks again until it is
   * done. {@code state} is {@code working}, {@code busy}, {@code found} or {@code missing}.
   *
   * @param key of the signal
   * @param signal as the run wrote it
   */
  synchronized ObjectNode ask(String key, Signal signal) {
    Task task = tasks.get(key);
    if (task == null) {
      if (tasks.values().stream().filter(each -> each.answer.isEmpty()).count() >= WAITING) {
        return JsonNodeFactory.instance.objectNode().put("state", "busy");
      }
      Task fresh = new Task();
      tasks.put(key, fresh);
      worker.execute(() -> work(fresh, signal));
      task = fresh;
    }
    if (task.failed) {
      // Told once; the next question tries again.
      tasks.remove(key);
    }
    double share = task.share;
    return task.answer.orElseGet(
        () -> JsonNodeFactory.instance.objectNode().put("state", "working").put("share", share));
  }

  private void work(Task task, Signal signal) {
    try {
      Retraced retraced = retracing.retrace(signal, share -> progress(task, share), goesOn::get);
      done(task, PageCells.of(retraced, signal), false);
    } catch (KafkaFaultException e) {
      done(task, PageCells.missing(e.getMessage()), true);
    } catch (RuntimeException e) {
      LOG.warn("live page: signal {} cannot be retraced", signal, e);
      done(
          task,
          PageCells.missing("the log could not be worked off again: " + e.getMessage()),
          true);
    }
  }

  private synchronized void progress(Task task, double share) {
    task.share = share;
  }

  private synchronized void done(Task task, ObjectNode answer, boolean failed) {
    task.answer = Optional.of(answer);
    task.failed = failed;
  }

  @Override
  public void close() {
    goesOn.set(false);
    worker.shutdown();
    try {
      if (worker.awaitTermination(ENDS_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        retracing.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
