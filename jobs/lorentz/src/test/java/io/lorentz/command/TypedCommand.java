package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.engine.EmbeddedEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A verb on a thread of its own, as a person types it, and the live page that it shows. */
final class TypedCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern ADDRESS = Pattern.compile("live page: (http://\\S+)");

  private final CompletableFuture<URI> page = new CompletableFuture<>();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final StringWriter err = new StringWriter();
  private final StringWriter out =
      new StringWriter() {
        @Override
        public void flush() {
          Matcher told = ADDRESS.matcher(toString());
          if (told.find()) {
            page.complete(URI.create(told.group(1)));
          }
        }
      };

  private final Thread thread;

  TypedCommand(String... arguments) {
    thread = new Thread(() -> exitCode.complete(run(arguments)));
    thread.start();
  }

  private int run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    int code =
        CommandLineFactory.create(new EmbeddedEngine(), surroundings, "the.log").execute(arguments);
    page.completeExceptionally(new AssertionError("it has ended: " + out + " " + err));
    return code;
  }

  /** Where the page is, once that was said. */
  URI page() {
    assertThat(page).succeedsWithin(PATIENCE);
    return page.join();
  }

  /** Its exit code, once it has ended by itself. */
  int exitCode() {
    assertThat(exitCode).as(() -> out + " " + err).succeedsWithin(PATIENCE);
    return exitCode.join();
  }

  /** Its exit code after it was stopped. */
  int interrupted() {
    thread.interrupt();
    return exitCode();
  }
}
