package io.lorentz.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every manifest is one that Kubernetes takes, and keeps what deployment promises. */
class ManifestsTest {

  private KindSchemas schemas;

  @BeforeEach
  void readTheSchemas() throws IOException {
    schemas = new KindSchemas();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "overlays/paper",
        "overlays/live",
        "overlays/backtest",
        "overlays/cuda",
        "overlays/rocm"
      })
  void everyManifestIsOneThatItsKindAllows(String folder) throws IOException {
    List<String> faults = new ArrayList<>();
    for (JsonNode manifest : Manifests.of(Path.of(folder))) {
      faults.addAll(schemas.faults(manifest));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void anUnknownFieldAWrongTypeAndAnUnknownValueAreFound() throws IOException {
    assertThat(faultsOf(job -> job.put("upgradeMod", "savepoint"))).contains("upgradeMod");
    assertThat(faultsOf(job -> job.put("parallelism", "two"))).contains("parallelism");
    assertThat(faultsOf(job -> job.put("upgradeMode", "hope"))).contains("upgradeMode");

    JsonNode policy = one(Manifests.of(Path.of("base")), "NetworkPolicy");
    ((ObjectNode) policy.get("spec")).put("podSelectr", "x");
    assertThat(schemas.faults(policy)).singleElement().asString().contains("podSelectr");
  }

  private String faultsOf(Consumer<ObjectNode> mistake) throws IOException {
    JsonNode deployment = one(Manifests.of(Path.of("base")), "FlinkDeployment");
    mistake.accept((ObjectNode) deployment.at("/spec/job"));
    return String.join("; ", schemas.faults(deployment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/paper", "overlays/live"})
  void whatTradesIsUpgradedBySavepointAndOutlivesItsJobManager(String overlay) throws IOException {
    JsonNode spec = one(Manifests.of(Path.of(overlay)), "FlinkDeployment").get("spec");

    assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(spec.at("/job/allowNonRestoredState").asBoolean(true)).isFalse();
    JsonNode configuration = spec.get("flinkConfiguration");
    assertThat(configuration.path("high-availability.type").asText()).isEqualTo("kubernetes");
    assertThat(configuration.path("execution.buffer-timeout.interval").asText()).isEqualTo("0 ms");
    assertThat(configuration.path("execution.checkpointing.interval").asText()).isEqualTo("10 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/paper",
        "overlays/live",
        "overlays/backtest",
        "overlays/cuda",
        "overlays/rocm"
      })
  void nothingRunsAsRootOrMayBecomeIt(String overlay) throws IOException {
    JsonNode pod =
        one(Manifests.of(Path.of(overlay)), "FlinkDeployment").at("/spec/podTemplate/spec");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    JsonNode container = pod.at("/containers/0/securityContext");
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void aBacktestEndsAndKeepsNoStateOfItsOwn() throws IOException {
    JsonNode spec = one(Manifests.of(Path.of("overlays/backtest")), "FlinkDeployment").get("spec");

    assertThat(spec.at("/job/args").toString()).contains("--end-offset");
    assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("stateless");
    assertThat(spec.get("flinkConfiguration").toString()).doesNotContain("checkpointing");
  }

  @ParameterizedTest
  @CsvSource({"cuda, nvidia.com/gpu", "rocm, amd.com/gpu"})
  void aGpuIsAskedForOnTheTaskManagerAloneAndTheJobIsToldOfIt(String overlay, String resource)
      throws IOException {
    Path folder = Path.of("overlays", overlay);
    JsonNode spec = one(Manifests.of(folder), "FlinkDeployment").get("spec");

    JsonNode limits = spec.at("/taskManager/podTemplate/spec/containers/0/resources/limits");
    assertThat(limits.path(resource).asInt()).isEqualTo(1);
    assertThat(spec.get("jobManager").toString()).doesNotContain("gpu");
    assertThat(spec.get("image").asText()).isEqualTo("lorentz:0.1.0-" + overlay);
    assertThat(Files.readString(folder.resolve("lorentz.yaml")))
        .contains("classifier: PYTORCH")
        .contains("device: gpu:0");
    String recipe = Files.readString(Path.of("image", "Dockerfile." + overlay));
    assertThat(recipe).contains("PYTORCH_VERSION=2.7.1").contains("DJL_OFFLINE=true");
  }

  private static JsonNode one(List<JsonNode> manifests, String kind) {
    return manifests.stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
