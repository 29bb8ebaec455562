package io.lorentz.command.report;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Consecutive bars of one instrument and one length, packed: prices as whole numbers of their last
 * decimal, each told from the one before, deflated.
 *
 * <p>The packed bytes, after inflating, are five columns of {@code count} numbers: start of the bar
 * in bar lengths since the start before (from {@code fromMs} for the first), open less the close
 * before (from 0), close less open, high less the higher of the two, the lower of the two less low.
 * Each number is written seven bits at a time, lowest first, the eighth bit set on all but the last
 * byte; open and close as zigzag (0, -1, 1, -2, …).
 *
 * @param fromMs start of the span the chunk is for, ms since 1970 UTC
 * @param count number of bars
 * @param decimals decimals of the prices
 * @param packed the columns
 */
record BarChunk(long fromMs, int count, int decimals, Packed packed) {

  /** Prices are quoted with fewer; a price with more is rounded, for drawing only. */
  private static final int MOST_DECIMALS = 8;

  /** Bytes that nobody changes. */
  static final class Packed {

    private final byte[] bytes;

    private Packed(byte[] bytes) {
      this.bytes = bytes;
    }

    int size() {
      return bytes.length;
    }

    byte[] toBytes() {
      return bytes.clone();
    }
  }

  /** Gathers bars; their starts ascend. Not thread-safe. */
  static final class Builder {

    private final long lengthMs;
    private long fromMs;
    private int count;
    private int decimals;
    private double scale = 1;
    private long[] starts = new long[256];
    private double[] prices = new double[4 * 256];

    Builder(long lengthMs) {
      this.lengthMs = lengthMs;
    }

    boolean isEmpty() {
      return count == 0;
    }

    void begin(long spanFromMs) {
      fromMs = spanFromMs;
      count = 0;
    }

    void add(long startMs, double open, double high, double low, double close) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        prices = Arrays.copyOf(prices, 8 * count);
      }
      starts[count] = startMs;
      prices[4 * count] = open;
      prices[4 * count + 1] = high;
      prices[4 * count + 2] = low;
      prices[4 * count + 3] = close;
      count++;
      notice(open);
      notice(high);
      notice(low);
      notice(close);
    }

    /** Packs what was gathered. */
    BarChunk pack() {
      ByteArrayOutputStream columns = new ByteArrayOutputStream(8 * count);
      long before = fromMs;
      for (int i = 0; i < count; i++) {
        write(columns, (starts[i] - before) / lengthMs);
        before = starts[i];
      }
      long close = 0;
      for (int i = 0; i < count; i++) {
        write(columns, zigzag(ticks(i, 0) - close));
        close = ticks(i, 3);
      }
      for (int i = 0; i < count; i++) {
        write(columns, zigzag(ticks(i, 3) - ticks(i, 0)));
      }
      for (int i = 0; i < count; i++) {
        write(columns, ticks(i, 1) - Math.max(ticks(i, 0), ticks(i, 3)));
      }
      for (int i = 0; i < count; i++) {
        write(columns, Math.min(ticks(i, 0), ticks(i, 3)) - ticks(i, 2));
      }
      return new BarChunk(fromMs, count, decimals, new Packed(deflate(columns.toByteArray())));
    }

    private void notice(double price) {
      while (decimals < MOST_DECIMALS && Math.rint(price * scale) / scale != price) {
        decimals++;
        scale *= 10;
      }
    }

    private long ticks(int bar, int column) {
      return Math.round(prices[4 * bar + column] * scale);
    }

    private static long zigzag(long number) {
      return (number << 1) ^ (number >> 63);
    }

    private static void write(ByteArrayOutputStream out, long number) {
      long rest = number;
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    private static byte[] deflate(byte[] bytes) {
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
      try {
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
          out.write(buffer, 0, deflater.deflate(buffer));
        }
        return out.toByteArray();
      } finally {
        deflater.end();
      }
    }
  }
}
