package io.lorentz.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.ProposalRanking;
import io.lorentz.core.inference.Query;
import io.lorentz.core.inference.RingSearch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The member {@code lorentzian} with trained memories that lie on a device: the device proposes
 * rows by the product of (1 + |difference|) in single precision, the host ranks them. Votes have
 * the bits of {@code JvmNeighbours}.
 *
 * <p>Not thread-safe, as every classifier.
 */
public final class TorchNeighbours implements Classifier {

  /** Rows proposed beyond those that vote: near-ties that single precision cannot tell apart. */
  private static final int MARGIN = 24;

  /** Products of one call: four bytes each, in a few arrays at a time. */
  private static final int GREATEST_CHUNK = 1 << 24;

  /** Memories kept on the device: three timeframes of two versions, and some to spare. */
  private static final int RESIDENT = 8;

  private final NDManager root;
  private final int neighbours;
  private final ProposalRanking ranking;
  private final RingSearch own;
  private final IdentityHashMap<FeatureRing, Resident> resident = new IdentityHashMap<>();
  private long uses;

  /** Columns of a memory on the device. */
  private static final class Resident {
    private final NDManager manager;
    private final NDArray[] columns = new NDArray[FeatureRing.FEATURES];
    private long lastUse;

    Resident(NDManager root, FeatureRing memory) {
      manager = root.newSubManager();
      int rows = memory.capacity();
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        float[] rounded = new float[rows];
        for (int row = 0; row < rows; row++) {
          rounded[row] = (float) memory.column(feature)[row];
        }
        columns[feature] = manager.create(rounded, new Shape(1, rows));
      }
    }
  }

  /**
   * Takes a device.
   *
   * @param device {@code cpu}, {@code gpu:N} or {@code auto}
   * @throws DeviceException if it is not there
   */
  public TorchNeighbours(EnsembleOptions options, String device) {
    Torch.start();
    // Asked for explicitly: DJL's own choice does not see ROCm.
    Device chosen = Torch.device(device);
    root = NDManager.newBaseManager(chosen, "PyTorch");
    neighbours = options.neighbours();
    ranking = new ProposalRanking(neighbours);
    own = new RingSearch(neighbours);
  }

  @Override
  public String name() {
    return Member.LORENTZIAN.key();
  }

  /** The device, as DJL names it. */
  public String device() {
    return root.getDevice().toString();
  }

  /** How many votes took all rows on the host, because the proposal was not certain. */
  public long rankedWhole() {
    return ranking.rankedWhole();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    IdentityHashMap<FeatureRing, List<Integer>> byMemory = new IdentityHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Query query = batch.get(i);
      if (query.trained().isPresent()) {
        byMemory.computeIfAbsent(query.ring(), none -> new ArrayList<>()).add(i);
      } else {
        scores[i] = own.vote(query.ring(), query.firstRow(), query.lastRow(), query.features());
      }
    }
    if (!byMemory.isEmpty()) {
      // The mode is that of the thread, and a thread begins with gradients on.
      JniUtils.setGradMode(false);
      byMemory.forEach((memory, places) -> score(memory, batch, places, scores));
    }
  }

  private void score(FeatureRing memory, List<Query> batch, List<Integer> places, double[] scores) {
    int chunk = Math.max(1, GREATEST_CHUNK / memory.capacity());
    for (int from = 0; from < places.size(); from += chunk) {
      int to = Math.min(places.size(), from + chunk);
      scoreChunk(memory, batch, places.subList(from, to), scores);
    }
  }

  private void scoreChunk(
      FeatureRing memory, List<Query> batch, List<Integer> places, double[] scores) {
    int proposals = Math.min(memory.capacity(), neighbours + MARGIN);
    float[] products;
    long[] rows;
    try (NDManager call = root.newSubManager()) {
      NDList nearest =
          products(call, onDevice(memory), batch, places).topK(proposals, 1, false, true);
      products = nearest.get(0).toFloatArray();
      rows = nearest.get(1).toLongArray();
      nearest.close();
    }
    for (int i = 0; i < places.size(); i++) {
      int first = i * proposals;
      scores[places.get(i)] =
          ranking.vote(
              memory,
              batch.get(places.get(i)).features(),
              rows,
              first,
              proposals,
              products[first + proposals - 1]);
    }
  }

  /** One feature at a time: the arrays between stay five times smaller than with all at once. */
  private static NDArray products(
      NDManager call, Resident memory, List<Query> batch, List<Integer> places) {
    NDArray products = null;
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      float[] values = new float[places.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) batch.get(places.get(i)).feature(feature);
      }
      // A result belongs to the manager of the first operand: never to that of the memory.
      NDArray query = call.create(values, new Shape(values.length, 1));
      NDArray difference = query.sub(memory.columns[feature]);
      NDArray factors = difference.abs().addi(1);
      difference.close();
      if (products == null) {
        products = factors;
      } else {
        products.muli(factors);
        factors.close();
      }
    }
    return products;
  }

  private Resident onDevice(FeatureRing memory) {
    Resident found = resident.get(memory);
    if (found == null) {
      if (resident.size() == RESIDENT) {
        dropOldest();
      }
      found = new Resident(root, memory);
      resident.put(memory, found);
    }
    found.lastUse = uses++;
    return found;
  }

  private void dropOldest() {
    FeatureRing oldest = null;
    for (var entry : resident.entrySet()) {
      if (oldest == null || entry.getValue().lastUse < resident.get(oldest).lastUse) {
        oldest = entry.getKey();
      }
    }
    resident.remove(oldest).manager.close();
  }

  @Override
  public void close() {
    root.close();
  }
}
