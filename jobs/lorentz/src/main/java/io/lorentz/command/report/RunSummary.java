package io.lorentz.command.report;

import java.util.List;

/**
 * The figures of a run.
 *
 * @param facts what is known besides the rows
 * @param ordersSha256 SHA-256 of {@code orders.csv}, lower-case hexadecimal
 * @param accounts one summary each, by name
 */
public record RunSummary(RunFacts facts, String ordersSha256, List<AccountSummary> accounts) {}
