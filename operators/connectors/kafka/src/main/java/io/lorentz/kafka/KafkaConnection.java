package io.lorentz.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach a Kafka cluster. It travels in the job graph, passwords included; its text shows
 * none of them.
 *
 * @param bootstrap brokers to ask first, {@code host:port}, several separated by commas. No default
 * @param settings settings of Kafka's clients for TLS and SASL, by Kafka's own names. Default: none
 */
public record KafkaConnection(String bootstrap, Map<String, String> settings)
    implements Serializable {

  private static final Pattern BOOTSTRAP =
      Pattern.compile("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*|\\[[0-9a-fA-F:]+]:\\d{1,5}");

  /** These are arguments, or part of what the topics promise. */
  private static final Set<String> OURS =
      Set.of("bootstrap.servers", "bootstrap.controllers", "client.id");

  /** Checks and copies. */
  public KafkaConnection {
    if (!BOOTSTRAP.matcher(bootstrap).matches()) {
      throw new KafkaArgumentException(
          "bootstrap: must be HOST:PORT, was '" + bootstrap + "'; write e.g. localhost:9092");
    }
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** A cluster without encryption or login, as one on this machine. */
  public static KafkaConnection of(String bootstrap) {
    return new KafkaConnection(bootstrap, Map.of());
  }

  /**
   * A cluster whose clients are set up by a file of properties.
   *
   * @param file {@code key=value} lines, UTF-8: {@code security.protocol}, {@code ssl.*}, {@code
   *     sasl.*} and what else every client of Kafka knows
   * @throws KafkaArgumentException if it cannot be read, or a key or value is not Kafka's
   */
  public static KafkaConnection of(String bootstrap, Path file) {
    Map<String, String> settings = new TreeMap<>();
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      Properties read = new Properties();
      read.load(new StringReader(String.join("\n", lines)));
      for (String key : new TreeSet<>(read.stringPropertyNames())) {
        requireKnown(file, lines, key);
        settings.put(key, read.getProperty(key));
      }
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof KafkaArgumentException told) {
        throw told;
      }
      throw new KafkaArgumentException(
          file + ": cannot be read as properties (" + e.getMessage() + "); mend the file");
    }
    KafkaConnection connection = new KafkaConnection(bootstrap, settings);
    try {
      new AdminClientConfig(connection.admin());
    } catch (ConfigException e) {
      throw new KafkaArgumentException(file + ": " + e.getMessage() + "; mend the value");
    }
    return connection;
  }

  private static void requireKnown(Path file, List<String> lines, String key) {
    if (OURS.contains(key)) {
      throw new KafkaArgumentException(
          place(file, lines, key) + ": " + key + " is set by Lorentz; remove it");
    }
    if (!AdminClientConfig.configNames().contains(key)) {
      throw new KafkaArgumentException(
          place(file, lines, key)
              + ": "
              + key
              + " is no setting of every Kafka client; write e.g. security.protocol, ssl.* or"
              + " sasl.*");
    }
  }

  private static String place(Path file, List<String> lines, String key) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(key)) {
        return file + ":" + (i + 1);
      }
    }
    return file.toString();
  }

  /** Settings of an administrator. */
  public Properties admin() {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("bootstrap.servers", bootstrap);
    return properties;
  }

  /**
   * Settings of a reader of bytes that joins no group and sees every record. Transactions only
   * fence appenders: what lies in the log was seen, so it counts, whatever became of them.
   */
  public Properties consumer() {
    Properties properties = admin();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.setProperty(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  /** Settings of a writer of bytes: at once, in order, acknowledged by every replica in sync. */
  public Properties producer() {
    Properties properties = admin();
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    properties.setProperty(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    properties.setProperty(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return properties;
  }

  @Override
  public String toString() {
    return bootstrap + (settings.isEmpty() ? "" : " with " + settings.keySet());
  }
}
