package io.lorentz.command;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A replay of what a cluster ran.
 *
 * @param options the resolved configuration; it says the instruments, as it does for a cluster
 * @param connection where the log lies
 * @param range which of its records to read
 * @param savepoint the state to begin with, taken directly before the range; empty: none
 * @param remoteAccount account whose orders were executed at a venue; empty if none was
 * @param parallelism subtasks of the job, 1 or more; changes no row
 * @param <T> type of the options
 */
public record RunReplayRequest<T extends Record>(
    T options,
    KafkaConnection connection,
    LogRange range,
    Optional<Path> savepoint,
    Optional<String> remoteAccount,
    int parallelism) {}
