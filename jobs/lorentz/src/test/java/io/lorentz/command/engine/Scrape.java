package io.lorentz.command.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus text of a reporter, renamed as {@code METRICS.md} says. */
record Scrape(List<Sample> samples, Map<String, String> types) {

  private static final Pattern LINE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"([^\"]*)\"");

  /** A value; of a summary with its suffix or its quantile. */
  record Sample(String name, Map<String, String> labels, double value) {}

  /** Asks the reporter at this port of the loopback. */
  static Scrape of(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    String text =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    Pattern rule = rule();
    List<Sample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    for (String line : text.split("\n")) {
      Matcher sample = LINE.matcher(line);
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        types.put(renamed(rule, words[2]), words[3]);
      } else if (sample.matches()) {
        samples.add(
            new Sample(
                renamed(rule, sample.group(1)), labels(sample.group(2)), number(sample.group(3))));
      }
    }
    return new Scrape(samples, types);
  }

  /** The first rule of the document, as Prometheus reads it: it matches the whole name. */
  private static Pattern rule() throws IOException {
    Matcher rule = Pattern.compile("regex: (\\S+)").matcher(Files.readString(document(), UTF_8));
    if (!rule.find()) {
      throw new IllegalStateException("no regex in " + document());
    }
    return Pattern.compile(rule.group(1));
  }

  /** {@code METRICS.md}. */
  static Path document() {
    return Path.of("..", "..", "flink-conf", "METRICS.md");
  }

  private static String renamed(Pattern rule, String name) {
    Matcher matcher = rule.matcher(name);
    return matcher.matches() ? "lorentz_" + matcher.group(1) + "_" + matcher.group(3) : name;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABEL.matcher(text == null ? "" : text);
    while (matcher.find()) {
      labels.put(matcher.group(1), matcher.group(2));
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The samples of a name that bear these labels (name, value, name, value). */
  List<Sample> find(String name, String... labels) {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return samples.stream()
        .filter(s -> s.name().equals(name))
        .filter(s -> s.labels().entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  /** The sum over those samples; 0 if there are none. */
  double sum(String name, String... labels) {
    return find(name, labels).stream().mapToDouble(Sample::value).sum();
  }

  /** The labels of a name that Flink does not put on every series. */
  Set<String> ownLabels(String name) {
    Set<String> own = new TreeSet<>();
    find(name).forEach(s -> own.addAll(s.labels().keySet()));
    own.removeAll(
        Set.of(
            "host",
            "tm_id",
            "job_id",
            "job_name",
            "task_id",
            "task_name",
            "task_attempt_id",
            "task_attempt_num",
            "operator_id",
            "operator_name",
            "subtask_index",
            "quantile"));
    return own;
  }
}
