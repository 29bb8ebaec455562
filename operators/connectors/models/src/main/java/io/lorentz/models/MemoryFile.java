package io.lorentz.models;

import io.lorentz.core.inference.FeatureRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Rows to compare with as bytes, big-endian: {@code LRTZMEM1}, the number of rows (int), f1 of all
 * rows (doubles), f2 to f5 likewise, then a label per row (-1, 0 or 1; a byte).
 */
final class MemoryFile {

  private static final byte[] MAGIC = "LRTZMEM1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = MAGIC.length + Integer.BYTES;
  private static final int ROW_BYTES = FeatureRing.FEATURES * Double.BYTES + 1;

  private MemoryFile() {}

  static String name(long timeframeMs) {
    return "memory-" + timeframeMs + ".bin";
  }

  static byte[] bytes(FeatureRing memory) {
    int rows = memory.capacity();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(HEAD, Math.multiplyExact(rows, ROW_BYTES)));
    bytes.put(MAGIC).putInt(rows);
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      for (double value : memory.column(feature)) {
        bytes.putDouble(value);
      }
    }
    for (int row = 0; row < rows; row++) {
      bytes.put((byte) memory.label(row));
    }
    return bytes.array();
  }

  static FeatureRing read(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    byte[] magic = new byte[MAGIC.length];
    if (content.length >= HEAD) {
      bytes.get(magic);
    }
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      throw new BadModelException(file, "is no memory of a model", "train it again");
    }
    int rows = bytes.getInt();
    if (rows < 1 || (long) rows * ROW_BYTES != bytes.remaining()) {
      throw new BadModelException(
          file,
          "has "
              + bytes.remaining()
              + " bytes of rows, "
              + rows
              + " rows take "
              + ROW_BYTES
              + " each",
          "copy it again, or train it again");
    }
    double[][] columns = new double[FeatureRing.FEATURES][rows];
    for (double[] column : columns) {
      for (int row = 0; row < rows; row++) {
        column[row] = bytes.getDouble();
        if (!Double.isFinite(column[row])) {
          throw new BadModelException(file, "row " + row + " is not finite", "train it again");
        }
      }
    }
    byte[] labels = new byte[rows];
    bytes.get(labels);
    for (byte label : labels) {
      if (label < -1 || label > 1) {
        throw new BadModelException(file, "has a label " + label, "train it again");
      }
    }
    return FeatureRing.of(columns, labels);
  }
}
