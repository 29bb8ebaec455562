package io.lorentz.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The member {@code torchscript}: a TorchScript file of the user. Its {@code forward} takes a
 * float32 matrix with a row per query and the features f1 to f5 as columns, each 0 to 1, and gives
 * a float32 score per row, shape (rows) or (rows, 1), -1 (surely down) to 1 (surely up), or NaN
 * where it cannot say. A row's score must not depend on the other rows.
 *
 * <p>Running such a file is running the user's code. Its arithmetic depends on the device and the
 * batch in the last bits, so it belongs behind an {@code AcknowledgedClassifier}.
 *
 * <p>Not thread-safe, as every classifier.
 */
public final class TorchScript implements Classifier {

  /** Room for the rounding of a score that is 1 on paper. */
  private static final double TOLERANCE = 1e-6;

  /** What two ways of rounding may differ by; a row that sees the others differs by more. */
  private static final double ROUNDING = 1e-3;

  private static final double[][] TRIAL = {
    {0.1, 0.9, 0.3, 0.7, 0.5}, {0.8, 0.2, 0.6, 0.4, 1.0}, {0.5, 0.5, 0.0, 0.5, 0.25}
  };

  private final Path path;
  private final NDManager root;
  private final Model model;

  /**
   * Loads a file and tries it with a few rows.
   *
   * @param device {@code cpu}, {@code gpu:N} or {@code auto}
   * @throws DeviceException if PyTorch or the device is not there, if the file is no TorchScript,
   *     or if it does not take or give what it has to
   */
  public TorchScript(TorchScriptFile file, String device) {
    path = file.path();
    Torch.start();
    Device chosen = Torch.device(device);
    root = NDManager.newBaseManager(chosen, "PyTorch");
    model = Model.newInstance("torchscript", chosen, "PyTorch");
    try {
      load(file);
      tryOut();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void load(TorchScriptFile file) {
    try {
      model.load(new ByteArrayInputStream(file.content()));
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new TorchScriptException(
          path
              + ": is no TorchScript file ("
              + firstLine(e)
              + "); save one with torch.jit.script(model).save(path), weights alone are not enough",
          e);
    }
  }

  private void tryOut() {
    double[] together = checked(TRIAL);
    for (int row = 0; row < TRIAL.length; row++) {
      double alone = checked(new double[][] {TRIAL[row]})[0];
      boolean same =
          Double.isNaN(alone)
              ? Double.isNaN(together[row])
              : Math.abs(alone - together[row]) <= ROUNDING;
      if (!same) {
        throw new TorchScriptException(
            path
                + ": must score a row alike in every batch, gave "
                + together[row]
                + " in one of three and "
                + alone
                + " alone; call model.eval() before it is scripted");
      }
    }
  }

  private double[] checked(double[][] rows) {
    double[] scores = run(rows);
    for (double score : scores) {
      requireScore(score);
    }
    return scores;
  }

  @Override
  public String name() {
    return Member.TORCHSCRIPT.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    double[][] rows = new double[batch.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = batch.get(i).features();
    }
    double[] answers = run(rows);
    for (int i = 0; i < rows.length; i++) {
      requireScore(answers[i]);
      scores[i] = Math.max(-1, Math.min(1, answers[i]));
    }
  }

  private double[] run(double[][] rows) {
    // The mode is that of the thread, and a thread begins with gradients on.
    JniUtils.setGradMode(false);
    float[] values = new float[rows.length * FeatureRing.FEATURES];
    for (int row = 0; row < rows.length; row++) {
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        values[row * FeatureRing.FEATURES + feature] = (float) rows[row][feature];
      }
    }
    try (NDManager call = root.newSubManager()) {
      NDArray matrix = call.create(values, new Shape(rows.length, FeatureRing.FEATURES));
      NDList given = forward(call, matrix, rows.length);
      return scores(given, rows.length);
    }
  }

  private NDList forward(NDManager call, NDArray matrix, int rows) {
    try (NDList asked = new NDList(matrix)) {
      NDList given = model.getBlock().forward(new ParameterStore(call, false), asked, false);
      given.attach(call);
      return given;
    } catch (RuntimeException e) {
      throw new DeviceException(
          path
              + ": must take float32 of shape ("
              + rows
              + ", "
              + FeatureRing.FEATURES
              + ") and give a tensor, and failed ("
              + firstLine(e)
              + "); mend its forward",
          e);
    }
  }

  private double[] scores(NDList given, int rows) {
    NDArray first = given.get(0);
    boolean fits =
        given.size() == 1
            && first.getDataType() == DataType.FLOAT32
            && (first.getShape().equals(new Shape(rows))
                || first.getShape().equals(new Shape(rows, 1)));
    if (!fits) {
      throw new TorchScriptException(
          path
              + ": must give one float32 of shape ("
              + rows
              + ") or ("
              + rows
              + ", 1), gave "
              + given.size()
              + ", the first "
              + first.getDataType().toString().toLowerCase(Locale.ROOT)
              + " of shape "
              + first.getShape()
              + "; mend its forward");
    }
    float[] values = first.toFloatArray();
    double[] scores = new double[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = values[row];
    }
    return scores;
  }

  private void requireScore(double score) {
    // NaN is an answer: it cannot say.
    if (Math.abs(score) > 1 + TOLERANCE) {
      throw new TorchScriptException(
          path
              + ": must give scores within -1 and 1, gave "
              + score
              + "; end its forward with tanh, for one");
    }
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    String[] lines = message.split("\n", 2);
    return lines[0];
  }

  @Override
  public void close() {
    model.close();
    root.close();
  }
}
