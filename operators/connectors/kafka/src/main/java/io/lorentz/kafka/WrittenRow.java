package io.lorentz.kafka;

import io.lorentz.schemas.RunOutput;
import java.util.OptionalLong;

/**
 * A row as it lies in a row topic.
 *
 * @param place where
 * @param causeLogTimeMs log time of the record that caused it, ms since 1970 UTC; empty for a row
 *     that marks the end of the data
 * @param row the row
 */
public record WrittenRow(RowPlace place, OptionalLong causeLogTimeMs, RunOutput row) {}
