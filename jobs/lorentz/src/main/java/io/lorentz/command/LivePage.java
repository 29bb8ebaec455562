package io.lorentz.command;

import io.lorentz.command.page.PageFeed;
import io.lorentz.command.page.PageModel;
import io.lorentz.command.page.PageServer;
import io.lorentz.command.page.RunTerms;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.net.URI;

/** The live page of one run, for as long as it is open. */
record LivePage(PageFeed feed, PageServer server) implements AutoCloseable {

  /**
   * Opens it.
   *
   * @param resolved the run's configuration
   * @param topic the log of the run
   * @param port of the page, 0 for any
   * @throws io.lorentz.command.fault.FaultException if the port is taken
   */
  static <T extends Record> LivePage open(
      Engine<T> engine,
      ResolvedConfiguration<T> resolved,
      KafkaConnection connection,
      String topic,
      int port) {
    T options = resolved.options();
    PageModel model =
        new PageModel(
            new RunTerms(
                resolved.sha256(), engine.accountTerms(options), engine.asksModels(options)));
    PageServer server = PageServer.start(model, engine.retracing(options, connection, topic), port);
    return new LivePage(PageFeed.start(connection, topic, model), server);
  }

  /** Where it is, with its token. */
  URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    feed.close();
  }
}
