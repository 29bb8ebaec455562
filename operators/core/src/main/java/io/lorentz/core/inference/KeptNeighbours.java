package io.lorentz.core.inference;

import java.nio.ByteBuffer;

/**
 * The two queues of the published indicator as one: up to eight kept neighbours with distance and
 * label, oldest first. They live across bars. Not thread-safe.
 */
final class KeptNeighbours {

  /** Number of neighbours kept: the indicator's default. */
  static final int KEPT = 8;

  /** Place in the queue of nine whose distance becomes the threshold: round(3 * 8 / 4). */
  private static final int THRESHOLD_PLACE = 6;

  private static final int ENTRY_BYTES = Long.BYTES + Double.BYTES + 1;

  private final long[] rows = new long[KEPT + 1];
  private final double[] distances = new double[KEPT + 1];
  private final byte[] labels = new byte[KEPT + 1];
  private int size;

  /** Takes over the content of another queue. */
  void set(KeptNeighbours other) {
    System.arraycopy(other.rows, 0, rows, 0, other.size);
    System.arraycopy(other.distances, 0, distances, 0, other.size);
    System.arraycopy(other.labels, 0, labels, 0, other.size);
    size = other.size;
  }

  /**
   * Appends a neighbour; the oldest leaves a full queue.
   *
   * @return the distance the next candidate has to reach: this one's, or where the queue was full
   *     that of the seventh of nine, read before the oldest leaves
   */
  double push(long row, double distance, byte label) {
    rows[size] = row;
    distances[size] = distance;
    labels[size] = label;
    size++;
    if (size <= KEPT) {
      return distance;
    }
    double threshold = distances[THRESHOLD_PLACE];
    System.arraycopy(rows, 1, rows, 0, KEPT);
    System.arraycopy(distances, 1, distances, 0, KEPT);
    System.arraycopy(labels, 1, labels, 0, KEPT);
    size = KEPT;
    return threshold;
  }

  int size() {
    return size;
  }

  long row(int place) {
    return rows[place];
  }

  double distance(int place) {
    return distances[place];
  }

  /** Sum of the kept labels, -8 to 8. */
  int vote() {
    int sum = 0;
    for (int place = 0; place < size; place++) {
      sum += labels[place];
    }
    return sum;
  }

  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size * ENTRY_BYTES);
    for (int place = 0; place < size; place++) {
      bytes.putLong(rows[place]).putDouble(distances[place]).put(labels[place]);
    }
    return bytes.flip();
  }

  static KeptNeighbours restore(ByteBuffer image) {
    ByteBuffer bytes = image.duplicate();
    KeptNeighbours queue = new KeptNeighbours();
    while (bytes.hasRemaining()) {
      queue.push(bytes.getLong(), bytes.getDouble(), bytes.get());
    }
    return queue;
  }
}
