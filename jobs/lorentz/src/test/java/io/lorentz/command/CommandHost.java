package io.lorentz.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.live.ToyVenue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * The program behind the launcher in the folder it is started in, over the real engine; an account
 * at the venue is made up. With arguments it runs them and ends, as {@link Lorentz} does; without,
 * it takes a line of JSON per command and answers each with one.
 */
public final class CommandHost {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CommandHost() {}

  /** Runs one command or many. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      PrintWriter out = writer(System.out);
      PrintWriter err = writer(System.err);
      int exitCode = commandLine(out, err).execute(arguments);
      out.flush();
      err.flush();
      System.exit(exitCode);
    }
    PrintStream answers = System.out;
    // What a library prints is no answer.
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(answer(JSON.readValue(line, String[].class)));
      answers.flush();
    }
    System.exit(0);
  }

  private static String answer(String[] arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    ObjectNode answer = JSON.createObjectNode();
    return answer
        .put("exit_code", exitCode)
        .put("out", out.toString())
        .put("err", err.toString())
        .toString();
  }

  /** The command line, to run or to parse with. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    ToyVenue venue = new ToyVenue();
    return CommandLineFactory.create(
        new EmbeddedEngine(),
        new Surroundings(out, err, false, 2),
        "the.log",
        (hosts, key) -> venue.link());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
