package io.lorentz.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.lorentz.command.report.CodeVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether a program reads what a verb answers. Then standard output is one JSON object and nothing
 * else, of the same form for every verb:
 *
 * <pre>{@code
 * {"format": 1, "verb": "check lookahead", "code": {"version": ..., "commit": ...},
 *  "exit_code": 0, "error": null, "result": {...}}
 * }</pre>
 *
 * <p>{@code exit_code} is that of the process. {@code error} is what a person reads where the verb
 * gave no result; {@code result} is null then. A check that found a fault has a result and exit
 * code 1. Keys are in snake case; times are UTC as in {@code 2025-05-04T00:00:00Z} or, where a key
 * ends in {@code _ms}, ms since 1970; what is undefined is null. Messages and progress go to
 * standard error as without it. {@code format} grows when a key goes or changes its meaning.
 */
final class JsonArgument {

  /** The option. */
  static final String NAME = "--json";

  private static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new DefinedOrNull())
                  .addSerializer(Double.class, new DefinedOrNull()))
          .build();

  /** JSON has no number for what is undefined. */
  private static final class DefinedOrNull extends StdSerializer<Double> {

    private static final long serialVersionUID = 1L;

    DefinedOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  @Option(names = NAME, description = "Print one JSON object for a program to read, and no text.")
  private boolean wanted;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  /** Where a verb prints for a person: nowhere if a program reads. */
  Surroundings told(Surroundings surroundings) {
    return wanted ? surroundings.printingTo(new PrintWriter(Writer.nullWriter())) : surroundings;
  }

  /**
   * Ends a verb: prints what it found, if a program reads.
   *
   * @param surroundings those of the process
   * @return the exit code
   */
  int answer(Surroundings surroundings, int exitCode, JsonNode result) {
    if (wanted) {
      print(surroundings, verb, exitCode, Optional.empty(), Optional.of(result));
    }
    return exitCode;
  }

  /**
   * Prints why a verb gave no result, if a program reads.
   *
   * @param arguments what the verb was given, as far as it is known
   */
  static void refuse(
      Surroundings surroundings,
      CommandSpec verb,
      Iterable<String> arguments,
      int exitCode,
      String message) {
    boolean wanted = false;
    for (String argument : arguments) {
      wanted |= argument.equals(NAME);
    }
    if (wanted && verb.findOption(NAME) != null) {
      print(surroundings, verb, exitCode, Optional.of(message), Optional.empty());
    }
  }

  private static void print(
      Surroundings surroundings,
      CommandSpec verb,
      int exitCode,
      Optional<String> error,
      Optional<JsonNode> result) {
    CodeVersion code = CodeVersion.current();
    ObjectNode answer = JSON.createObjectNode();
    answer.put("format", FORMAT);
    answer.put("verb", verb.qualifiedName().replaceFirst("^lorentz ", ""));
    answer.putObject("code").put("version", code.version()).put("commit", code.commit());
    answer.put("exit_code", exitCode);
    answer.put("error", error.orElse(null));
    answer.set("result", result.orElse(null));
    try {
      surroundings.out().println(JSON.writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  /** An object to put a result into. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** A record as JSON, its components as keys, in snake case. */
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }
}
