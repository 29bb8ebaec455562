package io.lorentz.benchmarks.jobs;

import io.lorentz.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Latency from bar to order over a log in Kafka, by a job that a command submits. {@code
 * jobs/benchmarks/latency} starts broker and cluster around it.
 *
 * <p>Arguments: broker; topic; symbols; ms between market minutes; minutes of history; minutes to
 * warm up; minutes to measure; file to write the job's configuration to; then the command that
 * submits the job and returns, word by word.
 */
public final class LatencyBenchmark {

  private static final int OWN_ARGUMENTS = 8;

  private LatencyBenchmark() {}

  /** Measures once and prints a table. */
  public static void main(String[] args) throws Exception {
    LatencyPlan plan =
        new LatencyPlan(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[4]),
            Long.parseLong(args[3]),
            Integer.parseInt(args[5]),
            Integer.parseInt(args[6]));
    Files.writeString(Path.of(args[7]), plan.configuration());
    List<String> command = new ArrayList<>(List.of(args).subList(OWN_ARGUMENTS, args.length));
    LatencyResult result =
        new LatencyRun(KafkaConnection.of(args[0]), args[1], plan, LatencyBenchmark::atLoad)
            .measure(() -> run(command));
    result.lines().forEach(System.out::println);
  }

  /** Starts the command of {@code lorentz.atLoad}, a profiler for one, and does not wait for it. */
  private static void atLoad() {
    String command = System.getProperty("lorentz.atLoad");
    if (command == null) {
      return;
    }
    try {
      new ProcessBuilder("sh", "-c", command).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(Path.of("/dev/stderr").toFile()))
            .start();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IllegalStateException("submitting the job ended with exit code " + exit);
    }
  }
}
