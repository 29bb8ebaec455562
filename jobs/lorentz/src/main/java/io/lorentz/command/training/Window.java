package io.lorentz.command.training;

/**
 * What a model may know.
 *
 * @param fromMs first close of a row, ms since 1970 UTC
 * @param toMs close of the last bar that a row or its label may know, ms since 1970 UTC
 */
public record Window(long fromMs, long toMs) {}
