package io.lorentz.command;

import io.lorentz.command.report.BaselineFacts;

/**
 * A replay with the baselines beside it.
 *
 * @param options the options of the run, with an account per baseline
 * @param facts what the report says of them
 * @param <T> type of the options
 */
public record Baselined<T extends Record>(T options, BaselineFacts facts) {}
