package io.lorentz.command.parity;

import io.lorentz.schemas.RunOutput;
import java.util.OptionalLong;

/**
 * A row and what caused it.
 *
 * @param causeLogTimeMs log time of the record that caused it, ms since 1970 UTC; empty for a row
 *     that marks the end of the data
 * @param row the row
 */
public record CausedRow(OptionalLong causeLogTimeMs, RunOutput row) {}
