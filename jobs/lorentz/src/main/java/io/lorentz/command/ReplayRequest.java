package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import java.nio.file.Path;

/**
 * One replay to be run.
 *
 * @param options the resolved configuration
 * @param bars the files to read, their bar length, where trading starts and where the data ends
 * @param parallelism subtasks of the job, 1 or more; changes no row
 * @param spool an empty folder for what the job writes, removed after the report
 * @param <T> type of the options
 */
public record ReplayRequest<T extends Record>(
    T options, BarFileOptions bars, int parallelism, Path spool) {}
