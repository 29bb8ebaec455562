package io.lorentz.command.training;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.models.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A version per step: each is trained on the days before its embargo and is in force until the
 * next. Steps begin at 00:00 UTC.
 */
public final class WalkForward {

  private static final long DAY_MS = 86_400_000L;

  private final Trainer trainer;
  private final int trainDays;
  private final int stepDays;

  /**
   * @param trainDays length of a training window, days
   * @param stepDays days from a version to the next
   */
  public WalkForward(Trainer trainer, int trainDays, int stepDays) {
    this.trainer = trainer;
    this.trainDays = trainDays;
    this.stepDays = stepDays;
  }

  /**
   * Times from which the versions are in force, ms since 1970 UTC.
   *
   * @param firstMs close of the first bar
   * @param lastMs close of the last bar
   * @param notBeforeMs nothing is scored before it
   * @throws MisuseException if not one window fits
   */
  List<Long> steps(long firstMs, long lastMs, long notBeforeMs) {
    long earliest = Math.max(notBeforeMs, firstMs + trainDays * DAY_MS + trainer.embargoMs());
    long step = Math.floorDiv(earliest + DAY_MS - 1, DAY_MS) * DAY_MS;
    List<Long> steps = new ArrayList<>();
    for (; step < lastMs; step += stepDays * DAY_MS) {
      steps.add(step);
    }
    if (steps.isEmpty()) {
      throw new MisuseException(
          "--train-days "
              + trainDays
              + ": leaves nothing to score, the bars end "
              + Cells.utc(lastMs)
              + " and the first version could be in force from "
              + Cells.utc(step)
              + "; give more bars or a shorter window");
    }
    return steps;
  }

  /**
   * Trains every version, several at a time; what comes out does not depend on how many.
   *
   * @param firstMs close of the first bar
   * @param lastMs close of the last bar
   * @param notBeforeMs nothing is scored before it
   * @param store folder of the versions; is made if it is not there
   * @param threads how many train at a time, 1 or more
   * @param trained told from any thread the time of each step that is done
   */
  public Schedule train(
      long firstMs, long lastMs, long notBeforeMs, Path store, int threads, LongConsumer trained)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      SortedMap<Long, Future<ModelFolder>> futures = new TreeMap<>();
      for (long step : steps(firstMs, lastMs, notBeforeMs)) {
        futures.put(step, pool.submit(() -> step(step, store, trained)));
      }
      SortedMap<Long, ModelFolder> versions = new TreeMap<>();
      for (var future : futures.entrySet()) {
        versions.put(future.getKey(), future.getValue().get());
      }
      return new Schedule(versions);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      // Nobody may write into a folder that its owner has removed.
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.HOURS);
    }
  }

  private ModelFolder step(long step, Path store, LongConsumer trained) {
    long toMs = step - trainer.embargoMs();
    Window window = new Window(toMs - trainDays * DAY_MS, toMs);
    Path half = store.resolve(".training-" + step);
    ModelFolder version = trainer.train(window, half);
    Path target = store.resolve(version.id());
    try {
      Files.move(half, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    trained.accept(step);
    return ModelFolder.open(target);
  }
}
