package io.lorentz.trading;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.models.ModelFolders;
import io.lorentz.models.ModelNeeds;
import io.lorentz.pytorch.DeviceException;
import io.lorentz.pytorch.GuardedClassifier;
import io.lorentz.pytorch.Torch;
import io.lorentz.pytorch.TorchNeighbours;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The classifiers of a run, made where they run.
 *
 * @param models where trained models lie, and what computes with them
 * @param needs what a trained model has to fit
 */
public record JobEnsembles(ModelOptions models, ModelNeeds needs) implements EnsembleFactory {

  /** Those that the options ask for. */
  public static JobEnsembles of(TradingOptions options) {
    return new JobEnsembles(options.models(), options.modelNeeds());
  }

  @Override
  public Ensemble create(EnsembleOptions options, Consumer<String> moved) {
    return isOnDevice()
        ? Ensemble.with(
            options,
            new GuardedClassifier(
                () -> new TorchNeighbours(options, models.device()),
                new JvmNeighbours(options),
                models.deviceTimeoutMs(),
                models.onDeviceFailure(),
                moved))
        : Ensemble.jvm(options);
  }

  /** PyTorch is not even loaded where nobody asks for it. */
  private boolean isOnDevice() {
    return switch (models.classifier()) {
      case JVM -> false;
      case PYTORCH -> true;
      case AUTO -> findsGpu();
    };
  }

  /** Without PyTorch there is no GPU to find. */
  private static boolean findsGpu() {
    try {
      return Torch.hasGpu();
    } catch (DeviceException | LinkageError e) {
      return false;
    }
  }

  @Override
  public Optional<ModelStore> store() {
    return models.store().isEmpty()
        ? Optional.empty()
        : Optional.of(new ModelFolders(Path.of(models.store()), needs));
  }
}
