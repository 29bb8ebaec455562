package io.lorentz.command.broker;

import io.lorentz.command.LoopbackPort;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller, on the loopback address. What it holds lies in a folder
 * and is there again when it is started over that folder.
 *
 * <p>No replica: a disk that fails loses the log. No login: whoever may use this machine may write.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Asks for a port that is free. */
  public static final int ANY_PORT = 0;

  private static final int NODE = 1;
  private static final String HOST = "localhost";
  private static final String LOCK = "lorentz.lock";

  private final KafkaRaftServer server;
  private final FileChannel lock;
  private final int port;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private EmbeddedBroker(KafkaRaftServer server, FileChannel lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /**
   * Starts a broker and waits until it takes connections.
   *
   * @param data folder of what it holds; made and formatted if there is none
   * @param port where it listens, 1 to 65535, or {@link #ANY_PORT}
   * @throws MisuseException if the folder or the port is in use
   * @throws FaultException if it cannot start
   */
  public static EmbeddedBroker start(Path data, int port) {
    return start(data, port, chosen -> Map.of());
  }

  /**
   * The same with more settings, or others.
   *
   * @param more settings by Kafka's names, for the port that was chosen
   */
  static EmbeddedBroker start(Path data, int port, IntFunction<Map<String, String>> more) {
    FileChannel lock = lock(data);
    LastWords.prepare(data);
    try {
      int chosen = port == ANY_PORT ? LoopbackPort.free() : requireFree(port);
      Path folder = data.resolve("kafka").toAbsolutePath();
      if (!Files.exists(folder.resolve("meta.properties"))) {
        format(folder);
      }
      Map<String, String> settings = settings(folder, chosen, LoopbackPort.free());
      settings.putAll(more.apply(chosen));
      return new EmbeddedBroker(started(new KafkaConfig(settings)), lock, chosen);
    } catch (MisuseException e) {
      release(lock);
      throw e;
    } catch (Exception e) {
      // Scala throws checked exceptions that it does not declare.
      release(lock);
      throw new FaultException(
          "broker over "
              + data
              + ": cannot start ("
              + rootMessage(e)
              + "); mend that, or choose another folder");
    }
  }

  private static KafkaRaftServer started(KafkaConfig config) {
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (Throwable e) {
      // Its threads live on otherwise, and hold the port and the folder.
      server.shutdown();
      throw e;
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static FileChannel lock(Path data) {
    try {
      Files.createDirectories(data);
      FileChannel channel =
          FileChannel.open(data.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locks(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new MisuseException(
          "--data " + data + ": cannot be written (" + e.getMessage() + "); choose another folder");
    }
    throw new MisuseException(
        "--data "
            + data
            + ": is in use by another broker; reach it with --bootstrap, or choose another folder");
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      throw new MisuseException(
          "--port " + port + ": cannot be listened on (" + e.getMessage() + "); choose another");
    }
  }

  private static void format(Path folder) throws Exception {
    Files.createDirectories(folder);
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .run();
  }

  private static Map<String, String> settings(Path folder, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE));
    settings.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", folder.toString());
    settings.put("auto.create.topics.enable", "false");
    // One node has no room for replicas, and one user none for fifty partitions of bookkeeping.
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  /** Where to reach it, {@code host:port}. */
  public String bootstrap() {
    return HOST + ":" + port;
  }

  /** Waits until it is closed. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Shuts down cleanly: what was acknowledged is on the disk, and the folder is free. */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      release(lock);
      closed.countDown();
    }
  }
}
