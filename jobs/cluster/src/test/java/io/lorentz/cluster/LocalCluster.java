package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.LoopbackPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster of processes on ports of its own, driven by {@code flink-conf/local-cluster}. */
final class LocalCluster implements AutoCloseable {

  private static final Path ROOT = Path.of(System.getProperty("lorentz.root"));
  private static final Path JOB_JAR = ROOT.resolve("jobs/trading/target/lorentz-job.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Flink's command line says of a submitted job. */
  private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");

  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalCluster(Path folder, int metricsPort) throws IOException {
    this.folder = folder;
    environment.put("LORENTZ_CLUSTER", folder.toString());
    environment.put("LORENTZ_REST_PORT", String.valueOf(LoopbackPort.free()));
    environment.put("LORENTZ_RPC_PORT", String.valueOf(LoopbackPort.free()));
    environment.put("LORENTZ_ZOOKEEPER_PORT", String.valueOf(LoopbackPort.free()));
    environment.put("LORENTZ_METRICS_PORT", String.valueOf(metricsPort));
    // Its processes live for seconds: a compiler that optimises costs more than it gives.
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    environment.put("LORENTZ_JOBMANAGER_SIZE", "1024m");
    environment.put("LORENTZ_TASKMANAGER_SIZE", "1280m");
  }

  /**
   * Starts one and waits until its TaskManagers are known.
   *
   * @param more configuration on top of the shipped one, YAML
   * @param arguments of {@code local-cluster start}
   */
  static LocalCluster start(Path folder, String more, String... arguments) throws Exception {
    return start(folder, 0, more, arguments);
  }

  /**
   * Starts one that Prometheus can find.
   *
   * @param metricsPort of the JobManager, TaskManagers have those above it; 0 for any
   */
  static LocalCluster start(Path folder, int metricsPort, String more, String... arguments)
      throws Exception {
    assertThat(JOB_JAR)
        .as("the job's jar; run mvn verify, which packages it first")
        .isRegularFile();
    LocalCluster cluster = new LocalCluster(folder, metricsPort);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("more.yaml"), more);
    List<String> start = new ArrayList<>(List.of("start"));
    start.addAll(Arrays.asList(arguments));
    try {
      cluster.script(start);
    } catch (AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** A file of the project. */
  static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** The job's jar as it was built. */
  static Path jobJar() {
    return JOB_JAR;
  }

  /** Submits a jar, detached, by Flink's command line, and gives the job's id. */
  String submit(Path jar, List<String> flinkArguments, List<String> jobArguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("flink", "run", "-d"));
    command.addAll(flinkArguments);
    command.add(jar.toString());
    command.addAll(jobArguments);
    return found(SUBMITTED, script(command));
  }

  /** Stops a job with a savepoint and gives the savepoint's place. */
  String stopWithSavepoint(String job) throws Exception {
    return found(SAVEPOINT, script(List.of("flink", "stop", job)));
  }

  void cancel(String job) throws Exception {
    script(List.of("flink", "cancel", job));
  }

  /** Ends a process as a failing machine does. */
  void kill(String process) throws Exception {
    long id = Long.parseLong(Files.readString(folder.resolve("pids").resolve(process)).strip());
    ProcessHandle handle = ProcessHandle.of(id).orElseThrow();
    assertThat(handle.destroyForcibly()).isTrue();
    handle.onExit().get(30, TimeUnit.SECONDS);
  }

  /** Starts a process that has died again, as a supervisor does. */
  void launch(String process) throws Exception {
    script(List.of("launch", process));
  }

  /** Where the web UI is. */
  URI webUi(String path) {
    return URI.create("http://localhost:" + environment.get("LORENTZ_REST_PORT") + path);
  }

  /** What the REST interface says; an empty object while nobody answers. */
  JsonNode rest(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(webUi(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return response.statusCode() == 200
          ? JSON.readTree(response.body())
          : JSON.createObjectNode();
    } catch (ConnectException e) {
      return JSON.createObjectNode();
    }
  }

  /** Why a job fails, as far as the cluster knows. */
  String exceptions(String job) throws IOException, InterruptedException {
    return rest("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries").toString();
  }

  private String script(List<String> arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(ROOT.resolve("flink-conf/local-cluster").toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile(folder, "script", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    String said = Files.readString(out);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("%s ended; it said %s", command, said).isTrue();
    assertThat(process.exitValue()).as("%s said %s", command, said).isZero();
    return said;
  }

  private static String found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as("%s in %s", pattern, said).isTrue();
    return matcher.group(1);
  }

  @Override
  public void close() throws Exception {
    script(List.of("stop"));
  }
}
