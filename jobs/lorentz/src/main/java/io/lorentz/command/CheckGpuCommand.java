package io.lorentz.command;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.pytorch.DeviceException;
import io.lorentz.pytorch.DeviceTrial;
import io.lorentz.pytorch.Torch;
import io.lorentz.pytorch.TorchNeighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz check gpu}. */
@Command(
    name = "gpu",
    description =
        "Says which device PyTorch finds, whether its votes are plain Java's, and how fast both are.",
    footer = {
      "",
      "Example:",
      "  lorentz check gpu --device auto",
      "",
      "Exits 1 where a vote differs or the device is not there."
    })
final class CheckGpuCommand implements Callable<Integer> {

  /** Rows × queries of a pass: enough to be timed, few enough to be waited for. */
  private static final int WORK = 20_000_000;

  private static final int MOST_QUERIES = 1_024;
  private static final long SEED = 1;

  private final Surroundings surroundings;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "cpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "N",
      defaultValue = "2000,20000,500000",
      description = "Rows of the memory. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rows = new ArrayList<>();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,64,1024",
      description = "Queries of a call. Default: ${DEFAULT-VALUE}.")
  private List<Integer> batches = new ArrayList<>();

  @Mixin private JsonArgument json = new JsonArgument();

  CheckGpuCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    rows.forEach(each -> TrainingArguments.requireAtLeast("--rows", each, 100));
    batches.forEach(each -> TrainingArguments.requireAtLeast("--batch", each, 1));
    try {
      return check();
    } catch (DeviceException e) {
      throw new FaultException(e.getMessage());
    }
  }

  private int check() {
    Engine engine = Torch.start();
    json.told(surroundings)
        .out()
        .println(
            "PyTorch "
                + engine.getVersion()
                + "; a GPU, as PyTorch sees it: "
                + (Torch.hasGpu() ? "yes" : "no")
                + "; GPUs that DJL counts (CUDA only): "
                + engine.getGpuCount());
    ObjectNode found = JsonArgument.object();
    found.put("pytorch", engine.getVersion());
    found.put("gpu", Torch.hasGpu());
    int differing = 0;
    try (TorchNeighbours neighbours = new TorchNeighbours(EnsembleOptions.defaults(), device)) {
      json.told(surroundings).out().println("device " + neighbours.device());
      found.put("device", String.valueOf(neighbours.device()));
      ArrayNode trials = found.putArray("trials");
      json.told(surroundings).out().println();
      json.told(surroundings)
          .out()
          .println("   rows  batch   plain Java       device   ratio  differing  ranked again");
      for (int each : rows) {
        for (int batch : batches) {
          differing += line(neighbours, each, batch, trials.addObject());
        }
      }
    }
    json.told(surroundings)
        .out()
        .println("\nrows x queries a second, median of five passes, one thread");
    if (differing > 0) {
      surroundings.err().println(differing + " votes of the device differ: do not use it");
    }
    found.put("differing", differing);
    return json.answer(surroundings, differing > 0 ? ExitCode.FAULT : ExitCode.DONE, found);
  }

  private int line(TorchNeighbours neighbours, int memoryRows, int batch, ObjectNode found) {
    int queries = Math.max(batch, Math.min(MOST_QUERIES, WORK / memoryRows));
    DeviceTrial.Result result = new DeviceTrial(memoryRows, queries, SEED).run(neighbours, batch);
    json.told(surroundings)
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,7d %6d %9.0f M/s %9.0f M/s %7.2f %10d %13d",
                memoryRows,
                batch,
                result.plainRate() / 1e6,
                result.deviceRate() / 1e6,
                result.deviceRate() / result.plainRate(),
                result.differing(),
                result.rankedWhole()));
    json.told(surroundings).out().flush();
    found.put("rows", memoryRows);
    found.put("batch", batch);
    CheckOutput.number(found, "plain_per_second", result.plainRate());
    CheckOutput.number(found, "device_per_second", result.deviceRate());
    found.put("differing", result.differing());
    found.put("ranked_again", result.rankedWhole());
    return result.differing();
  }
}
