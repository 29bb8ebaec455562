package io.lorentz.command;

import io.lorentz.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A job to run on a log that goes on.
 *
 * @param <T> type of the options
 * @param connection how to reach the log and its row topics
 * @param topic the log
 * @param options what the job decides by
 * @param remoteAccount account whose orders an edge executes at a venue; empty: all trade on paper
 * @param parallelism number of subtasks, 1 or more
 * @param checkpoints folder of its checkpoints; it goes on from the last whole one in it
 * @param uiPort port of the web UI on loopback, 0 for any that is free
 * @param metricsPort port on which Prometheus is answered on loopback, 0 for none
 */
public record TradeRequest<T extends Record>(
    KafkaConnection connection,
    String topic,
    T options,
    Optional<String> remoteAccount,
    int parallelism,
    Path checkpoints,
    int uiPort,
    int metricsPort) {}
