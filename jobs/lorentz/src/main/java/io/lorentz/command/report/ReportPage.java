package io.lorentz.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Writes pages of HTML that need nothing but themselves: style, script, chart library and figures
 * stand in the one file, and its content policy forbids it every request.
 */
public final class ReportPage {

  /** Name of the page in the folder of a report. */
  public static final String NAME = "report.html";

  private static final String LIBRARY_PROPERTIES =
      "/META-INF/maven/org.webjars.npm/echarts/pom.properties";
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js";

  /** Scripts that stand before those of each page. */
  private static final List<String> SHARED = List.of("element.js", "format.js");

  private ReportPage() {}

  /**
   * Writes the page of one run, whole or not at all.
   *
   * @throws MisuseException if the file cannot be written
   */
  public static void write(ReportFolder report, Path file) {
    ObjectNode data = ReportFolder.JSON.createObjectNode();
    data.set("targets", targets());
    add(data, report);
    write(file, "Lorentz report", List.of("chart.js", "report.js"), data);
  }

  /**
   * Writes the page that holds several runs side by side, whole or not at all.
   *
   * @throws MisuseException if the file cannot be written
   */
  public static void writeComparison(List<ReportFolder> reports, Path file) {
    ObjectNode data = ReportFolder.JSON.createObjectNode();
    data.set("targets", targets());
    ArrayNode runs = data.putArray("runs");
    for (ReportFolder report : reports) {
      ObjectNode run = runs.addObject();
      run.put("name", report.name());
      run.set("manifest", report.manifest());
      run.set("summary", shown(report.summary()));
      run.set("equity", report.chart().path("equity"));
    }
    write(file, "Lorentz comparison", List.of("compare.js"), data);
  }

  /**
   * Writes the page that shows the quality of an archive, whole or not at all.
   *
   * @param findings what was found, as the JSON of {@code data validate} has it, with days
   * @throws MisuseException if the file cannot be written
   */
  public static void writeQuality(JsonNode findings, Path file) {
    write(file, "Lorentz data quality", List.of("quality.js"), findings);
  }

  private static void add(ObjectNode data, ReportFolder report) {
    data.set("manifest", report.manifest());
    data.set("summary", shown(report.summary()));
    data.set("chart", report.chart());
    data.set("trades", report.trades());
  }

  /** Without the accounts that are counted only: what they add up to stands in the baselines. */
  private static JsonNode shown(JsonNode summary) {
    ObjectNode shown = summary.deepCopy();
    ObjectNode accounts = shown.putObject("accounts");
    summary
        .path("accounts")
        .fields()
        .forEachRemaining(
            account -> {
              if (!ChartFile.isCountedOnly(account.getKey())) {
                accounts.set(account.getKey(), account.getValue());
              }
            });
    return shown;
  }

  private static JsonNode targets() {
    ObjectNode targets = ReportFolder.JSON.createObjectNode();
    for (Target target : Target.values()) {
      targets.putObject(target.key()).put("value", target.value()).put("least", target.isAtLeast());
    }
    return targets;
  }

  private static void write(Path file, String title, List<String> scripts, JsonNode data) {
    String page;
    try {
      // A "<" could end the element that the data stands in.
      String json = ReportFolder.JSON.writeValueAsString(data).replace("<", "\\u003c");
      StringBuilder script = new StringBuilder();
      Stream.concat(SHARED.stream(), scripts.stream()).forEach(name -> script.append(own(name)));
      page =
          own("page.html")
              .replace("{{title}}", title)
              .replace("{{style}}", own("page.css"))
              .replace("{{library}}", library())
              .replace("{{script}}", script)
              .replace("{{data}}", json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(file, page);
  }

  private static void put(Path file, String page) {
    Path absolute = file.toAbsolutePath().normalize();
    if (absolute.getFileName() == null || Files.isDirectory(absolute)) {
      throw new MisuseException(file + ": is a folder; name a file to write the page to");
    }
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
    try {
      try {
        Files.writeString(partial, page);
        Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new MisuseException(
          file
              + ": cannot be written ("
              + e.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT)
              + "); choose a file in a folder that can");
    }
  }

  private static String library() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(resource(LIBRARY_PROPERTIES)));
    return resource(LIBRARY.formatted(properties.getProperty("version")));
  }

  private static String own(String name) {
    try {
      return resource("/io/lorentz/command/report/" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
