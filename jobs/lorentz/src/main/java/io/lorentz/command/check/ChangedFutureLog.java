package io.lorentz.command.check;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A log with another future: as long as before, with bars at the same times, but after the cut they
 * are in another order, rescaled and half of the time turned upside down, on a path that goes on
 * from the last price before the cut. A bar stays one: its low is the lowest, its high the highest.
 *
 * <p>Bars are shuffled within blocks, so it reads no more than one block ahead. The same seed gives
 * the same future.
 */
final class ChangedFutureLog extends DerivedLog {

  private static final int BLOCK_RECORDS = 256;

  /** The path goes on at another level, so that even a market that stands still differs. */
  private static final double JUMP = 1.003;

  /** Prices are rounded to this part of a unit: finer than any tick, and exact as a decimal. */
  private static final double FINEST = 1e8;

  private final long cutMs;
  private final double exponent;
  private final SplittableRandom random;
  private final Map<String, Path> paths = new HashMap<>();
  private final Deque<LogRecord> block = new ArrayDeque<>();

  /** Where an instrument's real and changed price stand. */
  private static final class Path {
    private double real;
    private double changed;
  }

  /**
   * Changes the future.
   *
   * @param cutMs last market time that stays as it was, ms since 1970 UTC
   * @param seed which of the possible futures
   */
  ChangedFutureLog(Iterator<LogRecord> log, long cutMs, long seed) {
    super(log);
    this.cutMs = cutMs;
    this.random = new SplittableRandom(seed);
    double size = 1.25 + 0.75 * random.nextDouble();
    this.exponent = random.nextBoolean() ? -size : size;
  }

  @Override
  Optional<LogRecord> derive() {
    if (!block.isEmpty()) {
      return Optional.of(block.removeFirst());
    }
    Optional<LogRecord> next = read();
    if (next.isPresent() && next.get().getPayload() instanceof Bar bar) {
      if (bar.getCloseTimeMs() > cutMs) {
        prepareBlock(next.get());
        return Optional.of(block.removeFirst());
      }
      pathOf(bar).real = bar.getClose();
      pathOf(bar).changed = bar.getClose() * JUMP;
    }
    return next;
  }

  private Path pathOf(Bar bar) {
    return paths.computeIfAbsent(bar.getInstrument(), unused -> new Path());
  }

  private void prepareBlock(LogRecord first) {
    List<LogRecord> records = new ArrayList<>();
    records.add(first);
    while (records.size() < BLOCK_RECORDS) {
      Optional<LogRecord> next = read();
      if (next.isEmpty()) {
        break;
      }
      records.add(next.get());
    }
    Map<String, Deque<Shape>> shapes = shuffledShapes(records);
    for (LogRecord one : records) {
      block.addLast(
          one.getPayload() instanceof Bar bar
              ? new LogRecord(
                  one.getLogTimeMs(),
                  one.getPartition(),
                  changed(bar, shapes.get(bar.getInstrument()).removeFirst()))
              : one);
    }
  }

  private Map<String, Deque<Shape>> shuffledShapes(List<LogRecord> records) {
    Map<String, List<Shape>> shapes = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (LogRecord one : records) {
      if (one.getPayload() instanceof Bar bar) {
        Path path = pathOf(bar);
        if (path.real == 0) {
          path.real = bar.getOpen();
          path.changed = bar.getOpen();
        }
        if (!shapes.containsKey(bar.getInstrument())) {
          order.add(bar.getInstrument());
        }
        shapes
            .computeIfAbsent(bar.getInstrument(), unused -> new ArrayList<>())
            .add(Shape.of(bar, path.real, exponent));
        path.real = bar.getClose();
      }
    }
    Map<String, Deque<Shape>> shuffled = new HashMap<>();
    order.forEach(instrument -> shuffled.put(instrument, shuffled(shapes.get(instrument))));
    return shuffled;
  }

  private Deque<Shape> shuffled(List<Shape> shapes) {
    for (int i = shapes.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Shape moved = shapes.get(i);
      shapes.set(i, shapes.get(other));
      shapes.set(other, moved);
    }
    return new ArrayDeque<>(shapes);
  }

  private Bar changed(Bar bar, Shape shape) {
    Path path = pathOf(bar);
    double before = path.changed;
    double open = price(before * shape.open);
    double close = price(before * shape.close);
    path.changed = close;
    return Bar.newBuilder(bar)
        .setOpen(open)
        .setHigh(Math.max(price(before * shape.high), Math.max(open, close)))
        .setLow(Math.min(price(before * shape.low), Math.min(open, close)))
        .setClose(close)
        .setVolume(shape.volume)
        .build();
  }

  private static double price(double value) {
    return Math.max(1 / FINEST, Math.rint(value * FINEST) / FINEST);
  }

  /** A bar relative to the close before it. */
  private static final class Shape {
    private final double open;
    private final double high;
    private final double low;
    private final double close;
    private final double volume;

    private Shape(double open, double high, double low, double close, double volume) {
      this.open = open;
      this.high = high;
      this.low = low;
      this.close = close;
      this.volume = volume;
    }

    /** A negative exponent turns the bar upside down: then its low becomes the high. */
    static Shape of(Bar bar, double before, double exponent) {
      double top = exponent < 0 ? bar.getLow() : bar.getHigh();
      double bottom = exponent < 0 ? bar.getHigh() : bar.getLow();
      return new Shape(
          StrictMath.pow(bar.getOpen() / before, exponent),
          StrictMath.pow(top / before, exponent),
          StrictMath.pow(bottom / before, exponent),
          StrictMath.pow(bar.getClose() / before, exponent),
          bar.getVolume());
    }
  }
}
