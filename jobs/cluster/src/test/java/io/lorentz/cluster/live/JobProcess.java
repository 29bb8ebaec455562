package io.lorentz.cluster.live;

import io.lorentz.command.RunningTrade;
import io.lorentz.command.TradeRequest;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The job on a Flink cluster in this process, as {@code lorentz live} starts it: from its last
 * checkpoint, if there is one. It runs until it is killed.
 */
final class JobProcess {

  /** Begins the line that says where Flink's web UI is. */
  static final String UI = "ui ";

  private JobProcess() {}

  /** Broker, log, folder of checkpoints. */
  public static void main(String[] arguments) throws Exception {
    KafkaConnection connection = KafkaConnection.of(arguments[0]);
    new RowTopics(connection, arguments[1]).ensure();
    try (RunningTrade trade =
        new EmbeddedEngine()
            .trade(
                new TradeRequest<>(
                    connection,
                    arguments[1],
                    TradedConfiguration.resolved().options(),
                    Optional.of(TradedConfiguration.ACCOUNT),
                    1,
                    Path.of(arguments[2]),
                    0,
                    0))) {
      System.out.println(UI + trade.uiAddress());
      new CountDownLatch(1).await();
    }
  }
}
