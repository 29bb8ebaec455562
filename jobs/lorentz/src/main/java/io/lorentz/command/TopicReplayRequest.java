package io.lorentz.command;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One replay of a log in Kafka to be run.
 *
 * @param options the resolved configuration
 * @param instruments whose bars the range holds, in order of name
 * @param connection where the log lies
 * @param range which of its records to read
 * @param remoteAccount account whose orders were executed at a venue, and whose replay takes what
 *     that said; empty if every account trades at a simulated one
 * @param parallelism subtasks of the job, 1 or more; changes no row
 * @param spool an empty folder for what the job writes, removed after the report
 * @param <T> type of the options
 */
public record TopicReplayRequest<T extends Record>(
    T options,
    List<String> instruments,
    KafkaConnection connection,
    LogRange range,
    Optional<String> remoteAccount,
    int parallelism,
    Path spool) {}
