package io.lorentz.trading;

import io.lorentz.core.inference.AcknowledgedClassifier;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.core.inference.OneByOne;
import io.lorentz.core.inference.OutputLedger;
import io.lorentz.core.inference.TrainedUntil;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.models.ModelFolders;
import io.lorentz.models.ModelNeeds;
import io.lorentz.pytorch.DeviceException;
import io.lorentz.pytorch.DevicePolicy;
import io.lorentz.pytorch.GuardedClassifier;
import io.lorentz.pytorch.Torch;
import io.lorentz.pytorch.TorchNeighbours;
import io.lorentz.pytorch.TorchScript;
import io.lorentz.pytorch.TorchScriptFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The classifiers of a run, made where they run.
 *
 * @param models where trained models lie, and what computes with them
 * @param needs what a trained model has to fit
 * @param torchscript id of the user's file when the job was made; empty if it is no member
 * @param outputs where outputs go that are not bit-exact
 */
public record JobEnsembles(
    ModelOptions models, ModelNeeds needs, String torchscript, KeptOutputs outputs)
    implements EnsembleFactory {

  /** Those that the options ask for; outputs are kept nowhere. */
  public static JobEnsembles of(TradingOptions options) {
    return of(options, new KeptOutputs.Nowhere());
  }

  /**
   * Those that the options ask for.
   *
   * @throws DeviceException if the user's file is a member and cannot be read
   */
  public static JobEnsembles of(TradingOptions options, KeptOutputs outputs) {
    String id =
        options.inference().has(Member.TORCHSCRIPT)
            ? TorchScriptFile.read(Path.of(options.models().torchscript())).id()
            : "";
    return new JobEnsembles(options.models(), options.modelNeeds(), id, outputs);
  }

  @Override
  public Ensemble create(EnsembleOptions options, Consumer<String> moved) {
    Consumer<String> told =
        reason -> {
          moved.accept(reason);
          outputs.record(reason);
        };
    // What reads files and topics first: if that fails nothing has been started.
    Classifier[] others =
        options.has(Member.TORCHSCRIPT) ? new Classifier[] {userFile(told)} : new Classifier[0];
    Classifier neighbours =
        isOnDevice()
            ? guarded(
                Member.LORENTZIAN,
                () -> new TorchNeighbours(options, models.device()),
                Optional.of(() -> new JvmNeighbours(options)),
                told)
            : new JvmNeighbours(options);
    return Ensemble.with(options, neighbours, others);
  }

  private Classifier userFile(Consumer<String> told) {
    TorchScriptFile file =
        TorchScriptFile.read(Path.of(models.torchscript())).requireId(torchscript);
    Optional<OutputLedger> ledger = outputs.ledger(torchscript);
    Classifier batched =
        guarded(
            Member.TORCHSCRIPT,
            () -> new TorchScript(file, models.device()),
            isOnGpu() ? Optional.of(() -> new TorchScript(file, "cpu")) : Optional.empty(),
            told);
    Classifier member = outputs.acknowledges() ? batched : new OneByOne(batched);
    return new TrainedUntil(
        ledger.isPresent() ? new AcknowledgedClassifier(member, ledger.get()) : member,
        models.torchscriptTrainedToMs());
  }

  private boolean isOnGpu() {
    return !models.device().equals("cpu") && (!models.device().equals("auto") || findsGpu());
  }

  private Classifier guarded(
      Member member,
      Supplier<Classifier> device,
      Optional<Supplier<Classifier>> other,
      Consumer<String> told) {
    return new GuardedClassifier(
        member,
        device,
        models.onDeviceFailure() == DevicePolicy.FAIL ? Optional.empty() : other,
        models.deviceTimeoutMs(),
        told);
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
