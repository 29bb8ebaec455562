package io.lorentz.exchanges.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.exchanges.feed.Network;
import io.lorentz.exchanges.feed.RunningFeed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Networks that write down what comes over other networks: every frame and every answer that a
 * playback can use. A greeting or a ticket is not needed to play. For several feeds' threads.
 */
public final class Recorder implements RunningFeed.Networks, AutoCloseable {

  private final RunningFeed.Networks networks;
  private final LongSupplier clockMs;
  private final ObjectMapper mapper = new ObjectMapper();
  private final Writer out;
  private boolean closed;

  /**
   * Begins a recording.
   *
   * @param file where to; gzip if it ends in .gz; must not be there
   * @throws BadRecordingException if the file cannot be made
   */
  public Recorder(RunningFeed.Networks networks, LongSupplier clockMs, Path file) {
    this.networks = networks;
    this.clockMs = clockMs;
    try {
      OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      boolean zipped = file.getFileName().toString().endsWith(".gz");
      out =
          new BufferedWriter(
              new OutputStreamWriter(
                  zipped ? new GZIPOutputStream(bytes, 1 << 16, true) : bytes,
                  StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadRecordingException(
          file + ": cannot be made (" + e.getMessage() + "); name a file that is not there");
    }
  }

  private synchronized void write(RecordedLine line) {
    if (closed) {
      return;
    }
    try {
      out.write(mapper.writeValueAsString(line));
      out.write('\n');
      if (line.kind() != RecordedLine.Kind.FRAME) {
        out.flush();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RunningFeed.ClosableNetwork make(
      Dialect dialect, ScheduledExecutorService thread, RunningFeed.Ears ears) {
    return new Written(dialect, networks.make(dialect, thread, new Heard(dialect.venue(), ears)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes down frames on their way to the feed. */
  private final class Heard implements RunningFeed.Ears {

    private final String venue;
    private final RunningFeed.Ears ears;

    Heard(String venue, RunningFeed.Ears ears) {
      this.venue = venue;
      this.ears = ears;
    }

    @Override
    public void onOpen(int link) {
      ears.onOpen(link);
    }

    @Override
    public void onText(int link, String text) {
      long nowMs = clockMs.getAsLong();
      write(new RecordedLine(venue, RecordedLine.Kind.FRAME, nowMs, link, "", text));
      ears.onText(link, text);
    }

    @Override
    public void onSign(int link) {
      ears.onSign(link);
    }

    @Override
    public void onClosed(int link, String told) {
      ears.onClosed(link, told);
    }

    @Override
    public void onAnswer(Network.AnswerSink sink, Network.Answer answer) {
      ears.onAnswer(sink, answer);
    }
  }

  /** Writes down answers by what was asked. */
  private final class Written implements RunningFeed.ClosableNetwork {

    private final Dialect dialect;
    private final RunningFeed.ClosableNetwork network;

    Written(Dialect dialect, RunningFeed.ClosableNetwork network) {
      this.dialect = dialect;
      this.network = network;
    }

    @Override
    public void open(int link, URI address, Map<String, String> headers) {
      network.open(link, address, headers);
    }

    @Override
    public void send(int link, String text) {
      network.send(link, text);
    }

    @Override
    public void ping(int link) {
      network.ping(link);
    }

    @Override
    public void cut(int link) {
      network.cut(link);
    }

    @Override
    public void ask(RestRequest request, AnswerSink sink) {
      long askedMs = clockMs.getAsLong();
      network.ask(
          request,
          (answer, nowMs) -> {
            if (answer instanceof Answer.Got got && dialect.refusal(got.body()).isEmpty()) {
              note(request, got, askedMs, nowMs);
            }
            sink.on(answer, nowMs);
          });
    }

    private void note(RestRequest request, Answer.Got got, long askedMs, long nowMs) {
      String body = got.body().toString();
      switch (request.purpose()) {
        case BARS -> note(RecordedLine.Kind.BARS, request, body, nowMs);
        case SPEC -> note(RecordedLine.Kind.SPEC, request, body, nowMs);
        case FUNDINGS -> note(RecordedLine.Kind.FUNDINGS, request, body, nowMs);
        case CLOCK -> {
          try {
            long offsetMs = dialect.readClock(got.body()) - (askedMs + nowMs) / 2;
            note(RecordedLine.Kind.CLOCK, request, String.valueOf(offsetMs), nowMs);
          } catch (UnreadableFrameException e) {
            // The feed does not take it for a time either.
          }
        }
        case TICKET -> {
          // Not needed to play.
        }
      }
    }

    private void note(RecordedLine.Kind kind, RestRequest request, String data, long nowMs) {
      write(new RecordedLine(dialect.venue(), kind, nowMs, 0, request.symbol(), data));
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
