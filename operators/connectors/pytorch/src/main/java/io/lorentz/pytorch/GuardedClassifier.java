package io.lorentz.pytorch;

import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A classifier on a device that must answer in time. Where it fails or hangs, the run goes on
 * without it for good, told once, or it ends; never is a query left out.
 *
 * <p>The device computes on a thread of its own, because a hanging call cannot be ended: the thread
 * is given up then, with what it holds.
 */
public final class GuardedClassifier implements Classifier {

  /** PyTorch unpacks its libraries when it starts for the first time. */
  private static final long START_MS = 120_000;

  private final String name;
  private final Optional<Supplier<Classifier>> other;
  private final long timeoutMs;
  private final Consumer<String> moved;
  private final ExecutorService thread;
  private final Future<Classifier> device;
  private Optional<Classifier> inItsPlace = Optional.empty();

  /**
   * Guards a device.
   *
   * @param name name of the member
   * @param device makes the classifier, on the thread that will use it; taken over
   * @param other makes what computes in its place, where something can and may. Empty: a device
   *     that fails or hangs ends the run
   * @param timeoutMs within which a batch has to be answered, ms, 1 or more; the start of the
   *     device has two minutes at least
   * @param moved told the reason when the run goes on without the device; at most once
   */
  public GuardedClassifier(
      Member name,
      Supplier<Classifier> device,
      Optional<Supplier<Classifier>> other,
      long timeoutMs,
      Consumer<String> moved) {
    this.other = other;
    this.name = name.key();
    this.timeoutMs = timeoutMs;
    this.moved = moved;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "device");
              made.setDaemon(true);
              return made;
            });
    this.device = thread.submit(device::get);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    if (inItsPlace.isPresent()) {
      inItsPlace.get().score(batch, scores);
      return;
    }
    try {
      Classifier classifier = started();
      // An array of its own: a call that was given up may still write.
      double[] answer = new double[batch.size()];
      thread.submit(() -> classifier.score(batch, answer)).get(timeoutMs, TimeUnit.MILLISECONDS);
      System.arraycopy(answer, 0, scores, 0, answer.length);
      return;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TorchScriptException wrong) {
        throw wrong;
      }
      // It answers, so it can be closed; a hanging one keeps what it holds.
      giveUp("failed: " + e.getCause(), e.getCause(), this::closeDevice);
    } catch (TimeoutException e) {
      giveUp(
          "has not answered within models.device-timeout-ms (" + timeoutMs + ")",
          e,
          thread::shutdownNow);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("interrupted while the device computed", e);
    }
    inItsPlace.orElseThrow().score(batch, scores);
  }

  /** The first batch waits for PyTorch to start, which is not the device's fault. */
  private Classifier started() throws ExecutionException, InterruptedException, TimeoutException {
    return device.isDone()
        ? device.get()
        : device.get(Math.max(timeoutMs, START_MS), TimeUnit.MILLISECONDS);
  }

  private void giveUp(String what, Throwable cause, Runnable leave) {
    String told = "the device of " + name + " " + what;
    if (other.isEmpty()) {
      throw new DeviceException(told + "; mend it, and see models.on-device-failure", cause);
    }
    inItsPlace = Optional.of(other.get().get());
    leave.run();
    moved.accept(told);
  }

  @Override
  public void close() {
    if (inItsPlace.isEmpty()) {
      closeDevice();
    }
    inItsPlace.ifPresent(Classifier::close);
  }

  /** On the thread that made it, behind whatever it still computes. */
  private void closeDevice() {
    thread.execute(
        () -> {
          try {
            device.get().close();
          } catch (ExecutionException e) {
            // It never came to be, and who asked it was told why.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    thread.shutdown();
  }
}
